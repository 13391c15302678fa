/** From a producer's command to the first programme frame that shows it, with nobody watching. */
import { setTimeout as delay } from 'node:timers/promises';
import { type SourceRef, sameSource } from '@antenne/server/contract';
import { until } from '../stage/antenne.ts';
import type { Show } from '../stage/show.ts';
import { type Measurement, percentile } from './measurement.ts';

const CONDITIONS = 'cut between simulated feeds, six of them, 1280×720p25, no page open';

/** Cuts `count` times, at moments that have nothing to do with the programme's ticks. */
export async function measureCommands(show: Show, count: number): Promise<Measurement[]> {
  const { contributors } = await show.control.snapshot();
  const [first, second] = contributors.filter(({ feed }) => feed === 'live');
  if (!first || !second) throw new Error('there are not two feeds to cut between');
  const samples = { acknowledged: [] as number[], frame: [] as number[] };
  for (let index = 0; index < count; index += 1) {
    await delay(150 + Math.random() * 200);
    const source: SourceRef = { type: 'feed', contributorId: (index % 2 === 0 ? first : second).id };
    const { sentAt, acknowledgedAt } = await show.control.take(source);
    samples.acknowledged.push(acknowledgedAt - sentAt);
    const shownAt = () => {
      const seen = show.control.events.find(
        ({ at, event }) => at >= sentAt && event.type === 'bus' && sameSource(event.bus.onAir, source),
      );
      return seen?.event.type === 'bus' && seen.event.bus.onAirSince ? Date.parse(seen.event.bus.onAirSince) : null;
    };
    await until(() => shownAt() !== null, 10_000, 'the mixer never said that it shows the new source');
    samples.frame.push((shownAt() ?? sentAt) - sentAt);
  }
  return [50, 99, 100].flatMap((percent) =>
    Object.entries(samples).map(([name, list]) => ({
      name: `command.${name}.${percent === 100 ? 'max' : `p${percent}`}`,
      value: percentile(list, percent),
      unit: 'ms',
      conditions: CONDITIONS,
    })),
  );
}
