import { useTranslation } from 'react-i18next';
import { Button } from '../ui/index.ts';
import { Shortcut } from './Shortcut.tsx';

/** The one button that changes what everyone sees, and one line for what just went otherwise than meant. */
export function TakeBar({
  onTake,
  taking,
  ready,
  notice,
}: {
  onTake: () => void;
  taking: boolean;
  /** Something else than the programme is on preview. */
  ready: boolean;
  notice: string | null;
}) {
  const { t } = useTranslation('studio');
  return (
    <div className="grid grid-cols-1 items-center gap-2 lg:grid-cols-[1fr_minmax(12rem,16rem)_1fr]">
      <p className="order-2 flex flex-wrap gap-x-3 gap-y-1 whitespace-nowrap text-ink-3 text-s max-lg:hidden lg:order-1">
        <span>
          <Shortcut>1–9</Shortcut> {t('take.legendPreview')}
        </span>
        <span>
          <Shortcut>N</Shortcut> {t('take.legendNext')}
        </span>
        <span>
          <Shortcut>?</Shortcut> {t('header.keys')}
        </span>
      </p>
      <Button
        variant={ready ? 'onair' : 'secondary'}
        size="m"
        data-testid="take-button"
        data-taking={taking}
        aria-keyshortcuts="Space Enter"
        title={t('take.hint')}
        onClick={onTake}
        className="order-1 min-h-13 text-l! tracking-[0.04em] lg:order-2"
      >
        <span className="font-bold uppercase">{t('take.cut')}</span>
        <Shortcut>{t('keys.space')}</Shortcut>
      </Button>
      <p
        role="status"
        className="order-3 font-medium text-s text-warn-text empty:hidden max-lg:text-center lg:min-h-5 lg:empty:block"
      >
        {notice}
      </p>
    </div>
  );
}
