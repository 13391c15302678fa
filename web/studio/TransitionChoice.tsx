import { TRANSITION_LENGTH } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { cx, useLocale } from '../ui/index.ts';
import { type AutoTransition, FRAMES_PER_SECOND, LENGTHS, TRANSITIONS, typedLength } from './transition.ts';

/** How *Auto* goes, and for how long. */
export function TransitionChoice({
  transition,
  onChoose,
}: {
  transition: AutoTransition;
  onChoose: (next: AutoTransition) => void;
}) {
  const { t } = useTranslation('studio');
  const { locale } = useLocale();
  const inSeconds = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const seconds = (frames: number) => inSeconds.format(frames / FRAMES_PER_SECOND);
  return (
    <>
      <Segments
        label={t('transition.type')}
        testId="transition-type"
        value={transition.type}
        options={TRANSITIONS.map((type) => ({ value: type, text: t(`transition.${type}`) }))}
        onChoose={(type) => onChoose({ ...transition, type })}
      />
      <Segments
        label={t('transition.length')}
        testId="transition-frames"
        value={transition.frames}
        options={LENGTHS.map((frames) => ({
          value: frames,
          text: t('transition.seconds', { seconds: seconds(frames) }),
          label: t('transition.frames', { seconds: seconds(frames), frames }),
        }))}
        onChoose={(frames) => onChoose({ ...transition, frames })}
      />
    </>
  );
}

/** Any length of *Auto*, in pictures. It holds once it is left or confirmed. To be made anew for another length. */
export function TransitionLength({ frames, onChoose }: { frames: number; onChoose: (frames: number) => void }) {
  const { t } = useTranslation('studio');
  return (
    <span className="flex items-center gap-1.5 text-ink-2 text-s">
      <input
        type="number"
        inputMode="numeric"
        data-testid="transition-length"
        aria-label={t('transition.anyLength', TRANSITION_LENGTH)}
        title={t('transition.anyLength', TRANSITION_LENGTH)}
        {...TRANSITION_LENGTH}
        step={1}
        defaultValue={frames}
        onBlur={({ currentTarget: field }) => {
          const typed = typedLength(field.value) ?? frames;
          field.value = String(typed);
          if (typed !== frames) onChoose(typed);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          // Without the focus, the same press would be the desk's: Enter takes.
          event.preventDefault();
          if (event.key === 'Escape') event.currentTarget.value = String(frames);
          event.currentTarget.blur();
        }}
        className="min-h-8 w-14 rounded-m border border-line-strong/60 bg-surface px-1.5 text-ink tabular-nums pointer-coarse:min-h-target"
      />
      <span aria-hidden className="max-sm:hidden">
        {t('transition.unit')}
      </span>
    </span>
  );
}

/** One of a few, all in view. */
function Segments<Value extends string | number>({
  label,
  testId,
  value,
  options,
  onChoose,
}: {
  label: string;
  testId: string;
  value: Value;
  options: readonly { value: Value; text: string; label?: string }[];
  onChoose: (value: Value) => void;
}) {
  return (
    <fieldset
      data-testid={testId}
      data-value={value}
      className="flex shrink-0 rounded-m border border-line-strong/60 p-0.5"
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          data-value={option.value}
          aria-pressed={option.value === value}
          aria-label={option.label}
          onClick={() => onChoose(option.value)}
          className={cx(
            'min-h-8 min-w-9 whitespace-nowrap rounded-[0.5rem] px-1.5 text-s 2xl:px-2.5 tabular-nums transition-colors pointer-coarse:min-h-target pointer-coarse:min-w-target',
            option.value === value
              ? 'bg-accent font-semibold text-accent-ink'
              : 'font-medium text-ink-2 hover:bg-sunken hover:text-ink',
          )}
        >
          {option.text}
        </button>
      ))}
    </fieldset>
  );
}
