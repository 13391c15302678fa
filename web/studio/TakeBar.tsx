import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Tooltip } from '../ui/index.ts';
import { Shortcut } from './Shortcut.tsx';

/** The buttons that change what everyone sees, and one line for what just went otherwise than meant. */
export function TakeBar({
  onCut,
  onAuto,
  onBlack,
  taking,
  ready,
  black,
  online,
  notice,
  length,
}: {
  onCut: () => void;
  onAuto: () => void;
  /** To black, or back. */
  onBlack: () => void;
  taking: boolean;
  /** Something else than the programme is on preview. */
  ready: boolean;
  /** The programme is black. */
  black: boolean;
  /** Without a connection nothing can be taken, and nothing is taken late. */
  online: boolean;
  notice: string | null;
  /** How long *Auto* takes. */
  length: ReactNode;
}) {
  const { t } = useTranslation('studio');
  return (
    <div className="grid grid-cols-[1fr_1fr_auto] items-center gap-x-2 xl:grid-cols-[minmax(0,1fr)_auto_auto_minmax(0,1fr)]">
      {/* No higher than the buttons where it stands beside them: nothing below may move while somebody reads. */}
      <div className="min-w-0 max-xl:order-1 max-xl:col-span-3 max-xl:text-center xl:h-11 xl:content-center">
        {notice ? null : <Legend />}
        <p
          role="status"
          className="font-medium text-s text-warn-text leading-tight! not-empty:max-xl:pt-2 xl:line-clamp-3"
        >
          {notice}
        </p>
      </div>
      <Tooltip label={t('take.hint')} keyHint={t('keys.space')}>
        <Button
          variant={ready ? 'onair' : 'secondary'}
          data-testid="take-button"
          disabled={!online}
          data-taking={taking}
          aria-keyshortcuts="Space"
          onClick={onCut}
          className="px-2! text-l! tracking-[0.04em] sm:px-3! xl:min-w-42"
        >
          <span className="font-bold uppercase">{t('take.cut')}</span>
          <Hint>{t('keys.space')}</Hint>
        </Button>
      </Tooltip>
      <Tooltip label={t('take.autoHint')} keyHint={t('keys.enter')}>
        <Button
          data-testid="auto-button"
          disabled={!online}
          aria-keyshortcuts="Enter"
          onClick={onAuto}
          className="px-2! text-l! tracking-[0.04em] sm:px-3! xl:min-w-36"
        >
          <span className="font-bold uppercase">{t('take.auto')}</span>
          <Hint>{t('keys.enter')}</Hint>
        </Button>
      </Tooltip>
      <div className="flex items-center justify-between gap-2">
        {length}
        <Tooltip label={t(black ? 'take.fromBlack' : 'take.toBlack')} keyHint="B">
          <Button
            variant={black ? 'onair' : 'secondary'}
            data-testid="black-button"
            disabled={!online}
            aria-pressed={black}
            aria-keyshortcuts="b"
            onClick={onBlack}
            className="px-3! justify-self-end"
          >
            {t('source.black')}
            <Hint>B</Hint>
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}

/** A key in its button, where the button has room for it. */
function Hint({ children }: { children: string }) {
  return (
    <span className="inline-flex max-xl:hidden">
      <Shortcut>{children}</Shortcut>
    </span>
  );
}

function Legend() {
  const { t } = useTranslation('studio');
  return (
    <p className="flex flex-wrap gap-x-3 whitespace-nowrap text-ink-3 text-s leading-tight! max-xl:hidden">
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
  );
}
