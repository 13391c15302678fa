/** From a producer's take to the first frame of the new source. */
import { sameSource } from '@antenne/server/contract';
import { look, type SeenFrame, watchFrames } from '../probes/picture.ts';
import { until } from '../stage/antenne.ts';
import type { Show } from '../stage/show.ts';
import { type Measurement, spread } from './measurement.ts';

const CONDITIONS = 'cut from a simulated feed to a Chromium contributor, 1280×720p25, browsers on the same machine';

export async function measureTakes(show: Show, count: number): Promise<Measurement[]> {
  const orange = await show.duplex('orange');
  const { contributors } = await show.control.snapshot();
  const other = contributors.find(({ id, feed }) => id !== orange.id && feed === 'live');
  if (!other) throw new Error('there is nobody to cut from');
  const viewer = await show.viewer();
  await show.control.take(orange.id);
  await until(async () => (await look(viewer.video))?.mark?.camera === orange.camera.number, 30_000, 'nobody on air');

  const watch = await watchFrames(viewer.video);
  const samples = { acknowledged: [] as number[], program: [] as number[], viewer: [] as number[] };
  for (let index = 0; index < count; index += 1) {
    await show.control.take(other.id);
    await until(async () => (await watch.take()).at(-1)?.mark === null, 15_000, 'the camera never left the picture');
    const { sentAt, acknowledgedAt } = await show.control.take(orange.id);
    samples.acknowledged.push(acknowledgedAt - sentAt);

    const onAir = () =>
      show.control.events.find(
        ({ at, event }) =>
          at >= sentAt &&
          event.type === 'bus' &&
          sameSource(event.bus.onAir, { type: 'feed', contributorId: orange.id }),
      );
    await until(() => onAir() !== undefined, 10_000, 'the mixer never said that it shows the new source');
    samples.program.push((onAir()?.at ?? sentAt) - sentAt);

    const frames: SeenFrame[] = [];
    const first = () => frames.find(({ mark }) => mark?.camera === orange.camera.number);
    const seen = async () => {
      frames.push(...(await watch.take()));
      return first() !== undefined;
    };
    await until(seen, 15_000, 'the viewer never saw the new source');
    samples.viewer.push((first()?.shownAt ?? sentAt) - sentAt);
  }
  await show.closeWindows();
  return [
    ...spread('take.acknowledged', samples.acknowledged, 'ms', CONDITIONS),
    ...spread('take.program', samples.program, 'ms', CONDITIONS),
    ...spread('take.viewer', samples.viewer, 'ms', CONDITIONS),
  ];
}
