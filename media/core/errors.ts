/** Why a media operation failed. */
export type MediaErrorCode = 'codecUnavailable' | 'ffmpeg' | 'badFormat' | 'clockStopped';

/** An expected failure of the media plane, with a reason code. */
export class MediaError extends Error {
  readonly code: MediaErrorCode;

  constructor(code: MediaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MediaError';
    this.code = code;
  }
}
