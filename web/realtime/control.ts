import {
  Caption,
  ClipPosition,
  ControlEnvelope,
  type ControlEvent,
  type ControlServerEvents,
  controlCommands,
  FadeMessage,
  LinkNumbers,
  Presence,
  type ProgramLoudness,
  QuestionClaim,
  QuestionCount,
  RecordingStatus,
  RtcNotice,
  SoloPress,
  type SoundLevel,
  SoundLevels,
  type StaffQuestion,
  Talk,
  TalkPress,
  TargetState,
} from '@antenne/server/contract';
import { useMemo } from 'react';
import { z } from 'zod';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { keepClock } from './clock-keeper.ts';
import { type Connection, connect } from './connection.ts';
import {
  type ControlState,
  reduceControl,
  withCaption,
  withFade,
  withLinks,
  withQuestions,
  withStaffVotes,
} from './control-state.ts';
import { type Messages, revokedMessage, votesMessage } from './messages.ts';
import { sharedRooms, useShared } from './registry.ts';
import { openRoom, type Room, type RoomState } from './room.ts';
import type { ServerClock } from './server-clock.ts';

const control = {
  namespace: '/control',
  commands: controlCommands,
  messages: {
    event: ControlEnvelope,
    votes: votesMessage,
    viewers: z.object({ count: z.number() }),
    presence: z.object({ presence: z.array(Presence) }),
    claims: z.object({ claims: z.array(QuestionClaim) }),
    questionCounts: z.object({ counts: z.array(QuestionCount) }),
    talks: z.object({ talks: z.array(Talk) }),
    talkPress: TalkPress,
    soloPress: SoloPress,
    recording: z.object({ status: RecordingStatus.nullable() }),
    simulcast: z.object({ targetId: z.string(), state: TargetState }),
    caption: Caption,
    fade: FadeMessage,
    clip: ClipPosition,
    links: z.object({ links: LinkNumbers }),
    levels: SoundLevels,
    rtc: RtcNotice,
    revoked: revokedMessage,
  } satisfies Messages<ControlServerEvents>,
} as const;

type Levels = SoundLevels;

/** Figures that change more often cannot be read, ms. */
const LOUDNESS_EVERY_MS = 200;

/** What a meter shows before anything is heard, dBFS. */
export const SILENCE = -90;
const SILENT: SoundLevel = { rms: SILENCE, peak: SILENCE };

/** A broadcast as someone who works on it sees and moves it. */
export type ControlRoom = Pick<Room<ControlState, ControlEvent>, 'store' | 'close'> & {
  slug: string;
  clock: ServerClock;
  /** Sends any command of `/control` and waits for its acknowledgement; never rejects. The state follows by events. */
  call: Connection<typeof control>['call'];
  /** WebRTC notices for this page's peer. Returns what stops it. */
  onRtc: (listener: (notice: RtcNotice) => void) => () => void;
  /** Somebody presses this page's talk button from elsewhere, once it said `talkback:ready`. Returns what stops it. */
  onTalkPress: (listener: (press: TalkPress) => void) => () => void;
  /** Somebody presses solo in this page from elsewhere, once it said `talkback:ready`. Returns what stops it. */
  onSoloPress: (listener: (press: SoloPress) => void) => () => void;
  /** Runs at each (re)connect: the moment to send the `rtc` join again. */
  onConnect: Connection<typeof control>['onConnect'];
  /** Keeps questions that a command brought, which no event carried. */
  learn: (questions: readonly StaffQuestion[]) => void;
  levels: StoreApi<Levels>;
  /** The programme's, as often as figures can be read. */
  loudness: StoreApi<{ now?: ProgramLoudness }>;
  /** Where clips on the buses are, by asset. */
  clips: StoreApi<Readonly<Record<string, ClipPosition>>>;
};

