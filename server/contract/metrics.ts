/**
 * What server and media tell Prometheus, in its text exposition format 0.0.4, and who may read it. Not part of the wire
 * contract's index: browsers never load it.
 *
 * A family either counts by itself (`counter`, `histogram`), or is read when somebody asks (`read`): what is known
 * elsewhere already is not kept twice.
 */

/** Values come from a bounded set: slugs, ids, words of ours. Never what people typed. */
export type Labels = Readonly<Record<string, string>>;
export type Sample = readonly [labels: Labels, value: number];

export interface Counter {
  add(labels: Labels, by?: number): void;
  value(labels: Labels): number;
}

export interface Histogram {
  observe(labels: Labels, value: number): void;
}

/** One line of a family: its suffix (`_bucket`), its labels, its value. */
type Line = readonly [suffix: string, labels: Labels, value: number];
interface Family {
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  lines(): Iterable<Line> | Promise<Iterable<Line>>;
}

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export class Metrics {
  readonly #families = new Map<string, Family>();

  counter(name: string, help: string): Counter {
    const series = new Map<string, { labels: Labels; value: number }>();
    this.#add(name, {
      type: 'counter',
      help,
      lines: () => [...series.values()].map(({ labels, value }) => ['', labels, value] as const),
    });
    return {
      add(labels, by = 1) {
        const key = keyOf(labels);
        const known = series.get(key);
        if (known) known.value += by;
        else series.set(key, { labels, value: by });
      },
      value: (labels) => series.get(keyOf(labels))?.value ?? 0,
    };
  }

  /** `bounds`: upper ends of the buckets, rising, without infinity. */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram {
    const series = new Map<string, { labels: Labels; counts: number[]; sum: number }>();
    const linesOf = ({ labels, counts, sum }: { labels: Labels; counts: number[]; sum: number }): Line[] => {
      let total = 0;
      const buckets = counts.map((count, index): Line => {
        total += count;
        return ['_bucket', { ...labels, le: valueText(bounds[index] ?? Number.POSITIVE_INFINITY) }, total];
      });
      return [...buckets, ['_sum', labels, sum], ['_count', labels, total]];
    };
    this.#add(name, { type: 'histogram', help, lines: () => [...series.values()].flatMap(linesOf) });
    return {
      observe(labels, value) {
        const key = keyOf(labels);
        const known = series.get(key) ?? { labels, counts: Array<number>(bounds.length + 1).fill(0), sum: 0 };
        series.set(key, known);
        const found = bounds.findIndex((bound) => value <= bound);
        const index = found < 0 ? bounds.length : found;
        known.counts[index] = (known.counts[index] ?? 0) + 1;
        known.sum += value;
      },
    };
  }

  /** Asked each time; what throws is left out that time. */
  read(
    type: 'gauge' | 'counter',
    name: string,
    help: string,
    samples: () => Iterable<Sample> | Promise<Iterable<Sample>>,
  ): void {
    const lines = async () => [...(await samples())].map(([labels, value]) => ['', labels, value] as const);
    this.#add(name, { type, help, lines });
  }

  /** Everything, as Prometheus reads it. */
  async text(): Promise<string> {
    const parts = await Promise.all(
      [...this.#families].map(async ([name, family]) => {
        const lines = await Promise.resolve()
          .then(() => family.lines())
          .catch(() => []);
        const head = `# HELP ${name} ${family.help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}\n# TYPE ${name} ${family.type}\n`;
        return head + [...lines].map(([suffix, labels, value]) => lineText(name + suffix, labels, value)).join('');
      }),
    );
    return parts.join('');
  }

  #add(name: string, family: Family): void {
    if (!/^[a-z][a-z0-9_]*$/.test(name) || this.#families.has(name)) throw new Error(`bad or second metric ${name}`);
    this.#families.set(name, family);
  }
}

/** Called for every answer of the origin: no more than it takes. */
function keyOf(labels: Labels): string {
  let key = '';
  for (const name in labels) key += `${name}\0${labels[name]}\0`;
  return key;
}

function lineText(name: string, labels: Labels, value: number): string {
  const inside = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${inside.length > 0 ? `{${inside.join(',')}}` : ''} ${valueText(value)}\n`;
}

function escapeLabel(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

function valueText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}

/** Who asks for the metrics. */
export interface MetricsReader {
  /** Of the other end of the connection itself. */
  address: string | undefined;
  headers: { authorization?: string | undefined; 'x-forwarded-for'?: unknown; forwarded?: unknown };
}

/**
 * Whether they may be told: those who bring the token (METRICS_TOKEN); without one set, programs on this machine that
 * did not come through a proxy.
 */
export function mayReadMetrics({ address, headers }: MetricsReader, token: string | undefined): boolean {
  if (token !== undefined) return isSame(headers.authorization ?? '', `Bearer ${token}`);
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  return address === '::1' || /^(?:::ffff:)?127\./.test(address ?? '');
}

/** Takes as long for a wrong token as for a nearly right one. */
function isSame(a: string, b: string): boolean {
  let different = a.length ^ b.length;
  for (let index = 0; index < b.length; index++) different |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return different === 0;
}
