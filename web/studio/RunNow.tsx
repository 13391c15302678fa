import { MOST_ADDED_MS, type Rundown } from '@antenne/server/contract';
import { Hand, Minus, Pause, Play, Plus, SkipBack, Timer } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Clock, clockText, cx, IconButton, StatePill, secondsIn, useLocale } from '../ui/index.ts';
import { DeskPopover } from './DeskPopover.tsx';
import { itemClock, mustEndAt } from './run-clock.ts';
import type { RunHands } from './use-run.ts';

/** What one press adds, ms. */
const STEPS = [-60_000, -30_000, 30_000, 60_000] as const;

/** The item on air: its clock down and up, when it must end, and what can be done about it. */
export function RunNow({ rundown, zone, now, run }: { rundown: Rundown; zone: string; now: number; run: RunHands }) {
  const { t } = useTranslation(['studio', 'run']);
  const { text } = useLocale();
  const clock = itemClock(rundown, now);
  if (!clock) {
    return <p className="text-ink-2 text-s">{t(rundown.run === 'ended' ? 'rundown.ended' : 'rundown.nothingOn')}</p>;
  }
  const { item, phase } = clock;
  const paused = rundown.pausedAt !== null;
  const rehearses = rundown.run === 'rehearsal';
  const held = rundown.heldAt !== null;
  const late = phase !== 'calm';
  const red = phase === 'danger' || phase === 'over';
  return (
    <div data-testid="run-now" data-phase={phase} className="flex flex-col gap-1.5">
      <p
        className={cx(
          'flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold text-s',
          rehearses ? 'text-warn-text' : 'text-onair-text',
        )}
      >
        {rehearses ? t('run:rehearsed') : t('rundown.now')}
        {paused ? <StatePill state="warn">{t('run:paused')}</StatePill> : null}
        {held ? <StatePill state="warn">{t('run:held')}</StatePill> : null}
      </p>
      <p className="line-clamp-2 font-semibold leading-snug">{text(item.title)}</p>
      <div className="flex items-baseline justify-between gap-2">
        <Clock
          ms={clock.leftMs}
          tone={red ? 'onair' : late ? 'warn' : 'ink'}
          className={cx('text-[2.5rem] leading-none', phase === 'danger' && !paused && 'animate-pulse-live')}
        />
        <span className="flex flex-col items-end text-right text-ink-2 text-s tabular-nums">
          <span className={cx(late && 'font-semibold', red ? 'text-onair-text' : late && 'text-warn-text')}>
            {phase === 'over' ? t('rundown.over') : t('rundown.left')}
          </span>
          <span data-testid="run-elapsed">
            <span className="sr-only">{t('run:elapsed')} </span>
            {clockText(clock.elapsedMs)} / {clockText(clock.allottedMs)}
          </span>
        </span>
      </div>
      <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-sunken">
        <div
          className={cx('h-full origin-left rounded-full', red ? 'bg-onair' : late ? 'bg-warn' : 'bg-ink-3')}
          style={{ transform: `scaleX(${clock.progress})` }}
        />
      </div>
      <Until rundown={rundown} zone={zone} now={now} automatic={item.endAction === 'next' && !held && !paused} />
      <div className="grid grid-cols-5 gap-1">
        {STEPS.map((ms) => (
          <Button
            key={ms}
            size="s"
            className="px-0! tabular-nums"
            data-testid="add-time"
            aria-label={t(ms > 0 ? 'run:add' : 'run:remove', { time: clockText(Math.abs(ms)) })}
            onClick={() => run.addTime(ms)}
          >
            {ms > 0 ? '+' : '−'}
            {clockText(Math.abs(ms))}
          </Button>
        ))}
        <OwnTime onAdd={run.addTime} />
      </div>
      <div className="flex gap-1">
        <Button
          size="s"
          className="flex-auto gap-1! px-1!"
          icon={<SkipBack aria-hidden className="size-4" />}
          onClick={run.takePrevious}
        >
          {t('run:previous')}
        </Button>
        <Button
          size="s"
          className="flex-auto gap-1! px-1!"
          data-testid="run-hold"
          aria-pressed={held}
          icon={<Hand aria-hidden className="size-4" />}
          onClick={run.hold}
          title={t('run:holdHint')}
        >
          {t(held ? 'run:release' : 'run:hold')}
        </Button>
        <Button
          size="s"
          className="flex-auto gap-1! px-1!"
          data-testid="run-pause"
          aria-pressed={paused}
          icon={paused ? <Play aria-hidden className="size-4" /> : <Pause aria-hidden className="size-4" />}
          onClick={run.pause}
          title={t('run:pauseHint')}
        >
          {t(paused ? 'run:resume' : 'run:pause')}
        </Button>
      </div>
    </div>
  );
}