function openControl(slug: string): ControlRoom {
  const connection = connect(control, { pace: 'staff' });
  const clips = createStore<Readonly<Record<string, ClipPosition>>>(() => ({}));
  const levels = createStore<Levels>(() => ({ program: SILENT, feeds: {}, clips: {} }));
  const loudness = createStore<{ now?: ProgramLoudness }>(() => ({}));
  const room: Room<ControlState, ControlEvent> = openRoom(
    {
      onConnect: connection.onConnect,
      onLink: connection.onLink,
      onEvent: (listener) => connection.on('event', listener),
      join: (since) => {
        const sight = since === undefined ? undefined : room.store.getState().state?.sight;
        return connection.call('control:join', { slug, since, sight });
      },
      close: connection.close,
    },
    reduceControl,
  );
  const keeping = keepClock(room.clock, { pace: 'staff' });
  connection.on('event', ({ event }) => {
    if (event.type === 'log' && event.line.action === 'rundown.clockJump') keeping.measure();
  });
  connection.on('votes', ({ votes }) => room.update((state) => withStaffVotes(state, votes)));
  connection.on('viewers', ({ count }) => room.update((state) => ({ ...state, viewers: count })));
  connection.on('presence', ({ presence }) => room.update((state) => ({ ...state, presence })));
  connection.on('claims', ({ claims }) => room.update((state) => ({ ...state, claims })));
  connection.on('questionCounts', ({ counts }) => room.update((state) => ({ ...state, questionCounts: counts })));
  connection.on('talks', ({ talks }) => room.update((state) => ({ ...state, talks })));
  connection.on('recording', ({ status }) =>
    room.update((state) => ({ ...state, recording: { ...state.recording, status } })),
  );
  connection.on('simulcast', ({ targetId, state: next }) =>
    room.update((state) => ({
      ...state,
      simulcast: { ...state.simulcast, states: { ...state.simulcast.states, [targetId]: next } },
    })),
  );
  connection.on('caption', (caption) => room.update((state) => withCaption(state, caption)));
  connection.on('fade', (message) => room.update((state) => withFade(state, message)));
  connection.on('clip', (position) => clips.setState({ [position.assetId]: position }));
  let loudnessAt = Number.NEGATIVE_INFINITY;
  connection.on('links', ({ links }) => room.update((state) => withLinks(state, links)));
  connection.on('levels', (message) => {
    levels.setState(message, true);
    const at = performance.now();
    if (!message.loudness || at - loudnessAt < LOUDNESS_EVERY_MS) return;
    loudnessAt = at;
    loudness.setState({ now: message.loudness });
  });
  connection.on('revoked', ({ reason }) => room.refuse({ code: 'forbidden', message: reason }));
  return {
    slug,
    store: room.store,
    clock: room.clock,
    close: () => {
      keeping.close();
      room.close();
    },
    call: connection.call,
    onRtc: (listener) => connection.on('rtc', listener),
    onTalkPress: (listener) => connection.on('talkPress', listener),
    onSoloPress: (listener) => connection.on('soloPress', listener),
    onConnect: connection.onConnect,
    learn: (questions) => room.update((state) => withQuestions(state, questions)),
    levels,
    loudness,
    clips,
  };
}

const rooms = sharedRooms(openControl);

/**
 * Works on a broadcast while mounted; several components share one connection. `state` is null until joined and stays
 * while reconnecting. `link: 'refused'` with `refusal.code` `notSignedIn`, `forbidden` or `notFound`: no access.
 */
export function useControl(slug: string): RoomState<ControlState> & { room: ControlRoom; call: ControlRoom['call'] } {
  const room = useShared(rooms, slug);
  return { ...useStore(room.store), room, call: room.call };
}

/**
 * Sound level of a contributor or of a clip on a bus (by id), before their fader, or of the programme, up to twenty times
 * a second: to be read and listened to, because a render for each would cost more than the rest of the studio.
 */
export function useLevel(
  slug: string,
  of: 'program' | (string & {}),
): Pick<StoreApi<SoundLevel>, 'getState' | 'subscribe'> {
  const { levels } = useShared(rooms, slug);
  return useMemo(() => {
    const pick = (now: Levels) => (of === 'program' ? now.program : (now.feeds[of] ?? now.clips[of] ?? SILENT));
    return {
      getState: () => pick(levels.getState()),
      subscribe: (listener) => levels.subscribe((now, before) => listener(pick(now), pick(before))),
    };
  }, [levels, of]);
}

/** The programme's loudness, at most every `LOUDNESS_EVERY_MS`; undefined before anything is known. */
export function useLoudness(slug: string): ProgramLoudness | undefined {
  return useStore(useShared(rooms, slug).loudness).now;
}
