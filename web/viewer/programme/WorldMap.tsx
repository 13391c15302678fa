import type { ProgramItem } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/index.ts';
import { CONTINENTS, type Continent, continentOf } from './continents.ts';
import { MAP, OUTLINES } from './outlines.ts';

type Stage = 'onAir' | 'coming' | 'done' | 'apart';

const FILL: Record<Stage, string> = {
  onAir: 'fill-(--onair) stroke-(--onair)',
  coming: 'fill-(--line-strong) stroke-(--line-strong)',
  done: 'fill-(--ink-3) stroke-(--ink-3) opacity-55',
  apart: 'fill-(--sunken) stroke-(--sunken)',
};

/** How far the journey is with a continent: what is on air there counts before what comes, and that before what was. */
function stageOf(program: readonly ProgramItem[], continent: Continent): Stage {
  const there = program.filter((item) => item.status !== 'skipped' && continentOf(item) === continent);
  if (there.some(({ status }) => status === 'onAir')) return 'onAir';
  if (there.some(({ status }) => status !== 'done')) return 'coming';
  return there.length > 0 ? 'done' : 'apart';
}

/** The continents: the one on air is lit, those to come stand out. Nothing is on it that the page does not say in words. */
export function WorldMap({ program, className }: { program: readonly ProgramItem[]; className?: string }) {
  const { t } = useTranslation(['viewer', 'common']);
  const stages = CONTINENTS.map((continent) => ({ continent, stage: stageOf(program, continent) }));
  const lit = stages
    .filter(({ stage }) => stage === 'onAir')
    .map(({ continent }) => t(`common:continent.${continent}`));
  const label = lit.length > 0 ? t('map.onAir', { place: lit.join(', ') }) : t('map.title');
  return (
    <svg
      role="img"
      aria-label={label}
      data-testid="world-map"
      viewBox={`0 0 ${MAP.width} ${MAP.height}`}
      className={className}
      strokeWidth="2.4"
      strokeLinejoin="round"
    >
      {stages.map(({ continent, stage }) => (
        <path
          key={continent}
          data-continent={continent}
          data-stage={stage}
          d={OUTLINES[continent]}
          className={cx('transition-[fill,stroke] duration-(--calm)', FILL[stage])}
        />
      ))}
    </svg>
  );
}
