/** The studio's pictures: one WebRTC session for the page, a consumer per monitor and tile. */
import type { ProgramLoudness } from '@antenne/server/contract';
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';
import { signallingOf } from '../realtime/control-signalling.ts';
import { type ControlRoom, SILENCE, useLevel, useLoudness } from '../realtime/index.ts';
import type { RtcSession } from '../realtime/rtc.ts';
import { useRtcSession, useRtcStream } from '../realtime/rtc-hook.ts';
import { type MeterSource, uuid } from '../ui/index.ts';

type TileStreams = Readonly<Record<string, MediaStream>>;
type StudioMedia = { slug: string; peerId: string; session: RtcSession | null; tiles: StoreApi<TileStreams> };

const Media = createContext<StudioMedia | null>(null);

function useMedia(): StudioMedia {
  const media = use(Media);
  if (!media) throw new Error('outside of StudioMediaProvider');
  return media;
}

export function StudioMediaProvider({ room, children }: { room: ControlRoom; children: ReactNode }) {
  // This tab is one peer for as long as its room is open, over all reconnects.
  const [peerId] = useState(uuid);
  const signalling = useMemo(() => signallingOf(room, peerId), [room, peerId]);
  const session = useRtcSession(signalling);
  useEffect(() => {
    if (!session) return;
    return room.onConnect(() => session.resync());
  }, [room, session]);
  useEffect(() => quietWhenStale(room), [room]);
  const tiles = useMemo(() => createStore<TileStreams>(() => ({})), []);
  const media = useMemo(() => ({ slug: room.slug, peerId, session, tiles }), [room.slug, peerId, session, tiles]);
  return <Media value={media}>{children}</Media>;
}

/** Levels come twenty times a second; when none came for this long, a meter would show what is no more. Milliseconds. */
const STALE_MS = 1_000;

/** Lets the meters fall, and the figures go, when levels stop coming. Returns its undo. */
function quietWhenStale({ levels, loudness }: ControlRoom): () => void {
  const silent = { program: { rms: SILENCE, peak: SILENCE }, feeds: {}, clips: {} };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const unsubscribe = levels.subscribe((now) => {
    clearTimeout(timer);
    if (now === silent) return;
    timer = setTimeout(() => {
      levels.setState(silent, true);
      loudness.setState({}, true);
    }, STALE_MS);
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

/** This tab towards the SFU: what it sends goes through the session, under this peer. */
export function useStudioPeer(): { peerId: string; session: RtcSession | null } {
  const { peerId, session } = useMedia();
  return { peerId, session };
}

/** A contributor's picture. @param maxLayer 0 for a tile, 2 for the preview monitor */
export function useFeed(contributorId: string | null, maxLayer: 0 | 2) {
  const source = contributorId === null ? null : { type: 'feed' as const, contributorId };
  return useRtcStream(useMedia().session, source, { kinds: ['video'], maxLayer });
}

/** A tile's picture, lent to the preview monitor while its own is on the way. */
export function useTile(contributorId: string | null) {
  const { tiles } = useMedia();
  const { stream, live } = useFeed(contributorId, 0);
  useEffect(() => {
    if (!contributorId || !stream || !live) return;
    tiles.setState({ [contributorId]: stream });
    return () => tiles.setState(({ [contributorId]: _gone, ...others }) => others, true);
  }, [tiles, contributorId, stream, live]);
  return { stream, live };
}

/** The tile's picture of a contributor; null when it has none. */
export function useTileStream(contributorId: string | null): MediaStream | null {
  return useStore(useMedia().tiles, (streams) => (contributorId === null ? null : (streams[contributorId] ?? null)));
}

/** A contributor's sound alone: what is on preview is listened to before it is taken. */
export function useFeedSound(contributorId: string | null) {
  const source = contributorId === null ? null : { type: 'feed' as const, contributorId };
  return useRtcStream(useMedia().session, source, { kinds: ['audio'] });
}

/** The programme as everyone gets it, picture and sound. */
export function useProgram() {
  return useRtcStream(useMedia().session, { type: 'program' }, { maxLayer: 2 });
}

/** Sound level of a contributor or a clip, before their fader, or of the programme. */
export function useStudioLevel(of: 'program' | (string & {})): MeterSource {
  return useLevel(useMedia().slug, of);
}

/** The programme's loudness; undefined before anything is known. */
export function useStudioLoudness(): ProgramLoudness | undefined {
  return useLoudness(useMedia().slug);
}
