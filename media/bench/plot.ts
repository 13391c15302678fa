/** Plots over time as SVG, one under the other, for the documents. */

export interface Series {
  title: string;
  /** Seconds from the beginning, and the value. */
  points: readonly (readonly [number, number])[];
}

const WIDTH = 900;
const HEIGHT = 200;
const LEFT = 60;
const BOTTOM = 30;
const TOP = 30;

export function plot(series: readonly Series[]): string {
  const last = Math.max(1, ...series.flatMap(({ points }) => points.map(([at]) => at)));
  const charts = series.map((one, index) => chart(one, last, index * HEIGHT));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT * series.length}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...charts,
    '</svg>\n',
  ].join('\n');
}

function chart({ title, points }: Series, last: number, top: number): string {
  const values = points.map(([, value]) => value);
  const low = Math.min(0, ...values);
  const high = Math.max(1, ...values) * 1.1;
  const x = (at: number) => LEFT + (at / last) * (WIDTH - LEFT - 20);
  const y = (value: number) => top + TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const line = points.map(([at, value]) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const levels = [low, (low + high) / 2, high].map(
    (value) =>
      `<line x1="${LEFT}" x2="${WIDTH - 20}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/><text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end">${Number(value.toPrecision(3))}</text>`,
  );
  const minutes = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<text x="${x(share * last)}" y="${top + HEIGHT - 10}" text-anchor="middle">${Math.round((share * last) / 6) / 10} min</text>`,
  );
  return [
    `<text x="${LEFT}" y="${top + 18}" font-weight="bold">${title}</text>`,
    ...levels,
    ...minutes,
    `<polyline points="${line}" fill="none" stroke="#0f7a4f" stroke-width="1.5"/>`,
  ].join('\n');
}
