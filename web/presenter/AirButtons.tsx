import { ArrowLeft, ArrowRight, Check, RadioTower } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonVariant } from '../ui/index.ts';
import type { Air } from './use-air.ts';

/** The three moves, each as wide as a thumb: back to the queue, the one thing to do now, the next question. */
export function AirButtons({
  onAir,
  next,
  enabled,
  air,
  onMain,
  onNext,
  onBack,
}: {
  /** Whether there is one. */
  onAir: boolean;
  next: boolean;
  enabled: boolean;
  air: Air;
  onMain: () => void;
  onNext: () => void;
  onBack: () => void;
}) {
  const { t } = useTranslation('presenter');
  return (
    <div className="shrink-0 px-4 pb-[max(1rem,env(safe-area-inset-bottom))] sm:px-6">
      <p role="alert" data-testid="presenter-problem" className="pb-2 font-semibold text-l text-warn-text empty:hidden">
        {air.problem}
      </p>
      <div className="grid grid-cols-[auto_minmax(0,1fr)_minmax(0,1fr)] gap-2 sm:gap-3">
        <Move
          id="presenter-back"
          variant="secondary"
          icon={<ArrowLeft aria-hidden className="size-7" />}
          hint="←"
          disabled={!enabled || !onAir}
          busy={air.busy}
          onPress={onBack}
        >
          <span className="max-md:sr-only">{t('back')}</span>
        </Move>
        <Move
          id="presenter-main"
          variant={onAir ? 'primary' : 'onair'}
          icon={
            onAir ? (
              <Check aria-hidden className="size-7 max-sm:hidden" />
            ) : (
              <RadioTower aria-hidden className="size-7 max-sm:hidden" />
            )
          }
          hint={t('space')}
          disabled={!enabled || (!onAir && !next)}
          busy={air.busy}
          onPress={onMain}
        >
          {t(onAir ? 'answered' : 'putOnAir')}
        </Move>
        <Move
          id="presenter-go"
          variant={onAir ? 'onair' : 'secondary'}
          icon={<ArrowRight aria-hidden className="size-7 max-sm:hidden" />}
          hint="→"
          disabled={!enabled || !next}
          busy={air.busy}
          onPress={onNext}
        >
          {t('goOn')}
        </Move>
      </div>
    </div>
  );
}

function Move({
  id,
  variant,
  icon,
  hint,
  disabled,
  busy,
  onPress,
  children,
}: {
  id: string;
  variant: ButtonVariant;
  icon: ReactNode;
  hint: string;
  disabled: boolean;
  busy: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <Button
      variant={variant}
      size="l"
      data-testid={id}
      disabled={disabled}
      keyHint={hint}
      aria-busy={busy || undefined}
      icon={icon}
      className="min-h-20 px-3 text-[clamp(1.25rem,1rem+1.2vmin,1.75rem)] leading-tight"
      onClick={(event) => {
        // A pressed button would keep the space bar to itself.
        if (event.detail > 0) event.currentTarget.blur();
        onPress();
      }}
    >
      {children}
    </Button>
  );
}
