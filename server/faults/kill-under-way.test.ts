/** The real server process, killed while everybody is at work: what was acknowledged is there, nothing is half done. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  audienceCommands,
  BusState,
  controlCommands,
  deskCommands,
  OwnQuestion,
  Rundown,
  StaffQuestion,
} from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { cookieOf } from '../testing/harness.ts';
import { ServerProcess, DEMONSTRATION as slug } from '../testing/server-process.ts';
import { until } from '../testing/until.ts';

const Joined = controlCommands['control:join'].output;
const Watching = audienceCommands['audience:join'].output;
const Vote = audienceCommands['question:vote'].output;

/** Each votes for so many questions, and asks so many. */
const VOTERS = 20;
const BALLOTS = 12;
const ASKED = 3;

let server: ServerProcess;
beforeEach(async () => {
  server = await ServerProcess.prepare();
}, 120_000);
afterEach(() => server?.remove());

/** One after the other, until the server is gone. @returns whether all were done */
async function oneByOne(steps: readonly (() => Promise<unknown>)[], client: TestClient): Promise<boolean> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      if (client.socket.connected) throw error;
      return false;
    }
  }
  return true;
}

/** Somebody at home: what they sent, and what was acknowledged of it. */
class Voter {
  readonly cookie: string;
  readonly keys = Array.from({ length: ASKED }, () => randomUUID());
  readonly acknowledged: OwnQuestion[] = [];
  readonly votedFor: string[] = [];

  constructor(cookie: string) {
    this.cookie = cookie;
  }

  static async arrives(): Promise<Voter> {
    return new Voter(cookieOf(await fetch(`${server.url}/api/session`), 'antenne_voter'));
  }

  question(key: string, themeId: string) {
    return { slug, key, themeId, text: `Où va l’argent du numéro ${key.slice(0, 4)} ?` };
  }

  /** Votes and asks, in turn. */
  async takesPart(themeId: string, ballots: readonly string[]): Promise<boolean> {
    const page = await server.open('/audience', this.cookie);
    const ask = (key: string) => async () => {
      this.acknowledged.push(await page.ok('question:submit', this.question(key, themeId), OwnQuestion));
    };
    const vote = (id: string) => async () => {
      await page.ok('question:vote', { slug, id, on: true }, Vote);
      this.votedFor.push(id);
    };
    const steps = ballots.flatMap((id, turn) => [vote(id), ...this.keys.slice(turn, turn + 1).map(ask)]);
    return oneByOne(steps, page);
  }
}

/** What the producers saw last, acknowledged. */
interface Seen {
  rundown: Rundown[];
  buses: BusState[];
  onAir: StaffQuestion[];
}

async function produces(cookie: string, seen: Seen, toAsk: readonly StaffQuestion[]): Promise<boolean> {
  const [run, cut, questions] = await Promise.all([1, 2, 3].map(() => server.open('/control', cookie)));
  if (!run || !cut || !questions) throw new Error('no pages');
  const { snapshot } = await run.ok('control:join', { slug }, Joined);
  if (!snapshot) throw new Error('no snapshot');
  let { version } = snapshot.rundown;
  const items = snapshot.rundown.items.filter(({ skip, id }) => !skip && id !== snapshot.rundown.currentItemId);
  const takes = [...items, ...items].map(({ id }) => async () => {
    const rundown = await run.ok('rundown:take', { slug, itemId: id, version }, Rundown);
    version = rundown.version;
    seen.rundown.push(rundown);
  });
  let { version: busVersion } = snapshot.bus;
  const cuts = Array.from({ length: 200 }, (_, turn) => async () => {
    const source = { type: turn % 2 === 0 ? 'black' : 'testPattern' };
    const reply = await cut.command('studio:take', { slug, source, version: busVersion });
    // The rundown was quicker: as it happens to two producers.
    if (!reply.ok && reply.error.code !== 'conflict') throw new Error(reply.error.message);
    const bus = BusState.parse(reply.ok ? reply.data : reply.error.current);
    busVersion = bus.version;
    if (reply.ok) seen.buses.push(bus);
  });
  const moves = toAsk.map(({ id, version: asked }) => async () => {
    const move = { type: 'putOnAir', replace: true };
    seen.onAir.push(await questions.ok('question:move', { slug, id, version: asked, move }, StaffQuestion));
  });
  const done = await Promise.all([oneByOne(takes, run), oneByOne(cuts, cut), oneByOne(moves, questions)]);
  return done.every(Boolean);
}

