/** The /audience namespace: viewers join, ask, withdraw, support. */
import type { Database } from '@antenne/prisma';
import type { z } from 'zod';
import type { LiveView } from '../broadcasts/live-view.ts';
import { findBroadcast } from '../broadcasts/store.ts';
import { type AudienceEnvelope, AudienceSnapshot, audienceCommands, type EntryMode } from '../contract/index.ts';
import { BatchedRead } from '../platform/batched-read.ts';
import type { Changes } from '../platform/changes.ts';
import { SYSTEM } from '../platform/changes.ts';
import { type CommandCall, type Commands, command, Parsed, tooMany } from '../platform/commands.ts';
import type { EventLog } from '../platform/event-log.ts';
import { Refusal } from '../platform/failure.ts';
import type { Outbox } from '../platform/outbox.ts';
import { RateLimiter } from '../platform/rate-limit.ts';
import { SharedRead } from '../platform/shared-read.ts';
import { Ballots } from './ballots-store.ts';
import { Boards } from './boards.ts';
import { listVotedFor } from './groups-store.ts';
import { releaseMerged } from './merge-store.ts';
import type { SimilarQuestions } from './similar.ts';
import { applyMove, findQuestion, listOwn, listPublic, voteTotals } from './store.ts';
import type { Sender, Submissions } from './submit.ts';
import { ownView, publicView, staffView, subjectOf } from './views.ts';
import { BurstWatch, originOf } from './vote-origins.ts';
import type { VoteTally } from './votes.ts';

export interface AudienceParts {
  database: Database;
  changes: Changes;
  outbox: Outbox;
  eventLog: EventLog;
  liveView: LiveView;
  submissions: Submissions;
  similar: SimilarQuestions;
  tally: VoteTally;
  /** Makes origins of votes unreadable. */
  originSecret: string;
  /** Who may take part where not everybody may watch. @throws Refusal `locked` */
  admit(
    broadcastId: string,
    visitor: { key?: string | undefined; sessionToken?: string | undefined },
  ): Promise<{ mode: EntryMode; holds(): boolean }>;
}

/** One viewer's socket. */
export interface AudienceContext extends Sender {
  /** Of a cookie of ours. */
  sessionToken: string | undefined;
  /** Makes the socket follow a broadcast, and no other. */
  follow(broadcastId: string, slug: string): void;
  /** It was let in there, and still is. */
  follows(slug: string): boolean;
  /** Hangs up: the page comes again, and hears whether it still may. */
  hangUp(): void;
  send(envelope: AudienceEnvelope): void;
  sendVotes(votes: Record<string, number>): void;
}

const VOTES_PER_VOTER = { burst: 20, perSecond: 1 };
/**
 * New voters cost a script nothing. One /64 is a household, or the network of a whole hall: as many as that may vote within
 * a minute. An IPv4 address may be a town's: what comes from there is told to moderators (`BurstWatch`), never refused.
 */
const VOTES_PER_IPV6_PREFIX = { burst: 600, perSecond: 10 };
/** Somebody who writes pauses now and then; their page asks then. */
const SIMILAR_PER_VOTER = { burst: 6, perSecond: 0.5 };
/** Of everybody together: proposals are a courtesy, and must cost a full house nothing. */
const SIMILAR_IN_ALL = { burst: 40, perSecond: 40 };
const MOST_SIMILAR = 3;

