/** What this page says of itself to the control room: its devices, and how the return reaches it. */
import type { DeviceCondition, PageCondition, PageReport, ReceivedQuality } from '@antenne/server/contract';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { LinkStats } from '../realtime/rtc-stats.ts';
import type { DeviceKind, DeviceState } from './devices.ts';
import type { DuplexPage } from './duplex.ts';

/** Milliseconds between two tellings of numbers. */
const NUMBERS_EVERY = 5_000;

export interface Switches {
  camera: boolean;
  microphone: boolean;
}

export function conditionOf(
  devices: Pick<DeviceState, 'audio' | 'video' | 'paused' | 'lost'>,
  switches: Switches,
  page: { hidden: boolean; echo: boolean },
): PageCondition {
  const of = (kind: DeviceKind, track: MediaStreamTrack | null): DeviceCondition => {
    if (devices.lost[kind]) return 'lost';
    if (!track) return 'none';
    if (!switches[kind]) return 'off';
    return devices.paused[kind] ? 'paused' : 'on';
  };
  return { camera: of('camera', devices.video), microphone: of('microphone', devices.audio), ...page };
}

export function receivedQuality(stats: LinkStats | null): ReceivedQuality | null {
  if (!stats) return null;
  const { roundTripMs, loss, jitterMs, bitrate, picture } = stats;
  return {
    roundTripMs: roundTripMs === null ? null : Math.round(roundTripMs),
    loss: Math.min(1, loss),
    jitterMs: Math.round(jitterMs),
    bitrate: Math.round(bitrate),
    picture: picture && { width: picture.width, height: picture.height },
  };
}

/** Whether the page is out of sight. */
export function useHidden(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    () => document.visibilityState === 'hidden',
  );
}

/** Says so at once when something of it changed, with new numbers now and then, and again after each reconnect. */
export function usePageReports(duplex: DuplexPage, condition: PageCondition): void {
  const link = useStore(duplex.link, (state) => state.link);
  const words = JSON.stringify(condition);
  const latest = useRef(condition);
  latest.current = condition;
  const report = useMemo(
    () => (): PageReport => ({
      condition: latest.current,
      received: receivedQuality(duplex.session.state.getState().receiving),
    }),
    [duplex],
  );
  useEffect(() => {
    if (link === 'online' && words) duplex.report(report());
  }, [duplex, link, words, report]);
  useEffect(() => {
    const timer = setInterval(() => duplex.report(report()), NUMBERS_EVERY);
    return () => clearInterval(timer);
  }, [duplex, report]);
}
