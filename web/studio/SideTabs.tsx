import { useTranslation } from 'react-i18next';
import { cx } from '../ui/index.ts';

const SIDES = ['questions', 'media', 'graphics', 'log'] as const;
export type Side = (typeof SIDES)[number];

/** What stands beside the monitors, where there is room for one of them. */
export function SideTabs({ side, onChoose }: { side: Side; onChoose: (side: Side) => void }) {
  const { t } = useTranslation('studio');
  return (
    <fieldset className="flex shrink-0 rounded-m border border-line bg-surface p-0.5 max-lg:hidden">
      <legend className="sr-only">{t('tabs.label')}</legend>
      {SIDES.map((one) => (
        <button
          key={one}
          type="button"
          data-testid={`side-${one}`}
          aria-pressed={side === one}
          {...(one === 'media' && { 'aria-keyshortcuts': 'M' })}
          onClick={() => onChoose(one)}
          className={cx(
            'min-h-8 flex-auto rounded-s px-1.5 font-semibold text-s pointer-coarse:min-h-target',
            side === one ? 'bg-accent text-accent-ink' : 'text-ink-2 hover:text-ink',
          )}
        >
          {t(`tabs.${one}`)}
        </button>
      ))}
    </fieldset>
  );
}
