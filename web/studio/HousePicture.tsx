import type { SourceRef } from '@antenne/server/contract';
import { useNow } from '../realtime/index.ts';
import { clockText } from '../ui/index.ts';

type House = Extract<SourceRef, { type: 'colour' | 'testPattern' | 'countdown' }>;

/** The mixer's bars at 75 %, from the left. */
const BARS = ['#bfbfbf', '#bfbf00', '#00bfbf', '#00bf00', '#bf00bf', '#bf0000', '#0000bf'];

/** What the mixer makes by itself, as it will look. */
export function HousePicture({
  source,
  plannedStart,
  clock,
}: {
  source: House;
  plannedStart: string;
  clock: { now: () => number };
}) {
  switch (source.type) {
    case 'colour':
      return <div className="absolute inset-0" style={{ background: source.colour }} />;
    case 'testPattern':
      return <Bars />;
    case 'countdown':
      return <Figures title={source.title} until={Date.parse(source.until ?? plannedStart)} clock={clock} />;
    default:
      return source satisfies never;
  }
}

export function Bars() {
  return (
    <div aria-hidden="true" className="absolute inset-0 flex flex-col">
      <div className="flex flex-[70]">
        {BARS.map((colour) => (
          <span key={colour} className="flex-1" style={{ background: colour }} />
        ))}
      </div>
      <div className="flex-[8] bg-black">
        <span className="ml-[30%] block h-full w-[4%] bg-white" />
      </div>
      <div className="flex-[22]" style={{ background: 'linear-gradient(90deg, #000 25%, #fff 75%)' }} />
    </div>
  );
}

function Figures({ title, until, clock }: { title: string; until: number; clock: { now: () => number } }) {
  const now = useNow(clock);
  // The picture counts whole seconds to their end, and so does this.
  const left = Math.max(0, Math.ceil((until - now) / 1000)) * 1000;
  return (
    <div className="@container absolute inset-0 flex flex-col justify-center bg-sunken px-[7%]">
      <p className="line-clamp-2 font-bold text-[length:7cqw] leading-tight">{title}</p>
      <p data-testid="countdown-figures" className="font-bold text-[length:17cqw] tabular-nums leading-none">
        {clockText(left)}
      </p>
    </div>
  );
}
