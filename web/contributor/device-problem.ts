/** What can be wrong with camera and microphone, in the page's own words, each with something to do about it. */
export type DeviceProblem =
  /** The page is not on https or localhost: browsers give no devices there. */
  | 'insecureOrigin'
  /** The browser has no camera API or no WebRTC at all. */
  | 'unsupported'
  /** The person said no, or the system did. */
  | 'noPermission'
  /** The question was closed without an answer. */
  | 'dismissed'
  | 'noMicrophone'
  | 'noCamera'
  /** Neither of the two. */
  | 'noDevice'
  /** Another program holds it. */
  | 'inUse'
  | 'unknown';

export interface BrowserFacts {
  secure: boolean;
  hasDevices: boolean;
  hasWebRtc: boolean;
}

/** What is wrong before anybody was asked. */
export function problemOfBrowser({ secure, hasDevices, hasWebRtc }: BrowserFacts): DeviceProblem | null {
  if (!secure) return 'insecureOrigin';
  if (!hasDevices || !hasWebRtc) return 'unsupported';
  return null;
}

/**
 * What a refusal of `getUserMedia` means.
 * @param error what it rejected with
 * @param wanted the kinds that were asked for
 */
export function problemOfRefusal(error: unknown, wanted: { audio: boolean; video: boolean }): DeviceProblem {
  const { name, message } = readError(error);
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return /dismiss/i.test(message) ? 'dismissed' : 'noPermission';
    case 'NotFoundError':
    case 'OverconstrainedError':
      if (wanted.audio && wanted.video) return 'noDevice';
      return wanted.video ? 'noCamera' : 'noMicrophone';
    case 'NotReadableError':
    case 'AbortError':
      return 'inUse';
    default:
      return 'unknown';
  }
}

function readError(error: unknown): { name: string; message: string } {
  return error instanceof Error || error instanceof DOMException ? error : { name: '', message: String(error) };
}
