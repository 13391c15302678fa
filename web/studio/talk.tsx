/** Talkback and solo of this desk, for all its parts: whom the producer speaks to, and whom they hear alone. */
import {
  assetsIn,
  type BusState,
  isSpokenTo,
  type StudioContributor,
  type Talk,
  type TalkTo,
} from '@antenne/server/contract';
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from 'react';
import type { ControlRoom, Link } from '../realtime/index.ts';
import { useAssets } from './assets.tsx';
import { ClipEar } from './ClipEar.tsx';
import { clipsOn } from './clip.ts';
import { Ear } from './Ear.tsx';
import { useStudioPeer } from './media.tsx';
import { type Microphone, openMicrophone } from './microphone.ts';
import { soloPressedFrom } from './solo.ts';
import {
  hold,
  letGo,
  press,
  pressedFrom,
  release,
  SILENT,
  sameWish,
  type TalkIntent,
  toggleLatch,
  type Wish,
  wished,
} from './talk-intent.ts';
import { openTalkLine, type TalkLine, type TalkLineState } from './talk-line.ts';

/** Milliseconds within which the server has to agree: a voice that opens later than that is not meant any more. */
const TELL_MS = 3_000;

export interface Talking {
  /** What the hands want now. */
  wish: Wish | null;
  latched: boolean;
  /** The server has agreed, says so, and media is connected: they hear us. */
  heard: boolean;
  problem: TalkLineState['problem'];
  /** Others who speak, by whom they speak to. */
  others: readonly Talk[];
  /** `at`: the event's own time, so that a busy page takes no tap for a hold. */
  press(wish: Wish, at: number): void;
  release(at: number): void;
  /** A key is held. */
  hold(to: TalkTo): void;
  letGo(): void;
  toggleLatch(wish: Wish): void;
  /** Who is heard alone, in this browser: contributors, and clips on a bus. */
  solo: ReadonlySet<string>;
  toggleSolo(ids: readonly string[]): void;
  clearSolo(): void;
  /** Speaks with one person and hears them alone, until it is said again. */
  togglePrivate(contributorId: string): void;
}

const TalkContext = createContext<Talking | null>(null);

export function useTalk(): Talking {
  const talking = use(TalkContext);
  if (!talking) throw new Error('outside of TalkProvider');
  return talking;
}

