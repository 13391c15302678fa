import { describe, expect, it, vi } from 'vitest';
import { type Microphone, MicrophoneRefusal } from './microphone.ts';
import type { Wish } from './talk-intent.ts';
import { openTalkLine } from './talk-line.ts';

const rosa: Wish = { to: ['rosa'], private: false };
const awa: Wish = { to: ['awa'], private: false };

function setUp(open: () => Promise<MediaStreamTrack> = async () => Object.create(null)) {
  const did: string[] = [];
  const microphone: Microphone = {
    open,
    speak: (on) => void did.push(on ? 'on' : 'off'),
    close: () => undefined,
  };
  const answers: PromiseWithResolvers<boolean>[] = [];
  const line = openTalkLine({
    microphone,
    publish: () => undefined,
    tell: (wish) => {
      did.push(wish ? `tell ${String(wish.to)}` : 'tell nobody');
      const answer = Promise.withResolvers<boolean>();
      answers.push(answer);
      return answer.promise;
    },
    onFailed: () => void did.push('failed'),
  });
  return { line, did, answers };
}

describe('the line', () => {
  it('says that somebody hears only once the server says so, and is silent before the server knows', async () => {
    const { line, did, answers } = setUp();
    line.want(rosa);
    await vi.waitFor(() => expect(did).toEqual(['on', 'tell rosa']));
    expect(line.state.getState().told).toBeNull();
    answers[0]?.resolve(true);
    await vi.waitFor(() => expect(line.state.getState().told).toEqual(rosa));
    line.want(null);
    expect(did).toEqual(['on', 'tell rosa', 'off', 'tell nobody']);
  });

  it('ends when the server no longer lists a voice that nobody closed', async () => {
    const { line, did, answers } = setUp();
    line.want(rosa);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    // Not yet agreed: the list is still the one of before.
    line.unlisted();
    answers[0]?.resolve(true);
    await vi.waitFor(() => expect(line.state.getState()).toEqual({ told: rosa, problem: null }));
    await Promise.resolve();
    line.unlisted();
    expect(line.state.getState()).toEqual({ told: null, problem: 'server' });
    expect(did).toEqual(['on', 'tell rosa', 'off', 'failed']);
  });

  it('tells the last wish after those before, never two at once', async () => {
    const { line, did, answers } = setUp();
    line.want(rosa);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    line.want(awa);
    line.want(null);
    expect(answers).toHaveLength(1);
    answers[0]?.resolve(true);
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.resolve(true);
    await vi.waitFor(() => expect(line.state.getState().told).toBeNull());
    expect(did.filter((what) => what.startsWith('tell'))).toEqual(['tell rosa', 'tell nobody']);
  });

  it('speaks to nobody when the finger is up before the microphone is there', async () => {
    const microphone = Promise.withResolvers<MediaStreamTrack>();
    const { line, did } = setUp(() => microphone.promise);
    line.want(rosa);
    line.want(null);
    microphone.resolve(Object.create(null));
    await Promise.resolve();
    await Promise.resolve();
    expect(did).toEqual(['on', 'off']);
  });

  it('says why it cannot, and opens the hands', async () => {
    const { line, did } = setUp(() => Promise.reject(new MicrophoneRefusal('refused', null)));
    line.want(rosa);
    await vi.waitFor(() => expect(did).toEqual(['on', 'off', 'failed']));
    expect(line.state.getState()).toEqual({ told: null, problem: 'refused' });
  });

  it('gives up when the server refuses or does not answer, and closes what may have been opened', async () => {
    const { line, did, answers } = setUp();
    line.want(rosa);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]?.resolve(false);
    await vi.waitFor(() => expect(did).toEqual(['on', 'tell rosa', 'off', 'failed', 'tell nobody']));
    expect(line.state.getState()).toEqual({ told: null, problem: 'server' });
  });
});
