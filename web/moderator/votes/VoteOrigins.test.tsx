import type { VoteJudgement, VoteOrigin } from '@antenne/server/contract';
import { expect, test } from 'vitest';
import { rendererIn, textOfMarkup } from '../../ui/testing.tsx';
import { VoteOrigins } from './VoteOrigins.tsx';

const origin = (over: Partial<VoteOrigin>): VoteOrigin => ({
  origin: 'a',
  votes: 1,
  voided: 0,
  firstAt: '2026-05-09T12:00:00.000Z',
  lastAt: '2026-05-09T12:00:20.000Z',
  ...over,
});
const judgement = (over: Partial<VoteJudgement>): VoteJudgement => ({
  id: '00000000-0000-4000-8000-000000000001',
  at: '2026-05-09T12:05:00.000Z',
  by: 'Ana',
  what: 'burst',
  votes: null,
  ...over,
});

async function shown(origins: readonly VoteOrigin[], judgements: readonly VoteJudgement[] = []): Promise<string> {
  const render = await rendererIn('en', ['votes', 'ui']);
  return render(
    <VoteOrigins
      facts={{ origins: [...origins], judgements: [...judgements] }}
      total={48}
      busy={false}
      onJudge={async () => {}}
    />,
  );
}

test('a burst says how many votes in what time, and can be taken out; what was taken out can be given back', async () => {
  const html = await shown([origin({ votes: 45 }), origin({ origin: 'b', votes: 0, voided: 40 })]);
  expect(textOfMarkup(html)).toContain('45 votes from one address in 20 seconds');
  expect(textOfMarkup(html)).toContain('40 taken out of the count');
  expect(html.match(/data-testid="void-votes"/g)).toHaveLength(1);
  expect(html.match(/data-testid="restore-votes"/g)).toHaveLength(1);
  // Not before somebody asked for it.
  expect(html).not.toContain('void-confirm');
});

test('says that there is nothing unusual, and counts those who voted alone', async () => {
  const text = textOfMarkup(await shown([origin({}), origin({ origin: 'b' }), origin({ origin: 'c', votes: 4 })]));
  expect(text).toContain('Nothing unusual');
  expect(text).toContain('1 address with several votes');
  expect(text).toContain('2 addresses with a single vote');
});

test('shows who judged what', async () => {
  const html = await shown(
    [origin({ votes: 45 })],
    [judgement({ what: 'void', votes: 45 }), judgement({ id: '00000000-0000-4000-8000-000000000002', by: 'Antenne' })],
  );
  expect(textOfMarkup(html)).toContain('Ana took 45 votes out of the count');
  expect(textOfMarkup(html)).toContain('Many votes came from one address.');
  expect(textOfMarkup(html)).not.toContain('Antenne');
});
