import type { ControlSnapshot, RecordingWish } from '@antenne/server/contract';
import { FolderDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { ControlRoom } from '../realtime/index.ts';
import {
  Button,
  buttonClass,
  clockText,
  cx,
  Dialog,
  elapsedText,
  sizeText,
  toast,
  useLocale,
  WarnMark,
} from '../ui/index.ts';
import { bytesPerHour, type Light, lightOf, useRecordingFiles } from './recording.ts';

const LOOK: Record<Light, string> = {
  off: 'text-ink-3 hover:bg-sunken hover:text-ink',
  armed: 'text-ink-2 hover:bg-sunken hover:text-ink',
  starting: 'text-ink-2 hover:bg-sunken hover:text-ink',
  on: 'bg-onair-soft text-onair-text',
  part: 'bg-warn-soft text-warn-text',
  stopped: 'bg-warn text-warn-ink',
};

/** The red light: whether it is recorded, since when; and behind it what is recorded and for how long there is room. */
export function RecordingLight({ room, state, now }: { room: ControlRoom; state: ControlSnapshot; now: number }) {
  const { t } = useTranslation('recording');
  const [open, setOpen] = useState(false);
  const light = lightOf(state.recording, state.broadcast.state === 'live');
  const since = state.recording.status?.since ?? null;
  const runs = light === 'on' || light === 'part';
  const elapsed = since && runs ? clockText(Math.max(0, now - Date.parse(since))) : null;
  return (
    <>
      <button
        type="button"
        data-testid="recording"
        data-light={light}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={cx(
          'inline-flex min-h-9 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 font-bold text-s tabular-nums tracking-[0.04em] pointer-coarse:min-h-target',
          LOOK[light],
        )}
      >
        {light === 'stopped' || light === 'part' ? (
          <WarnMark />
        ) : (
          <svg
            aria-hidden="true"
            viewBox="0 0 10 10"
            className={cx('size-2.5', light === 'on' && 'animate-pulse-live')}
          >
            <circle
              cx="5"
              cy="5"
              r="3.8"
              className={light === 'on' ? 'fill-current' : 'fill-none stroke-[1.6] stroke-current'}
            />
          </svg>
        )}
        REC
        {elapsed ? <span className="font-semibold">{elapsed}</span> : null}
        <span className="sr-only">{t(`light.${light}`)}</span>
      </button>
      {open ? <RecordingDialog room={room} state={state} light={light} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function RecordingDialog({
  room,
  state,
  light,
  onClose,
}: {
  room: ControlRoom;
  state: ControlSnapshot;
  light: Light;
  onClose: () => void;
}) {
  const { t } = useTranslation('recording');
  const { locale } = useLocale();
  const { list } = useRecordingFiles(room);
  const [busy, setBusy] = useState(false);
  const { recording, contributors, broadcast } = state;
  const { wish, status } = recording;
  const perHour = bytesPerHour(recording, contributors.length);
  const usable = status?.usableBytes ?? list?.usableBytes ?? null;

  const set = async (changed: Partial<RecordingWish>) => {
    setBusy(true);
    const reply = await room.call('recording:set', { slug: room.slug, wish: changed });
    setBusy(false);
    if (!reply.ok)
      toast({ tone: 'warn', text: t('changeFailed', { reason: t(`common:failure.${reply.error.code}`) }) });
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      description={t(`says.${light}`)}
      actions={
        wish.on ? (
          <Button variant="danger" busy={busy} onClick={() => void set({ on: false })} data-testid="recording-stop">
            {t(broadcast.state === 'live' ? 'stop' : 'disarm')}
          </Button>
        ) : (
          <Button variant="primary" busy={busy} onClick={() => void set({ on: true })} data-testid="recording-start">
            {t(broadcast.state === 'live' ? 'start' : 'arm')}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {status?.problem ? (
          <p className="flex items-start gap-2 rounded-m bg-warn-soft px-3 py-2 text-s text-warn-text">
            <WarnMark />
            {t(`problem.${status.problem}`)}
          </p>
        ) : null}
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-s">
          <dt className="text-ink-2">{t('needs')}</dt>
          <dd className="text-right tabular-nums">
            {t(status?.bytesPerSecond ? 'perHour' : 'perHourAbout', { size: sizeText(perHour, locale) })}
          </dd>
          <dt className="text-ink-2">{t('room')}</dt>
          <dd className="text-right tabular-nums" data-testid="recording-room">
            {usable === null
              ? t('roomUnknown')
              : t('roomFor', {
                  size: sizeText(usable, locale),
                  time: elapsedText((usable / perHour) * 3_600_000),
                })}
          </dd>
          {light === 'on' || light === 'part' ? (
            <>
              <dt className="text-ink-2">{t('now')}</dt>
              <dd className="text-right">
                {t('nowIsos', { count: status?.isos.length ?? 0 })}
                {status?.program ? ` + ${t('programme')}` : ''}
              </dd>
            </>
          ) : null}
        </dl>
        <fieldset className="flex flex-col gap-3">
          <legend className="sr-only">{t('what')}</legend>
          <Choice
            label={t('isos')}
            hint={t('isosHint')}
            checked={wish.isos}
            onChange={(isos) => void set({ isos })}
            testId="recording-isos"
          />
          <Choice
            label={t('bestLayer')}
            hint={t('bestLayerHint')}
            checked={wish.bestLayer}
            disabled={!wish.isos}
            onChange={(bestLayer) => void set({ bestLayer })}
            testId="recording-best"
          />
        </fieldset>
        <RouterLink
          to={`/studio/${broadcast.slug}/recordings`}
          target="_blank"
          className={cx(buttonClass('secondary', 's'), 'self-start')}
          onClick={onClose}
        >
          <FolderDown aria-hidden className="size-4" />
          {t('files')}
        </RouterLink>
      </div>
    </Dialog>
  );
}

function Choice({
  label,
  hint,
  checked,
  disabled = false,
  onChange,
  testId,
}: {
  label: string;
  hint: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
  testId: string;
}) {
  return (
    <label className={cx('flex items-start gap-3', disabled && 'opacity-45')}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-5 shrink-0 accent-[var(--accent)]"
        data-testid={testId}
      />
      <span>
        <span className="block font-semibold">{label}</span>
        <span className="block text-ink-2 text-s">{hint}</span>
      </span>
    </label>
  );
}

/** While the show runs and less is recorded than was wished: one sentence, on top of everything. */
export function RecordingBanner({ state }: { state: ControlSnapshot }) {
  const { t } = useTranslation('recording');
  const { wish, status } = state.recording;
  const problem = state.broadcast.state === 'live' && wish.on ? status?.problem : null;
  return (
    <div role="alert">
      {problem ? (
        <p
          data-testid="recording-trouble"
          data-problem={problem}
          className="flex items-center gap-2 bg-warn px-3 py-1.5 font-semibold text-s text-warn-ink"
        >
          <WarnMark />
          {t(`problem.${problem}`)}
        </p>
      ) : null}
    </div>
  );
}
