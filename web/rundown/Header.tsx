import { type ControlSnapshot, ON_TIME_MS, type Rundown, rundownAt } from '@antenne/server/contract';
import { ArrowLeft, CopyPlus, FileDown, FileUp, Keyboard, Redo2, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Link, type ServerClock, useNow } from '../realtime/index.ts';
import {
  clockText,
  cx,
  dayIn,
  Here,
  IconButton,
  IconLink,
  StatePill,
  timeIn,
  useLocale,
  useStanding,
} from '../ui/index.ts';

/** What the show comes to: when it ends, how long it is, how far from its plan; and what is done to all of it. */
export function Header({
  state,
  link,
  clock,
  mayWrite,
  onUndo,
  onRedo,
  onImport,
  onExport,
  onCopy,
  onKeys,
}: {
  state: ControlSnapshot;
  link: Link;
  clock: ServerClock;
  mayWrite: boolean;
  onUndo: () => void;
  onRedo: () => void;
  onImport: () => void;
  onExport: () => void;
  onCopy: () => void;
  onKeys: () => void;
}) {
  const { t } = useTranslation('rundown');
  const { locale } = useLocale();
  const { broadcast, me, presence, rundown } = state;
  const at = (instant: string) => timeIn(instant, locale, broadcast.zone);
  const title = (name: string, role: string) => `${name} · ${t(`role.${role}`)}`;
  return (
    <header className="flex flex-wrap items-center gap-x-5 gap-y-2 border-line border-b bg-surface px-3 py-2">
      <div className="flex min-w-0 items-center gap-2 max-sm:w-full">
        {mayWrite ? (
          <IconLink size="s" to={`/studio/${broadcast.slug}`} label={t('toStudio')} icon={<ArrowLeft aria-hidden />} />
        ) : null}
        <div className="min-w-0 leading-tight">
          <h1 className="truncate text-m" title={broadcast.title}>
            {t('title')} · {broadcast.title}
          </h1>
          <p className="truncate text-ink-3 text-s first-letter:uppercase">
            {dayIn(broadcast.plannedStart, locale, broadcast.zone)} · {broadcast.zone.replace('_', ' ')}
          </p>
        </div>
      </div>
      {broadcast.state === 'live' ? (
        <StatePill state="onair" pulse>
          {t('common:live')}
        </StatePill>
      ) : null}
      {link === 'online' ? null : (
        <StatePill state="warn" pulse>
          {t('common:reconnecting')}
        </StatePill>
      )}
      <dl className="flex flex-wrap items-end gap-x-5 gap-y-1 tabular-nums">
        <Figure
          className="max-sm:hidden"
          name={t('figure.planned')}
          value={`${at(broadcast.plannedStart)} – ${at(broadcast.plannedEnd)}`}
        />
        <Totals rundown={rundown} clock={clock} at={at} />
      </dl>
      <span className="min-w-0 flex-1" />
      <Here
        label={t('here')}
        className="max-sm:hidden"
        people={[
          { id: me.id, name: me.name, title: title(me.name, me.role) },
          ...presence
            .filter(({ id }) => id !== me.id)
            .map(({ id, name, role }) => ({ id, name, title: title(name, role) })),
        ]}
      />
      <div className="flex items-center">
        {mayWrite ? (
          <>
            <IconButton
              size="s"
              label={t('undo.name')}
              keyHint="Ctrl+Z"
              icon={<Undo2 aria-hidden />}
              onClick={onUndo}
              data-testid="undo"
            />
            <IconButton
              size="s"
              label={t('redo.name')}
              keyHint="Ctrl+Shift+Z"
              icon={<Redo2 aria-hidden />}
              onClick={onRedo}
              data-testid="redo"
            />
            <IconButton
              size="s"
              label={t('copy.title')}
              icon={<CopyPlus aria-hidden />}
              onClick={onCopy}
              data-testid="copy-rundown"
            />
            <IconButton
              size="s"
              label={t('import.title')}
              icon={<FileUp aria-hidden />}
              onClick={onImport}
              data-testid="import-rundown"
            />
          </>
        ) : null}
        <IconButton
          size="s"
          label={t('export')}
          icon={<FileDown aria-hidden />}
          onClick={onExport}
          data-testid="export-rundown"
        />
        <IconButton
          size="s"
          label={t('keys.title')}
          keyHint="?"
          icon={<Keyboard aria-hidden />}
          onClick={onKeys}
          data-testid="shortcuts"
          className="max-lg:hidden"
        />
      </div>
    </header>
  );
}

function Figure({
  name,
  value,
  tone,
  testId,
  className,
}: {
  name: string;
  value: string;
  tone?: string | undefined;
  testId?: string;
  className?: string;
}) {
  return (
    <div className={cx('leading-tight', className)}>
      <dt className="text-[0.75rem] text-ink-3">{name}</dt>
      <dd data-testid={testId} className={cx('whitespace-nowrap font-semibold', tone)}>
        {value}
      </dd>
    </div>
  );
}

/** How long it all is, when it ends, and how far that is from the plan; as of this second. */
function Totals({ rundown, clock, at }: { rundown: Rundown; clock: ServerClock; at: (instant: string) => string }) {
  const { t } = useTranslation('rundown');
  const now = rundownAt(rundown, useNow(clock));
  const { expectedEnd, overUnderMs, items } = now;
  const standing = useStanding(now);
  const plannedMs = items.reduce((sum, { skip, plannedDurationMs }) => sum + (skip ? 0 : plannedDurationMs), 0);
  const runs = rundown.run === 'live' || rundown.run === 'rehearsal';
  // Before it runs, the question is whether it fits; then, how late it is.
  const fits = Math.abs(overUnderMs) < ON_TIME_MS;
  const late = runs ? standing.late : !fits && overUnderMs > 0;
  const plan = fits
    ? t('onTime')
    : t(overUnderMs > 0 ? 'showOver' : 'showUnder', { time: clockText(Math.abs(overUnderMs)) });
  return (
    <>
      <Figure name={t('figure.total')} value={clockText(plannedMs)} testId="rundown-total" />
      {items.length > 0 && rundown.run !== 'ended' ? (
        <>
          <Figure name={t('figure.end')} value={at(expectedEnd)} testId="rundown-end" />
          <Figure
            name={t('figure.overUnder')}
            value={runs ? standing.text : plan}
            tone={late ? 'text-warn-text' : undefined}
            testId="over-under"
          />
        </>
      ) : null}
    </>
  );
}
