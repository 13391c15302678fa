import { beforeEach, expect, it } from 'vitest';
import { connectMediaSession, type WatchedMedia } from './media-session.ts';

class FakeSession {
  readonly handlers = new Map<string, MediaSessionActionHandler>();
  position: MediaPositionState | undefined;
  unknown: string | null = null;
  setActionHandler(action: MediaSessionAction, handler: MediaSessionActionHandler | null): void {
    if (action === this.unknown) throw new TypeError(`${action} is not known`);
    if (handler) this.handlers.set(action, handler);
    else this.handlers.delete(action);
  }
  setPositionState(state?: MediaPositionState): void {
    this.position = state;
  }
  press(action: MediaSessionAction, more: Partial<MediaSessionActionDetails> = {}): void {
    this.handlers.get(action)?.({ action, ...more });
  }
}

class FakeMedia extends EventTarget {
  currentTime = 100;
  duration = 3_600;
  playbackRate = 1;
  seekable = { length: 1, start: () => 0, end: () => 3_600 };
}

let session: FakeSession;
let media: FakeMedia & WatchedMedia;
let done: string[];
const commands = {
  play: () => void done.push('play'),
  pause: () => void done.push('pause'),
  seek: (position: number) => void done.push(`seek ${position}`),
};
beforeEach(() => {
  session = new FakeSession();
  media = new FakeMedia();
  done = [];
});

it('does what the system’s keys ask for, within what can be reached', () => {
  connectMediaSession(session, media, commands);
  session.press('pause');
  session.press('play');
  session.press('seekbackward');
  session.press('seekforward', { seekOffset: 30 });
  session.press('seekto', { seekTime: 42 });
  session.press('seekforward', { seekOffset: 9_999 });
  session.press('seekbackward', { seekOffset: 9_999 });
  expect(done).toEqual(['pause', 'play', 'seek 90', 'seek 130', 'seek 42', 'seek 3600', 'seek 0']);
});

it('tells the position in a replay, and none in a live picture', () => {
  connectMediaSession(session, media, commands);
  expect(session.position).toEqual({ duration: 3_600, playbackRate: 1, position: 100 });
  media.currentTime = 3_600.4;
  media.dispatchEvent(new Event('seeked'));
  expect(session.position?.position).toBe(3_600);
  media.duration = Number.POSITIVE_INFINITY;
  media.dispatchEvent(new Event('durationchange'));
  expect(session.position).toBeUndefined();
});

it('goes without an action that the browser does not know', () => {
  session.unknown = 'seekto';
  connectMediaSession(session, media, commands);
  expect([...session.handlers.keys()]).toEqual(['play', 'pause', 'seekbackward', 'seekforward']);
});

it('takes everything away again', () => {
  connectMediaSession(session, media, commands)();
  expect(session.handlers.size).toBe(0);
  expect(session.position).toBeUndefined();
  media.dispatchEvent(new Event('seeked'));
  expect(session.position).toBeUndefined();
});
