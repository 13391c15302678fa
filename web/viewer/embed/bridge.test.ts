import { beforeEach, describe, expect, it } from 'vitest';
import { EmbedBridge, namedOrigin } from './bridge.ts';
import type { EmbedMessage, EmbedState } from './protocol.ts';

const SITE = 'https://site.example';

let sent: { message: EmbedMessage; to: string }[];
let done: string[];
let able: boolean;
let state: EmbedState;
const parent = { postMessage: (message: EmbedMessage, to: string) => void sent.push({ message, to }) };

beforeEach(() => {
  sent = [];
  done = [];
  able = true;
  state = {
    broadcast: 'live',
    playback: 'playing',
    paused: false,
    muted: true,
    atLive: true,
    latencySeconds: 0.9,
    questions: false,
  };
});

function open(origin: string | null = null): EmbedBridge {
  return new EmbedBridge({
    parent,
    origin,
    about: () => ({ slug: 'le-tour', title: 'Le Tour' }),
    state: () => state,
    run: (command) => {
      done.push(command);
      return able;
    },
  });
}
const says = (data: unknown, origin = SITE, source: unknown = parent) => ({ source, origin, data });
const types = () => sent.map(({ message }) => message.type);

describe('a page that frames the player', () => {
  it('is greeted with what plays, and told by its name', () => {
    open().receive(says({ antenne: 1, type: 'hello' }), 0);
    expect(sent).toEqual([
      { message: { antenne: 1, type: 'ready', slug: 'le-tour', title: 'Le Tour' }, to: SITE },
      { message: { antenne: 1, type: 'state', state }, to: SITE },
    ]);
  });

  it.each(['play', 'pause', 'seekToLive', 'mute', 'unmute'])('has %s done, and hears that it was', (type) => {
    open().receive(says({ antenne: 1, type, id: 'a1' }), 0);
    expect(done).toEqual([type]);
    expect(sent).toEqual([{ message: { antenne: 1, type: 'done', id: 'a1', command: type }, to: SITE }]);
  });

  it('hears what cannot be done now', () => {
    able = false;
    open().receive(says({ antenne: 1, type: 'pause', id: 7 }), 0);
    expect(sent).toEqual([{ message: { antenne: 1, type: 'refused', id: 7, reason: 'notNow' }, to: SITE }]);
  });

  it.each([
    [{ antenne: 2, type: 'play', id: 'x' }, 'version'],
    [{ antenne: 1, type: 'selfDestruct', id: 'x' }, 'badRequest'],
    [{ antenne: 1, id: 'x' }, 'badRequest'],
  ])('hears why %j is refused', (data, reason) => {
    open().receive(says(data), 0);
    expect(done).toEqual([]);
    expect(sent).toEqual([{ message: { antenne: 1, type: 'refused', id: 'x', reason }, to: SITE }]);
  });
});

describe('nothing is done or said', () => {
  const play = { antenne: 1, type: 'play' };

  it('for another window than the parent', () => {
    open().receive(says(play, SITE, { postMessage: parent.postMessage }), 0);
    open().receive(says(play, SITE, null), 0);
    expect([done, sent]).toEqual([[], []]);
  });

  it.each(['null', '', 'file://', 'chrome-extension://abc'])(
    'for the origin “%s”, which cannot be answered',
    (origin) => {
      open().receive(says(play, origin), 0);
      open().receive(says({ antenne: 1, type: 'hello' }, origin), 0);
      expect([done, sent]).toEqual([[], []]);
    },
  );

  it('for another origin than the one that was named', () => {
    open(SITE).receive(says(play, 'https://evil.example'), 0);
    open(SITE).receive(says(play, 'http://site.example'), 0);
    expect([done, sent]).toEqual([[], []]);
    open(SITE).receive(says(play), 0);
    expect(done).toEqual(['play']);
  });

  it.each([null, undefined, 'antenne', 42, [], {}, { antenne: 'x' }, { type: 'play' }])(
    'for %j, which is somebody else’s',
    (data) => {
      open().receive(says(data), 0);
      expect([done, sent]).toEqual([[], []]);
    },
  );

  it('to a page that never said hello', () => {
    const bridge = open();
    bridge.open(0);
    bridge.update(0);
    bridge.receive(says(play), 0);
    bridge.update(5_000);
    expect(types()).toEqual(['done']);
  });
});

describe('what changes', () => {
  it('is told at once, and only once', () => {
    const bridge = open(SITE);
    bridge.open(0);
    bridge.update(100);
    state = { ...state, paused: true };
    bridge.update(200);
    bridge.update(300);
    state = { ...state, playback: 'ended', broadcast: 'ended' };
    bridge.update(301);
    expect(types()).toEqual(['ready', 'state', 'state', 'state']);
    expect(sent.at(-1)).toEqual({ message: { antenne: 1, type: 'state', state }, to: SITE });
  });

  it('of the latency alone is told once a second at most', () => {
    const bridge = open(SITE);
    bridge.open(0);
    for (let now = 100; now <= 2_000; now += 100) {
      state = { ...state, latencySeconds: now / 100 };
      bridge.update(now);
    }
    expect(types()).toEqual(['ready', 'state', 'state', 'state']);
    bridge.update(9_000);
    expect(types()).toHaveLength(4);
  });
});

it('reads the origin that an address names', () => {
  expect(namedOrigin('https://site.example')).toBe(SITE);
  expect(namedOrigin('https://site.example/page?x=1')).toBe(SITE);
  expect(namedOrigin('https://site.example:8443')).toBe('https://site.example:8443');
  for (const none of [null, '', '*', 'site.example', 'javascript:alert(1)', 'data:text/html,x', 'file:///x']) {
    expect(namedOrigin(none)).toBeNull();
  }
});