test('killed while votes, questions and takes are under way, twice: nothing acknowledged is lost, nothing is half done', async () => {
  await server.start();
  const studioCookie = cookieOf(await server.accept(server.links().studio), 'antenne_session');
  const studio = await server.open('/control', studioCookie);
  const joined = await studio.ok('control:join', { slug }, Joined);
  const themeId = joined.snapshot?.broadcast.themes[0]?.id ?? '';
  const policy = { slug, policy: 'publishFirst' };
  await studio.ok('question:policy', policy, deskCommands['question:policy'].output);

  for (const enough of [20, 80]) {
    const voters = await Promise.all(Array.from({ length: VOTERS }, () => Voter.arrives()));
    // Of this round: those to vote for, and those to put on air.
    const asked: OwnQuestion[] = [];
    for (const author of voters.slice(0, 8)) {
      const page = await server.open('/audience', author.cookie);
      for (let turn = 0; turn < 3; turn += 1) {
        const question = author.question(randomUUID(), themeId);
        asked.push(await page.ok('question:submit', question, OwnQuestion));
      }
      page.close();
    }
    const others = voters.slice(8);
    const ballots = asked.slice(0, BALLOTS).map(({ id }) => id);
    const desk = await server.open('/control', studioCookie);
    const before = await desk.ok('control:join', { slug }, Joined);
    const toAsk = asked
      .slice(BALLOTS)
      .flatMap(({ id }) => before.snapshot?.questions.filter((question) => question.id === id) ?? []);
    const seen: Seen = { rundown: [], buses: [], onAir: [] };

    const producing = produces(studioCookie, seen, toAsk);
    await until('the producers to be at work', () => seen.rundown.length && seen.buses.length && seen.onAir.length);
    const working = [producing, ...others.map((voter) => voter.takesPart(themeId, ballots))];
    const votes = () => others.flatMap(({ votedFor }) => votedFor);
    const answered = () => others.flatMap(({ acknowledged }) => acknowledged);
    await until('enough to be under way', () => votes().length >= enough && answered().length >= enough / 4);
    await server.kill();
    const finished = await Promise.all(working);
    // Somebody was waiting for an answer in the moment of the kill: most of them, and the producers.
    expect(finished[0]).toBe(false);
    expect(finished.filter((done) => !done).length).toBeGreaterThan(VOTERS / 2);

    await server.start();
    const { snapshot } = await (await server.open('/control', studioCookie)).ok('control:join', { slug }, Joined);
    if (!snapshot) throw new Error('no snapshot');

    // The rundown: the last acknowledged take, or the one that was under way; one item runs, and it is that one.
    const run = seen.rundown.at(-1);
    expect(snapshot.rundown.version - (run?.version ?? 0)).toBeOneOf([0, 1]);
    if (snapshot.rundown.version === run?.version) {
      const { currentItemId, currentStartedAt } = run;
      expect(snapshot.rundown).toMatchObject({ currentItemId, currentStartedAt });
    }
    const running = snapshot.rundown.items.filter(({ lastRun }) => lastRun !== null && lastRun.endedAt === null);
    expect(running.map(({ id }) => id)).toEqual([snapshot.rundown.currentItemId]);
    for (const { currentItemId } of seen.rundown) {
      expect(snapshot.rundown.items.find(({ id }) => id === currentItemId)?.lastRun).not.toBeNull();
    }
    expect(snapshot.bus.version).toBeGreaterThanOrEqual(seen.buses.at(-1)?.version ?? 0);

    // The question on air: one, the last acknowledged or the one that was under way; those before it are answered.
    const onAir = snapshot.questions.filter(({ state }) => state === 'onAir').map(({ id }) => id);
    expect(onAir).toHaveLength(1);
    expect(toAsk.findIndex(({ id }) => id === onAir[0]) - seen.onAir.length).toBeOneOf([-1, 0]);
    for (const { id } of seen.onAir) {
      const { state } = snapshot.questions.find((question) => question.id === id) ?? {};
      expect(state).toBe(id === onAir[0] ? 'onAir' : 'answered');
    }

    // Each voter: what was acknowledged, and each question once, whether its answer was lost or not.
    const standing = new Map(ballots.map((id) => [id, 0]));
    for (const voter of others) {
      const page = await server.open('/audience', voter.cookie);
      const there = await page.ok('audience:join', { slug }, Watching);
      expect(there.snapshot?.own).toEqual(expect.arrayContaining(voter.acknowledged));
      expect(there.snapshot?.votedFor).toEqual(expect.arrayContaining(voter.votedFor));
      for (const id of there.snapshot?.votedFor ?? []) standing.set(id, (standing.get(id) ?? 0) + 1);
      const again = [];
      for (const key of voter.keys)
        again.push(await page.ok('question:submit', voter.question(key, themeId), OwnQuestion));
      const after = await page.ok('audience:join', { slug }, Watching);
      expect(after.snapshot?.own.map(({ id }) => id).toSorted()).toEqual(again.map(({ id }) => id).toSorted());
      for (const { id } of voter.acknowledged) expect(again.map((one) => one.id)).toContain(id);
      page.close();
    }
    // The counts are those of the voters who stand behind them: never less than was acknowledged.
    const counted = new Map(snapshot.questions.map(({ id, votes: count }) => [id, count]));
    for (const id of ballots) {
      expect(counted.get(id)).toBe(standing.get(id));
      expect(standing.get(id)).toBeGreaterThanOrEqual(votes().filter((one) => one === id).length);
    }
  }
}, 300_000);
