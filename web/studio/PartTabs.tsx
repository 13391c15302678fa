import { useTranslation } from 'react-i18next';
import { cx } from '../ui/index.ts';

/** In the order of a hand-held desk: what is switched, what comes, to whom one speaks. */
const PARTS = ['switch', 'rundown', 'talk', 'questions', 'sound', 'graphics', 'media', 'log'] as const;
export type Part = (typeof PARTS)[number];

/** On a phone one part at a time stands under the monitors. */
export function PartTabs({
  part,
  onChoose,
  waiting,
}: {
  part: Part;
  onChoose: (part: Part) => void;
  /** Questions that nobody has looked at. */
  waiting: number;
}) {
  const { t } = useTranslation('studio');
  return (
    <fieldset className="grid min-w-0 grid-cols-4 border-line border-b sm:grid-cols-8 lg:hidden">
      <legend className="sr-only">{t('tabs.label')}</legend>
      {PARTS.map((one) => (
        <button
          key={one}
          type="button"
          data-testid={`part-${one}`}
          aria-pressed={part === one}
          onClick={() => onChoose(one)}
          className={cx(
            'relative min-h-target min-w-0 truncate border-b-2 px-1 font-semibold text-s',
            part === one ? 'border-accent-text text-ink' : 'border-transparent text-ink-3',
          )}
        >
          {t(`tabs.${one}`)}
          {one === 'questions' && waiting > 0 ? (
            <span className="absolute top-0.5 right-0.5 rounded-full bg-accent px-1.5 text-[0.6875rem] text-accent-ink tabular-nums leading-4">
              {waiting}
            </span>
          ) : null}
        </button>
      ))}
    </fieldset>
  );
}
