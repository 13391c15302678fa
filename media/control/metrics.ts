/** What this media process tells Prometheus: gathered where it passes, read where it is known. */
import type { MediaReport } from '@antenne/server/contract';
import { METRICS_TYPE, Metrics, mayReadMetrics, type Sample } from '@antenne/server/contract/metrics';
import type { FastifyInstance } from 'fastify';
import type { Answer } from '../origin/answers.ts';
import type { OriginWatch } from '../origin/origin.ts';
import type { PublishedPart } from '../packager/part-watch.ts';
import type { Stage } from './stage.ts';
import type { Ticks } from './vitals.ts';

/** A part is late when it comes this much later after the one before than it should. */
const LATE = 1.25;
const DELAY_BOUNDS = [0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5];
const FEED_STATES = ['absent', 'live', 'stalled'] as const;
const QUALITY_LEVELS = ['good', 'fair', 'poor'] as const;

export interface MetricsSources {
  origin: { watch(): OriginWatch[] };
  stages(): Pick<Stage, 'health'>[];
  /** What the server was told, as it is now. */
  reports(): MediaReport[];
}

type ReportOf<Type extends MediaReport['type']> = Extract<MediaReport, { type: Type }>;

export class MediaMetrics {
  readonly #metrics = new Metrics();
  readonly #requests = this.#metrics.counter(
    'antenne_origin_requests_total',
    'Answers of the origin, by what was asked for.',
  );
  readonly #bytes = this.#metrics.counter('antenne_origin_bytes_total', 'Bytes of the bodies of those answers.');
  readonly #parts = this.#metrics.counter('antenne_parts_published_total', 'Parts that viewers could have.');
  readonly #late = this.#metrics.counter(
    'antenne_parts_late_total',
    `Parts that came later than ${LATE} times the part target after the one before.`,
  );
  readonly #partBytes = this.#metrics.counter(
    'antenne_parts_bytes_total',
    'Bytes of the parts: the rate is the bitrate.',
  );
  readonly #delay = this.#metrics.histogram(
    'antenne_part_delay_seconds',
    'From the last picture of a part to its publication.',
    DELAY_BOUNDS,
  );
  readonly #ticks = this.#metrics.counter('antenne_program_ticks_total', 'Ticks that made a picture.');
  readonly #skipped = this.#metrics.counter('antenne_program_ticks_skipped_total', 'Ticks that were missed.');
  readonly #cpu = this.#metrics.counter(
    'antenne_program_cpu_seconds_total',
    'Processor time of the programme process.',
  );
  readonly #partSeconds: number;

  constructor(partSeconds: number) {
    this.#partSeconds = partSeconds;
    const started = Date.now() / 1000 - process.uptime();
    this.#metrics.read('counter', 'process_cpu_seconds_total', 'Processor time of this process.', () => {
      const { user, system } = process.cpuUsage();
      return [[{}, (user + system) / 1e6]];
    });
    this.#metrics.read('gauge', 'process_resident_memory_bytes', 'Memory of this process.', () => [
      [{}, process.memoryUsage.rss()],
    ]);
    this.#metrics.read('gauge', 'process_start_time_seconds', 'When it began, Unix time.', () => [[{}, started]]);
  }

  answered({ kind, status, bytes }: Answer): void {
    this.#requests.add({ kind, status: String(status) });
    this.#bytes.add({ kind }, bytes);
  }

  published(slug: string, { sincePrevious, delay, bytes }: PublishedPart): void {
    this.#parts.add({ slug });
    // From the first part on there is a line: a rate needs its beginning.
    this.#late.add({ slug }, sincePrevious !== null && sincePrevious > LATE * this.#partSeconds ? 1 : 0);
    this.#delay.observe({ slug }, delay);
    for (const [rendition, count] of bytes) this.#partBytes.add({ slug, rendition }, count);
  }

  /** Parts of a broadcast since this process began. */
  parts(slug: string): { published: number; late: number } {
    return { published: this.#parts.value({ slug }), late: this.#late.value({ slug }) };
  }

  ticked(slug: string, { count, skipped, cpuSeconds }: Ticks): void {
    this.#ticks.add({ slug }, count);
    this.#skipped.add({ slug }, skipped);
    this.#cpu.add({ slug }, cpuSeconds);
  }

  /** From now on these are asked as well. */
  watch({ origin, stages, reports }: MetricsSources): void {
    const gauge = (name: string, help: string, samples: () => Sample[]) =>
      this.#metrics.read('gauge', name, help, samples);

    gauge('antenne_origin_held_requests', 'Requests that wait for what comes next.', () =>
      origin.watch().map(({ slug, held }) => [{ slug }, held] as const),
    );
    gauge(
      'antenne_origin_viewers',
      'Low-latency players that ask this origin for their playlist; a cache before it counts as one.',
      () =>
        origin
          .watch()
          .flatMap(({ slug, viewers }) => [...viewers].map(([rendition, n]) => [{ slug, rendition }, n] as const)),
    );

    const programs = () => stages().flatMap(({ health: { slug, program } }) => (slug ? [{ slug, ...program }] : []));
    const ticking = () => programs().flatMap(({ slug, ticks }) => (ticks ? [{ slug, ...ticks }] : []));
    gauge('antenne_program_up', 'Whether the programme process runs.', () =>
      programs().map(({ slug, health }) => [{ slug }, Number(health === 'running')] as const),
    );
    this.#metrics.read('counter', 'antenne_program_restarts_total', 'Times that it was started again.', () =>
      programs().map(({ slug, restarts }) => [{ slug }, restarts] as const),
    );
    gauge('antenne_program_tick_late_seconds', 'Lateness of ticks in the last five seconds.', () =>
      ticking().flatMap(({ slug, lateP50, lateP99, lateMax }) => [
        [{ slug, quantile: '0.5' }, lateP50 / 1000] as const,
        [{ slug, quantile: '0.99' }, lateP99 / 1000] as const,
        [{ slug, quantile: '1' }, lateMax / 1000] as const,
      ]),
    );
    gauge('antenne_program_resident_memory_bytes', 'Memory of the programme process.', () =>
      ticking().map(({ slug, rssBytes }) => [{ slug }, rssBytes] as const),
    );

    const told = <Type extends MediaReport['type']>(type: Type) => {
      const slugs = new Map(stages().map(({ health: { broadcastId, slug } }) => [broadcastId, slug]));
      return reports().flatMap((report) => {
        const slug = slugs.get(report.broadcastId);
        return isOf(report, type) && slug ? [{ slug, report }] : [];
      });
    };
    gauge(
      'antenne_contributor_state',
      'Whether the contributor’s picture is there: 1 for the state that it is in.',
      () =>
        told('feed').flatMap(({ slug, report: { contributorId: contributor, state } }) =>
          FEED_STATES.map((each) => [{ slug, contributor, state: each }, Number(each === state)] as const),
        ),
    );
    const links = () =>
      told('quality').flatMap(({ slug, report: { contributorId: contributor, quality } }) =>
        quality ? [{ labels: { slug, contributor }, quality }] : [],
      );
    gauge('antenne_contributor_quality', 'How good their link is: 1 for the level that it has.', () =>
      links().flatMap(({ labels, quality }) =>
        QUALITY_LEVELS.map((level) => [{ ...labels, level }, Number(level === quality.level)] as const),
      ),
    );
    gauge('antenne_contributor_round_trip_seconds', 'There and back.', () =>
      links().flatMap(({ labels, quality: { roundTripMs } }) =>
        roundTripMs === null ? [] : [[labels, roundTripMs / 1000] as const],
      ),
    );
    gauge('antenne_contributor_loss_ratio', 'Share of their packets that did not arrive.', () =>
      links().map(({ labels, quality }) => [labels, quality.loss] as const),
    );
    gauge('antenne_contributor_jitter_seconds', 'How unevenly their packets come.', () =>
      links().map(({ labels, quality }) => [labels, quality.jitterMs / 1000] as const),
    );
    gauge('antenne_contributor_bits_per_second', 'What arrives from them, sound and picture.', () =>
      links().map(({ labels, quality }) => [labels, quality.bitrate] as const),
    );

    gauge('antenne_recording_files', 'Files that are being recorded.', () =>
      told('recording').flatMap(({ slug, report: { status } }) => [
        [{ slug, kind: 'program' }, Number(status.program)] as const,
        [{ slug, kind: 'contributor' }, status.isos.length] as const,
      ]),
    );
    gauge('antenne_recording_problem', 'Why less is recorded than was wished.', () =>
      told('recording').flatMap(({ slug, report: { status } }) =>
        status.problem ? [[{ slug, problem: status.problem }, 1] as const] : [],
      ),
    );
    gauge('antenne_recording_bytes_per_second', 'What goes to disk.', () =>
      told('recording').map(({ slug, report }) => [{ slug }, report.status.bytesPerSecond] as const),
    );
    gauge('antenne_recording_usable_bytes', 'Room on the recordings’ disk, what stays free taken off.', () =>
      told('recording').flatMap(({ slug, report: { status } }) =>
        status.usableBytes === null ? [] : [[{ slug }, status.usableBytes] as const],
      ),
    );
  }

  text(): Promise<string> {
    return this.#metrics.text();
  }
}

function isOf<Type extends MediaReport['type']>(report: MediaReport, type: Type): report is ReportOf<Type> {
  return report.type === type;
}

/** `GET /metrics`. */
export function metricsRoute(
  app: FastifyInstance,
  metrics: Pick<MediaMetrics, 'text'>,
  token: string | undefined,
): void {
  app.get('/metrics', async (request, reply) => {
    // No page may read it, unlike everything else here.
    reply.removeHeader('Access-Control-Allow-Origin').header('Cache-Control', 'no-store');
    const reader = { address: request.raw.socket.remoteAddress, headers: request.headers };
    if (!mayReadMetrics(reader, token)) return reply.code(403).type('text/plain; charset=utf-8').send('not for you\n');
    return reply.type(METRICS_TYPE).send(await metrics.text());
  });
}