/** Back timing: when the item must end for the rest to be on time; and whether the next one follows by itself. */
function Until({ rundown, zone, now, automatic }: { rundown: Rundown; zone: string; now: number; automatic: boolean }) {
  const { t } = useTranslation('run');
  const { locale } = useLocale();
  const until = mustEndAt(rundown);
  return (
    <p className="flex flex-wrap justify-between gap-x-2 text-s tabular-nums">
      {until === null ? null : (
        <span data-testid="must-end" className={until < now ? 'font-semibold text-warn-text' : 'text-ink-2'}>
          {t(until < now ? 'shouldHaveEnded' : 'mustEnd', { time: secondsIn(until, locale, zone) })}
        </span>
      )}
      {automatic && rundown.nextItemId ? <span className="text-ink-3">{t('automatic')}</span> : null}
    </p>
  );
}

/** A value of one's own, in minutes and seconds, more or less. */
function OwnTime({ onAdd }: { onAdd: (ms: number) => void }) {
  const { t } = useTranslation('run');
  const [value, setValue] = useState('5:00');
  const ms = parsedTime(value);
  const add = (sign: 1 | -1) => {
    if (ms !== null) onAdd(sign * ms);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add(1);
  };
  return (
    <DeskPopover
      testId="own-time-window"
      className="w-60"
      align="end"
      trigger={
        <Popover.Trigger asChild>
          <Button size="s" className="px-0!" data-testid="own-time" aria-label={t('own')}>
            <Timer aria-hidden className="size-4" />
          </Button>
        </Popover.Trigger>
      }
    >
      <form onSubmit={submit} className="flex items-end gap-1.5">
        <label className="flex min-w-0 flex-1 flex-col gap-1 font-semibold text-s">
          {t('minutes')}
          <input
            value={value}
            inputMode="numeric"
            autoComplete="off"
            aria-invalid={ms === null}
            onChange={(event) => setValue(event.currentTarget.value)}
            className="min-h-9 w-full rounded-m border border-line-strong bg-surface px-2 tabular-nums pointer-coarse:min-h-target"
          />
        </label>
        <IconButton
          size="s"
          variant="secondary"
          label={t('removeOwn')}
          icon={<Minus aria-hidden />}
          disabled={ms === null}
          onClick={() => add(-1)}
        />
        <IconButton
          size="s"
          type="submit"
          variant="primary"
          label={t('addOwn')}
          icon={<Plus aria-hidden />}
          disabled={ms === null}
        />
      </form>
    </DeskPopover>
  );
}

/** `3` is three minutes, `3:30` three and a half. Null for what is neither, or nothing. */
export function parsedTime(text: string): number | null {
  const parts = /^\s*(\d{1,3})(?::([0-5]?\d))?\s*$/.exec(text);
  if (!parts) return null;
  const ms = Number(parts[1]) * 60_000 + Number(parts[2] ?? 0) * 1_000;
  return ms > 0 && ms <= MOST_ADDED_MS ? ms : null;
}