export function TalkProvider({
  room,
  link,
  talks,
  contributors,
  bus,
  children,
}: {
  room: ControlRoom;
  link: Link;
  talks: readonly Talk[];
  contributors: readonly StudioContributor[];
  bus: BusState;
  children: ReactNode;
}) {
  const { peerId, session } = useStudioPeer();
  const [intent, setIntent] = useState<TalkIntent>(SILENT);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [line, setLine] = useState<TalkLine | null>(null);
  const [problem, setProblem] = useState<TalkLineState['problem']>(null);
  const [told, setTold] = useState<Wish | null>(null);
  const connected = useConnected(session);
  const clips = clipsOn(bus, useAssets());
  const wish = wished(intent);

  useEffect(() => {
    if (!session) return;
    const microphone: Microphone = openMicrophone(() => {
      session.publish({ audio: null, video: null });
      setIntent(SILENT);
    });
    const opened = openTalkLine({
      microphone,
      publish: (audio) => session.publish({ audio, video: null }),
      tell: async (now) => {
        const input = { slug: room.slug, peerId, to: now?.to ?? null, private: now?.private ?? false };
        return (await room.call('talkback:set', input, { timeoutMs: TELL_MS })).ok;
      },
      onFailed: () => setIntent(SILENT),
    });
    const unsubscribe = opened.state.subscribe((state) => {
      setProblem(state.problem);
      setTold(state.told);
    });
    setLine(opened);
    return () => {
      unsubscribe();
      microphone.close();
      setLine(null);
    };
  }, [room, peerId, session]);

  useEffect(() => line?.want(wish), [line, wish]);
  // The server forgets who speaks when the socket goes: so do we, and nobody speaks into the void.
  useEffect(() => {
    if (link === 'online') return;
    setIntent(SILENT);
    line?.forget();
  }, [link, line]);
  useEffect(() => {
    const unsubscribe = room.onTalkPress((pressed) => setIntent((now) => pressedFrom(now, pressed)));
    const forget = room.onConnect(() => void room.call('talkback:ready', { slug: room.slug }));
    return () => {
      unsubscribe();
      forget();
    };
  }, [room]);
  useSoloPresses(room, [...contributors, ...clips], setChosen);
  const listed = talks.some((talk) => talk.peerId === peerId);
  useEffect(() => {
    if (!listed) line?.unlisted();
  }, [listed, line]);
  useReleaseWhenAway(() => setIntent(letGo));

  const privately = wish?.private && wish.to !== 'all' ? wish.to : [];
  const solo = useMemo(() => new Set([...chosen, ...privately]), [chosen, privately]);
  const there = contributors.filter(({ id, feed }) => solo.has(id) && feed !== 'absent');
  useForgotten([...contributors, ...clips], setChosen);

  const talking: Talking = {
    wish,
    latched: intent.hold === null && intent.latch !== null,
    heard: wish !== null && connected && listed && sameWish(told, wish),
    problem,
    others: talks.filter((talk) => talk.peerId !== peerId),
    press: (next, at) => setIntent((now) => press(now, next, at)),
    release: (at) => setIntent((now) => release(now, at)),
    hold: (to) => setIntent((now) => hold(now, to, performance.now())),
    letGo: () => setIntent(letGo),
    toggleLatch: (next) => setIntent((now) => toggleLatch(now, next)),
    solo,
    toggleSolo: (ids) => setChosen((before) => soloPressedFrom(before, { ids, on: null })),
    clearSolo: () => setChosen(new Set()),
    togglePrivate: (id) => setIntent((now) => toggleLatch(now, { to: [id], private: true })),
  };
  return (
    <TalkContext value={talking}>
      {there.map(({ id }) => (
        <Ear key={id} contributorId={id} testId="solo-sound" />
      ))}
      {clips.map(({ id, sound, cueMs }) =>
        sound && solo.has(id) ? (
          <ClipEar key={id} assetId={id} sound={sound} cueMs={cueMs} onAir={assetsIn(bus.onAir).includes(id)} />
        ) : null,
      )}
      {children}
    </TalkContext>
  );
}

/** The names of others who speak to this contributor. */
export function othersTo(others: readonly Talk[], contributorId: string): string[] {
  return [...new Set(others.filter(({ to }) => isSpokenTo(contributorId, to)).map(({ name }) => name))];
}

/** Keys of control surfaces press solo in this page: for whom it has, not for who has left. */
function useSoloPresses(
  room: ControlRoom,
  known: readonly { id: string }[],
  setChosen: (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void,
): void {
  const latest = useRef(known);
  latest.current = known;
  useEffect(
    () =>
      room.onSoloPress(({ ids, on }) => {
        const there = ids?.filter((id) => latest.current.some((one) => one.id === id)) ?? null;
        if (there === null || there.length > 0) setChosen((before) => soloPressedFrom(before, { ids: there, on }));
      }),
    [room, setChosen],
  );
}

/** Who has left the broadcast, or a clip that has left the buses, is not heard alone any more, nor when it comes back. */
function useForgotten(
  known: readonly { id: string }[],
  setChosen: (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void,
): void {
  const ids = known.map(({ id }) => id).join();
  useEffect(() => {
    const there = ids.split(',');
    setChosen((before) => {
      const kept = [...before].filter((id) => there.includes(id));
      return kept.length === before.size ? before : new Set(kept);
    });
  }, [ids, setChosen]);
}

function useConnected(session: ReturnType<typeof useStudioPeer>['session']): boolean {
  const [connected, setConnected] = useState(false);
  useEffect(() => {
    if (!session) return;
    const show = () => setConnected(session.state.getState().connection === 'connected');
    show();
    return session.state.subscribe(show);
  }, [session]);
  return connected;
}

/** A key or a finger that goes up elsewhere is never told to this page: leaving it ends what is held. */
function useReleaseWhenAway(end: () => void): void {
  const latest = useRef(end);
  latest.current = end;
  useEffect(() => {
    const away = () => latest.current();
    const hidden = () => {
      if (document.visibilityState === 'hidden') latest.current();
    };
    window.addEventListener('blur', away);
    window.addEventListener('pagehide', away);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      window.removeEventListener('blur', away);
      window.removeEventListener('pagehide', away);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, []);
}
