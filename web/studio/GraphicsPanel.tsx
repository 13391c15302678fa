import {
  type GraphicName,
  type GraphicsChange,
  type GraphicsState,
  LONGEST_TICKER,
  LogoCorner,
  LogoSize,
  type StudioGraphics,
} from '@antenne/server/contract';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, cx, Select, Textarea, TextField } from '../ui/index.ts';
import { useAssets } from './assets.tsx';
import { GRAPHIC_KEYS, lampOf, toggled } from './graphics.ts';
import { Panel } from './Panel.tsx';
import { Shortcut } from './Shortcut.tsx';

const GRAPHICS: readonly GraphicName[] = ['name', 'clock', 'logo', 'ticker'];
const AUTO_SECONDS = [0, 5, 8, 12, 20];

/** What stands over the programme: a bank of switches, lit by what the mixer really shows; below, scenes and words. */
export function GraphicsPanel({
  graphics,
  title,
  onSet,
  scenes,
  className,
}: {
  /** The saved scenes, under the switches. */
  scenes: ReactNode;
  graphics: StudioGraphics;
  /** The broadcast's: what the logo says when nothing else is asked for. */
  title: string;
  onSet: (change: GraphicsChange) => void;
  className?: string;
}) {
  const { t } = useTranslation('graphics');
  const { name, clock, logo, ticker } = graphics.state;
  const toggle = (which: GraphicName) => onSet(toggled(graphics, which));
  return (
    <Panel title={t('title')} className={className}>
      <div
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col gap-3 relative overflow-y-auto overscroll-contain px-3 pb-3"
      >
        <div className="grid grid-cols-2 gap-1.5">
          {GRAPHICS.map((which) => (
            <Key key={which} which={which} graphics={graphics} onToggle={toggle} />
          ))}
        </div>
        {scenes}
        <Row which="name">
          <Select
            label={t('name.auto')}
            value={String(name.autoSeconds)}
            onValueChange={(seconds) => onSet({ name: { autoSeconds: Number(seconds) } })}
            options={AUTO_SECONDS.map((seconds) => ({
              value: String(seconds),
              label: seconds === 0 ? t('name.never') : t('name.seconds', { seconds }),
            }))}
          />
        </Row>
        <Row which="clock">
          <Select
            label={t('clock.where')}
            value={clock.where}
            onValueChange={(where) => onSet({ clock: { where: where === 'onAir' ? 'onAir' : 'broadcast' } })}
            options={[
              { value: 'broadcast', label: t('clock.broadcast') },
              { value: 'onAir', label: t('clock.onAir') },
            ]}
          />
        </Row>
        <Row which="logo">
          <Words key={logo.text} known={logo.text} onKeep={(text) => onSet({ logo: { text } })}>
            {(text, type) => (
              <TextField
                label={t('logo.text')}
                value={text}
                maxLength={40}
                placeholder={title}
                onChange={(event) => type(event.target.value)}
              />
            )}
          </Words>
          <LogoChoice logo={logo} onSet={(change) => onSet({ logo: change })} />
        </Row>
        <Row which="ticker">
          <Words key={ticker.text} known={ticker.text} onKeep={(text) => onSet({ ticker: { text } })}>
            {(text, type) => (
              <Textarea
                label={t('ticker.text')}
                hint={t('ticker.hint')}
                rows={3}
                value={text}
                limit={LONGEST_TICKER}
                onChange={(event) => type(event.target.value.slice(0, LONGEST_TICKER))}
              />
            )}
          </Words>
        </Row>
      </div>
    </Panel>
  );
}

const WORDMARK = 'words';

/** The wordmark or one of the stills, where it stands, and how large a still is. */
function LogoChoice({
  logo,
  onSet,
}: {
  logo: GraphicsState['logo'];
  onSet: (change: NonNullable<GraphicsChange['logo']>) => void;
}) {
  const { t } = useTranslation('graphics');
  const stills = useAssets().filter(
    ({ id, kind, state }) => kind === 'still' && (state === 'ready' || id === logo.stillId),
  );
  return (
    <>
      <Select
        label={t('logo.picture')}
        value={logo.stillId ?? WORDMARK}
        onValueChange={(value) => onSet({ stillId: value === WORDMARK ? null : value })}
        options={[
          { value: WORDMARK, label: t('logo.words') },
          ...stills.map(({ id, title }) => ({ value: id, label: title })),
        ]}
      />
      <div className="grid grid-cols-2 gap-2">
        <Select
          label={t('logo.corner')}
          value={logo.corner}
          onValueChange={(value) => onSet({ corner: LogoCorner.parse(value) })}
          options={LogoCorner.options.map((value) => ({ value, label: t(`logo.${value}`) }))}
        />
        <Select
          label={t('logo.size')}
          value={logo.size}
          disabled={logo.stillId === null}
          onValueChange={(value) => onSet({ size: LogoSize.parse(value) })}
          options={LogoSize.options.map((value) => ({ value, label: t(`logo.${value}`) }))}
        />
      </div>
    </>
  );
}

/** In or out, and whether it stands in the picture now. */
function Key({
  which,
  graphics,
  onToggle,
}: {
  which: GraphicName;
  graphics: StudioGraphics;
  onToggle: (which: GraphicName) => void;
}) {
  const { t } = useTranslation('graphics');
  const lamp = lampOf(graphics, which);
  return (
    <button
      type="button"
      data-testid={`graphic-${which}`}
      data-lamp={lamp}
      aria-pressed={lamp !== 'off'}
      aria-keyshortcuts={GRAPHIC_KEYS[which]}
      onClick={() => onToggle(which)}
      className={cx(
        'flex min-h-target min-w-0 flex-col rounded-m border-2 px-2.5 py-1 text-left text-s leading-snug transition-colors',
        lamp === 'onAir' && 'border-onair bg-onair text-onair-ink',
        lamp === 'waiting' && 'border-preview bg-surface text-ink',
        lamp === 'off' && 'border-line-strong/60 bg-surface text-ink hover:border-line-strong',
      )}
    >
      <span className="flex w-full items-center justify-between gap-1.5">
        <span className="truncate font-semibold">{t(`${which}.title`)}</span>
        <Shortcut>{GRAPHIC_KEYS[which].toUpperCase()}</Shortcut>
      </span>
      <span className={cx(lamp === 'off' && 'text-ink-3')}>{t(`lamp.${lamp}`)}</span>
    </button>
  );
}

/** What one of them says, and how. */
function Row({ which, children }: { which: GraphicName; children: ReactNode }) {
  const { t } = useTranslation('graphics');
  return (
    <section aria-label={t(`${which}.title`)} className="flex flex-col gap-2 border-line border-t pt-3">
      <h3 className="font-semibold text-s">{t(`${which}.title`)}</h3>
      {children}
    </section>
  );
}

/** Words that are typed here and sent when they are done. */
function Words({
  known,
  onKeep,
  children,
}: {
  known: string;
  onKeep: (text: string) => void;
  children: (text: string, type: (text: string) => void) => ReactNode;
}) {
  const { t } = useTranslation('graphics');
  const [text, setText] = useState(known);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onKeep(text.trim());
      }}
    >
      {children(text, setText)}
      {text === known ? null : (
        <Button type="submit" size="s" variant="primary" className="self-start">
          {t('keep')}
        </Button>
      )}
    </form>
  );
}