export function audienceHandlers(parts: AudienceParts): Commands<typeof audienceCommands, AudienceContext> {
  const { database, changes, outbox, eventLog, liveView, submissions, similar, tally, originSecret, admit } = parts;
  const voting = new RateLimiter(VOTES_PER_VOTER);
  const votingFromPrefix = new RateLimiter(VOTES_PER_IPV6_PREFIX);
  const bursts = new BurstWatch();
  const comparing = new RateLimiter(SIMILAR_PER_VOTER);
  const comparingInAll = new RateLimiter(SIMILAR_IN_ALL);

  // Thousands join in the same second when the server is back: what is the same for all of them is read once.
  const positions = new SharedRead((slug) => findBroadcast(database.client, slug));
  const boards = new Boards(liveView, (broadcastId) => listPublic(database.client, broadcastId));
  const totals = new SharedRead((broadcastId) => voteTotals(database.client, broadcastId));
  /** By slug: neither changes. */
  const ids = new Map<string, string>();
  const personals = new Map<string, BatchedRead<Personal>>();
  const ballots = new Ballots(database);

  async function snapshot(broadcastId: string, seq: number, voterId: string): Promise<AudienceSnapshot> {
    const personal = personals.get(broadcastId) ?? personalRead(database, broadcastId);
    personals.set(broadcastId, personal);
    const [board, own] = await Promise.all([boards.get(broadcastId, seq), personal.get(voterId)]);
    return { ...board, ...own };
  }

  /** Before anything that is done without having joined. @throws Refusal `locked` */
  async function takesPart(slug: string, { follows, sessionToken }: AudienceContext): Promise<void> {
    if (!follows(slug)) await admit((await findBroadcast(database.client, slug)).id, { sessionToken });
  }

  return {
    'audience:join': command(
      audienceCommands['audience:join'],
      async ({ slug, since, key }, context: AudienceContext & CommandCall) => {
        // The number comes first: what happens while the snapshot is read is told once more, which changes nothing.
        const { id, seq } = await positions.get(slug);
        const { voterId } = context;
        const admission = await admit(id, { key, sessionToken: context.sessionToken });
        // Where passes change, what was missed may name an old one.
        const anew = since === undefined || admission.mode !== 'open';
        const missed = anew ? null : await eventLog.missedByAudience(id, voterId, since, seq);
        const reply = missed ? { missed } : { snapshot: await snapshot(id, seq, voterId) };
        const votes = missed ? await totals.get(id) : null;
        context.afterReply(() => {
          if (!admission.holds()) {
            context.hangUp();
            return;
          }
          context.follow(id, slug);
          if (votes) context.sendVotes(votes);
          for (const envelope of outbox.since(id, seq)) {
            if (envelope.scope === 'control' || (envelope.scope === 'author' && envelope.voterId !== voterId)) continue;
            context.send({ seq: envelope.seq, event: envelope.event });
          }
        });
        return new Parsed({ seq, now: new Date().toISOString(), ...reply });
      },
    ),

    'question:submit': command(audienceCommands['question:submit'], async (input, context: AudienceContext) => {
      await takesPart(input.slug, context);
      return submissions.submit(input, context);
    }),

    'question:withdraw': command(
      audienceCommands['question:withdraw'],
      async ({ slug, id, version }, context: AudienceContext) => {
        const { voterId } = context;
        await takesPart(slug, context);
        const broadcast = await findBroadcast(database.client, slug);
        const outcome = await changes.run(broadcast.id, async (change) => {
          const question = await findQuestion(change.tx, broadcast.id, id);
          if (question.voterId !== voterId) throw new Refusal('notFound', 'no such question');
          if (question.state === 'withdrawn') return ownView(question);
          if (question.version !== version) {
            throw new Refusal('conflict', 'the question has changed meanwhile', { current: ownView(question) });
          }
          if (question.state === 'queued' || question.state === 'onAir') {
            // Too late; but those who are about to read it out must know. The refusal follows once this is written.
            change.audit(SYSTEM, 'question.withdrawRefused', subjectOf(question), question.id);
            change.control({ type: 'staffQuestion', question: staffView(question) });
            return null;
          }
          await releaseMerged(change, question);
          return ownView(await applyMove(change, question, { type: 'withdraw' }));
        });
        if (!outcome) throw new Refusal('invalidState', 'the question is about to go on air');
        return outcome;
      },
    ),

    'question:vote': command(audienceCommands['question:vote'], async ({ slug, id, on }, context: AudienceContext) => {
      const { voterId, address } = context;
      const wait = voting.take(voterId) || (address.family === 6 ? votingFromPrefix.take(address.key) : 0);
      if (wait > 0) throw new Refusal('tooMany', tooMany(wait).message, { retryAfterMs: wait });
      await takesPart(slug, context);
      const broadcastId = ids.get(slug) ?? (await positions.get(slug)).id;
      ids.set(slug, broadcastId);
      const origin = originOf(address, originSecret);
      const { id: counted, votes, changed } = await ballots.cast({ broadcastId, questionId: id, voterId, origin, on });
      if (changed) {
        tally.count(broadcastId, counted, votes);
        boards.forget(broadcastId);
      }
      if (changed && on && bursts.counts(counted, origin)) {
        await changes.run(broadcastId, async (change) => {
          const question = await findQuestion(change.tx, broadcastId, counted);
          change.audit(SYSTEM, 'votes.burst', subjectOf(question), counted);
        });
      }
      return { votes, on };
    }),

    'question:similar': command(
      audienceCommands['question:similar'],
      async ({ slug, text }, context: AudienceContext) => {
        await takesPart(slug, context);
        const wait = comparing.take(context.voterId) || comparingInAll.take('');
        if (wait > 0) throw new Refusal('tooMany', tooMany(wait).message, { retryAfterMs: wait });
        const broadcast = await findBroadcast(database.client, slug);
        const found = await similar.find(broadcast.id, text, { by: 'viewer', limit: MOST_SIMILAR });
        return { similar: found.flatMap(({ row }) => publicView(row) ?? []) };
      },
    ),
  };
}

const Personal = AudienceSnapshot.pick({ own: true, votedFor: true });
type Personal = z.infer<typeof Personal>;

/** What is one voter's alone, read for all who ask at once. */
function personalRead({ client }: Database, broadcastId: string): BatchedRead<Personal> {
  const nothing = (): Personal => ({ own: [], votedFor: [] });
  return new BatchedRead(async (voterIds) => {
    const own = await listOwn(client, broadcastId, voterIds);
    const votedFor = await listVotedFor(client, broadcastId, voterIds);
    const known = new Set([...own.keys(), ...votedFor.keys()]);
    return new Map(
      [...known].map((voterId) => [
        voterId,
        Personal.parse({ own: own.get(voterId) ?? [], votedFor: votedFor.get(voterId) ?? [] }),
      ]),
    );
  }, nothing);
}
