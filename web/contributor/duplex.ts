/**
 * A contributor's link to the broadcast as the page sees it: joined by the invitation's token, joined again after each
 * reconnect, ended by leaving, by another tab, or by whoever gave the link.
 */
import type { DuplexInvitation, DuplexState, Failure, PageReport, TalkToMe } from '@antenne/server/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type CueDesk,
  connectDuplex,
  createServerClock,
  isPassing,
  keepClock,
  type Link,
  openCueDesk,
  type ServerClock,
} from '../realtime/index.ts';
import { createRtcSession, type RtcSession } from '../realtime/rtc.ts';
import { uuid } from '../ui/index.ts';
import { openVoices, type Voices } from './voices.ts';

export type DuplexView =
  | { phase: 'opening' }
  /** The link does not open: why. */
  | { phase: 'refused'; failure: Failure }
  | { phase: 'joined'; invitation: DuplexInvitation; state: DuplexState }
  /** Another tab or device has taken the link over. */
  | { phase: 'replaced' }
  /** Taken away while it was in use. */
  | { phase: 'revoked' }
  | { phase: 'left'; invitation: DuplexInvitation };

export interface DuplexPage {
  readonly view: StoreApi<DuplexView>;
  readonly link: StoreApi<{ link: Link }>;
  readonly clock: ServerClock;
  readonly session: RtcSession;
  /** Who speaks to the person now. */
  readonly talks: StoreApi<{ talks: readonly TalkToMe[] }>;
  readonly voices: Voices;
  readonly cues: CueDesk;
  /** The person is ready: said now and after each reconnect. */
  enterGreenRoom(): void;
  /** Tells the control room what only this page knows; what cannot be sent now is said anew after the next connect. */
  report(report: PageReport): void;
  /** Goes away for good, as the person wanted. */
  leave(): Promise<void>;
  /** Safe twice. */
  close(): void;
}

/** Milliseconds after which a join that failed for a passing reason is tried again. */
const RETRY_MS = 2000;

class RtcRefused extends Error {
  override name = 'RtcRefused';
  readonly code: string;

  constructor({ code, message }: Failure) {
    super(message);
    this.code = code;
  }
}

/** Connects and joins. The caller closes. */
export function openDuplex(token: string): DuplexPage {
  const connection = connectDuplex();
  // One peer for the life of the page; a reload is another one, which the server knows to replace this one.
  const peerId = uuid();
  const clock = createServerClock();
  const keeping = keepClock(clock, { pace: 'staff' });
  const view = createStore<DuplexView>(() => ({ phase: 'opening' }));
  const link = createStore<{ link: Link }>(() => ({ link: connection.link() }));
  const session = createRtcSession({
    request: async (request) => {
      const reply = await connection.call('rtc', { request });
      if (reply.ok) return reply.data;
      throw new RtcRefused(reply.error);
    },
    notices: (listener) => connection.on('rtc', listener),
  });
  const talks = createStore<{ talks: readonly TalkToMe[] }>(() => ({ talks: [] }));
  const voices = openVoices(session, (listener) => connection.on('rtc', listener));
  const cues = openCueDesk(async (what, ids) => {
    const reply = await connection.call(what === 'seen' ? 'duplex:seen' : 'duplex:confirm', { ids: [...ids] });
    return reply.ok;
  });
  let inGreenRoom = false;
  let closed = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const end = (last: DuplexView) => {
    view.setState(last, true);
    close();
  };

  const join = async (): Promise<void> => {
    clearTimeout(retry);
    const sentAt = clock.monotonic();
    const reply = await connection.call('duplex:join', { token, peerId });
    if (closed) return;
    if (!reply.ok) {
      if (!isPassing(reply.error)) end({ phase: 'refused', failure: reply.error });
      // Without a connection the next connect joins by itself.
      else if (connection.link() === 'online') retry = setTimeout(() => void join(), RETRY_MS);
      return;
    }
    clock.sync(reply.data.now, sentAt, clock.monotonic());
    view.setState({ phase: 'joined', invitation: reply.data.invitation, state: reply.data.state }, true);
    cues.tellAgain();
    if (inGreenRoom) await tellGreenRoom();
  };

  const tellGreenRoom = async (): Promise<void> => {
    const reply = await connection.call('duplex:step', { step: 'greenRoom' });
    if (closed) return;
    if (!reply.ok && connection.link() === 'online') {
      clearTimeout(retry);
      retry = setTimeout(() => void join(), RETRY_MS);
      return;
    }
    session.resync();
  };

  const undo = [
    connection.onConnect(() => void join()),
    connection.onLink((now, refusal) => {
      link.setState({ link: now });
      // Whoever speaks is told again with the next join.
      if (now !== 'online') talks.setState({ talks: [] });
      if (now === 'refused' && refusal) end({ phase: 'refused', failure: refusal });
    }),
    connection.on('state', (state) => {
      const now = view.getState();
      if (now.phase === 'joined') view.setState({ ...now, state }, true);
    }),
    connection.on('talks', (message) => talks.setState(message)),
    connection.on('revoked', () => end({ phase: 'revoked' })),
    connection.on('replaced', () => end({ phase: 'replaced' })),
  ];

  function close(): void {
    if (closed) return;
    closed = true;
    clearTimeout(retry);
    for (const step of undo) step();
    keeping.close();
    voices.close();
    session.close();
    connection.close();
  }

  return {
    view,
    link,
    clock,
    session,
    talks,
    voices,
    cues,
    enterGreenRoom() {
      if (inGreenRoom) return;
      inGreenRoom = true;
      if (view.getState().phase === 'joined') void tellGreenRoom();
    },
    report(report) {
      if (view.getState().phase === 'joined' && connection.link() === 'online') {
        void connection.call('duplex:report', report);
      }
    },
    async leave() {
      const now = view.getState();
      await connection.call('duplex:leave', {}, { timeoutMs: 1500 });
      if (now.phase === 'joined') end({ phase: 'left', invitation: now.invitation });
      else close();
    },
    close,
  };
}
