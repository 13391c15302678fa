import {
  AudienceEnvelope,
  type AudienceEvent,
  type AudienceServerEvents,
  audienceCommands,
  type CommandInput,
  type CommandOutput,
  type OwnQuestion,
  PublicCaption,
  type Reply,
  VoterMessage,
} from '@antenne/server/contract';
import { z } from 'zod';
import { useStore } from 'zustand';
import {
  type AudienceState,
  fromSnapshot,
  reduceAudience,
  settleVote,
  wishVote,
  withCaption,
  withOwn,
  withVotes,
} from './audience-state.ts';
import { keepClock } from './clock-keeper.ts';
import { connect } from './connection.ts';
import { entryKey } from './entry-keys.ts';
import { readKept, writeKept } from './kept.ts';
import { type Messages, votesMessage } from './messages.ts';
import { sharedRooms, useShared } from './registry.ts';
import { openRoom, type Room, type RoomState } from './room.ts';
import type { ServerClock } from './server-clock.ts';

const audience = {
  namespace: '/audience',
  commands: audienceCommands,
  messages: {
    event: AudienceEnvelope,
    votes: votesMessage,
    viewers: z.object({ count: z.number() }),
    caption: PublicCaption,
    voter: VoterMessage,
  } satisfies Messages<AudienceServerEvents>,
} as const;

/** A broadcast as one viewer follows it. */
export type AudienceRoom = Pick<Room<AudienceState, AudienceEvent>, 'store' | 'close'> & {
  clock: ServerClock;
  /** Idempotent by `key`. The answer is in `own` already when this resolves. */
  submit: (
    input: Omit<CommandInput<typeof audienceCommands, 'question:submit'>, 'slug'>,
  ) => Promise<Reply<OwnQuestion>>;
  withdraw: (question: OwnQuestion) => Promise<Reply<OwnQuestion>>;
  /** Seen at once; taken back when the server refuses. */
  vote: (id: string, on: boolean) => Promise<Reply<{ votes: number; on: boolean }>>;
  /** Public questions that may ask what somebody is writing. */
  similar: (text: string) => Promise<Reply<CommandOutput<typeof audienceCommands, 'question:similar'>>>;
};

/** Where a page in a frame keeps who its voter is: each site around has one of its own, where browsers part storage. */
const VOTER = 'antenne:voter';

/** @param framed in another site's frame, where browsers keep no cookie: this page keeps its voter by itself */
function openAudience(slug: string, framed: boolean): AudienceRoom {
  const connection = connect(audience, framed ? { auth: () => ({ voter: readKept(VOTER) ?? null }) } : {});
  if (framed) connection.on('voter', ({ token }) => void writeKept(VOTER, token));
  const room = openRoom<AudienceState, AudienceEvent>(
    {
      onConnect: connection.onConnect,
      onLink: connection.onLink,
      onEvent: (listener) => connection.on('event', listener),
      join: async (since) => {
        const reply = await connection.call('audience:join', { slug, since, key: entryKey(slug) });
        if (!reply.ok) return reply;
        const { snapshot, ...rest } = reply.data;
        return { ok: true, data: { ...rest, snapshot: snapshot && fromSnapshot(snapshot) } };
      },
      close: connection.close,
    },
    reduceAudience,
  );
  const keeping = keepClock(room.clock);
  connection.on('votes', ({ votes }) => room.update((state) => withVotes(state, votes)));
  connection.on('viewers', ({ count }) => room.update((state) => ({ ...state, viewers: count })));

  connection.on('caption', (caption) => room.update((state) => withCaption(state, caption)));

  const keep = (reply: Reply<OwnQuestion>) => {
    if (reply.ok) room.update((state) => withOwn(state, reply.data));
    return reply;
  };
  let attempts = 0;
  return {
    store: room.store,
    clock: room.clock,
    close: () => {
      keeping.close();
      room.close();
    },
    submit: async (input) => keep(await connection.call('question:submit', { slug, ...input })),
    withdraw: async ({ id, version }) => keep(await connection.call('question:withdraw', { slug, id, version })),
    similar: (text) => connection.call('question:similar', { slug, text }),
    vote: async (id, on) => {
      attempts += 1;
      const attempt = attempts;
      room.update((state) => wishVote(state, id, on, attempt));
      const reply = await connection.call('question:vote', { slug, id, on });
      room.update((state) => settleVote(state, id, attempt, reply.ok ? reply.data : null));
      return reply;
    },
  };
}

const rooms = sharedRooms((slug) => openAudience(slug, false));
const framedRooms = sharedRooms((slug) => openAudience(slug, true));

type Following = RoomState<AudienceState> & { room: AudienceRoom };

/** Follows a broadcast while mounted; several components share one connection. */
export function useAudience(slug: string): Following {
  const room = useShared(rooms, slug);
  return { ...useStore(room.store), room };
}

/** The same in another site's frame, where whoever asks and votes is known without a cookie. */
export function useFramedAudience(slug: string): Following {
  const room = useShared(framedRooms, slug);
  return { ...useStore(room.store), room };
}
