import { RECORDING_LIST, type RecordingKey, RecordingList, type RecordingState } from '@antenne/server/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ControlRoom } from '../realtime/index.ts';

/** Before anything was measured, bytes per hour: the programme at its default bitrates, and a camera at 720p. */
const PROGRAM_HOUR = 1.2e9;
const CONTRIBUTOR_HOUR = 0.7e9;
/** A list is fetched again this often while it is looked at, ms. */
const FRESH_MS = 10_000;
/** A key is renewed when so much is left of it, ms: enough for somebody to click. */
const KEY_LEFT_MS = 60_000;

/** What an hour takes: as measured while it is recorded, as estimated before. Bytes. */
export function bytesPerHour({ wish, status }: RecordingState, contributors: number): number {
  if (status && status.since !== null && status.bytesPerSecond > 0) return status.bytesPerSecond * 3600;
  return PROGRAM_HOUR + (wish.isos ? contributors * CONTRIBUTOR_HOUR : 0);
}

/** What the light says: `off` nobody wants it, `armed` it begins with the show, `on`, `part` less than wished, `stopped`. */
export type Light = 'off' | 'armed' | 'starting' | 'on' | 'part' | 'stopped';

export function lightOf({ wish, status }: RecordingState, live: boolean): Light {
  if (!wish.on) return 'off';
  if (!live) return 'armed';
  if (!status) return 'starting';
  if (status.problem === 'isosPaused') return 'part';
  if (status.problem) return status.program ? 'part' : 'stopped';
  return status.since === null ? 'starting' : 'on';
}

export interface RecordingFiles {
  list: RecordingList | null;
  /** It could not be had; what was there stays. */
  failed: boolean;
  /** Where a file, or a form of the edit list, is downloaded. */
  addressOf: (file: string) => string | null;
  refresh: () => void;
}

/** What was recorded, kept fresh while mounted. Media answers by itself: the server only gives the key. */
export function useRecordingFiles(room: ControlRoom): RecordingFiles {
  const [list, setList] = useState<RecordingList | null>(null);
  const [failed, setFailed] = useState(false);
  const [key, setKey] = useState<RecordingKey | null>(null);
  const latest = useRef<RecordingKey | null>(null);

  const refresh = useCallback(async () => {
    const left = latest.current ? Date.parse(latest.current.expiresAt) - room.clock.now() : 0;
    if (left < KEY_LEFT_MS) {
      const reply = await room.call('recording:key', { slug: room.slug });
      if (!reply.ok) return setFailed(true);
      latest.current = reply.data;
      setKey(reply.data);
    }
    const address = latest.current?.address.replace('{file}', RECORDING_LIST);
    if (!address) return;
    try {
      const answer = await fetch(address);
      setList(RecordingList.parse(await answer.json()));
      setFailed(false);
    } catch {
      setFailed(true);
    }
  }, [room]);

  useEffect(() => {
    void refresh();
    const timer = setInterval(() => void refresh(), FRESH_MS);
    return () => clearInterval(timer);
  }, [refresh]);

  return {
    list,
    failed,
    addressOf: (file) => key?.address.replace('{file}', file) ?? null,
    refresh: () => void refresh(),
  };
}
