import type { StudioContributor } from '@antenne/server/contract';
import { Popover } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { judgeLink, type LinkLevel } from '../realtime/link-advice.ts';
import { cx, LinkTable } from '../ui/index.ts';
import { DeskPopover } from './DeskPopover.tsx';

const BARS: Record<LinkLevel, number> = { good: 3, fair: 2, poor: 1 };
const COLOUR: Record<LinkLevel, string> = { good: 'text-preview-text', fair: 'text-warn', poor: 'text-onair-text' };

/** Bars in the corner of a tile; pressed, the numbers of both ways and the advice. */
export function LinkDetail({ contributor }: { contributor: StudioContributor }) {
  const { t } = useTranslation('link');
  const { name, quality, received, picture, page } = contributor;
  const { level, advice } = judgeLink({ quality, received, picture: picture !== null && page?.camera !== 'off' });
  return (
    <DeskPopover
      testId="link-detail"
      className="w-80"
      trigger={
        <Popover.Trigger
          data-testid="tile-link"
          data-level={level}
          aria-label={t('detailOf', { name, level: t(`level.${level}`) })}
          title={t(`level.${level}`)}
          className="absolute top-1.5 right-5 flex size-7 items-center justify-center rounded-s bg-black/75 hover:bg-black pointer-coarse:size-target"
        >
          <svg aria-hidden="true" viewBox="0 0 14 12" className={cx('size-4', COLOUR[level])}>
            {[0, 1, 2].map((bar) => (
              <rect
                key={bar}
                x={bar * 5}
                y={8 - bar * 4}
                width="3.4"
                height={4 + bar * 4}
                rx="1"
                className={cx('fill-current', bar >= BARS[level] && 'opacity-30')}
              />
            ))}
          </svg>
        </Popover.Trigger>
      }
    >
      <p className="font-semibold text-s">{t('detailOf', { name, level: t(`level.${level}`) })}</p>
      {advice ? <p className="pb-1.5 text-s leading-snug">{t(`studioAdvice.${advice}`)}</p> : null}
      <LinkTable quality={quality} received={received} picture={picture} />
    </DeskPopover>
  );
}
