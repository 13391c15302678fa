/** Producers' voices: received from the moment they exist, so that the first syllable arrives; silent until it does. */
import type { RtcNotice } from '@antenne/server/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RtcSession } from '../realtime/rtc.ts';

export interface Voices {
  /** One stream per producer who has a microphone open, whether they speak or not. */
  readonly streams: StoreApi<{ streams: Readonly<Record<string, MediaStream>> }>;
  /** Stops receiving. Safe twice. */
  close(): void;
}

export function openVoices(
  session: Pick<RtcSession, 'consume'>,
  notices: (listener: (notice: RtcNotice) => void) => () => void,
): Voices {
  const streams = createStore<{ streams: Readonly<Record<string, MediaStream>> }>(() => ({ streams: {} }));
  const stops = new Map<string, () => void>();

  const begin = (peerId: string) => {
    if (stops.has(peerId)) return;
    const consumption = session.consume({ type: 'talkback', peerId }, { kinds: ['audio'] });
    const show = () => {
      const { [peerId]: _before, ...others } = streams.getState().streams;
      const live = consumption.state.getState().audio === 'live';
      streams.setState({ streams: live ? { ...others, [peerId]: consumption.stream } : others });
    };
    const unsubscribe = consumption.state.subscribe(show);
    stops.set(peerId, () => {
      unsubscribe();
      consumption.close();
      const { [peerId]: _gone, ...others } = streams.getState().streams;
      streams.setState({ streams: others });
    });
  };
  const end = (peerId: string) => {
    stops.get(peerId)?.();
    stops.delete(peerId);
  };
  const undo = notices((notice) => {
    if (notice.type === 'sourceAvailable' && notice.source.type === 'talkback') begin(notice.source.peerId);
    if (notice.type === 'sourceGone' && notice.source.type === 'talkback') end(notice.source.peerId);
  });

  return {
    streams,
    close() {
      undo();
      for (const peerId of [...stops.keys()]) end(peerId);
    },
  };
}
