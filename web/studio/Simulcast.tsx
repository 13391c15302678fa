import {
  type ControlSnapshot,
  SimulcastAddress,
  SimulcastName,
  type SimulcastTarget,
  type TargetState,
} from '@antenne/server/contract';
import { RadioTower, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlRoom } from '../realtime/index.ts';
import { Button, cx, Dialog, IconButton, TextField, timeIn, useLocale, WarnMark } from '../ui/index.ts';
import { worstOf } from './simulcast.ts';

type Props = { room: ControlRoom; state: ControlSnapshot };

const IDLE: TargetState = { type: 'idle' };

/** Where else the programme goes: a light that tells of trouble, and behind it the list. */
export function Simulcast({ room, state }: Props) {
  const { t } = useTranslation('simulcast');
  const [open, setOpen] = useState(false);
  const worst = worstOf(state.simulcast);
  return (
    <>
      <IconButton
        size="s"
        data-testid="simulcast"
        data-state={worst}
        label={worst === null ? t('title') : `${t('title')} · ${t(`state.${worst}`)}`}
        icon={<RadioTower aria-hidden />}
        onClick={() => setOpen(true)}
        className={cx(
          'max-lg:hidden',
          worst === 'live' && 'text-onair-text!',
          worst === 'waiting' && 'bg-warn! text-warn-ink!',
        )}
      />
      {open ? <SimulcastDialog room={room} state={state} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function SimulcastDialog({ room, state, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation(['simulcast', 'common']);
  const [failure, setFailure] = useState<string | null>(null);
  const { targets, states } = state.simulcast;
  const { call, slug } = room;
  const tell = async (asked: ReturnType<ControlRoom['call']>): Promise<boolean> => {
    const reply = await asked;
    setFailure(reply.ok ? null : t(`common:failure.${reply.error.code}`));
    return reply.ok;
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('title')} description={t('text')}>
      <div className="flex flex-col gap-5">
        {failure ? (
          <p role="alert" className="rounded-m bg-warn-soft px-3.5 py-2.5 font-medium text-warn-text">
            {failure}
          </p>
        ) : null}
        {targets.length > 0 ? (
          <ul className="flex flex-col divide-y divide-line">
            {targets.map((target) => (
              <Target
                key={target.id}
                target={target}
                state={states[target.id] ?? IDLE}
                live={state.broadcast.state === 'live'}
                onSwitch={(enabled) => void tell(call('simulcast:set', { slug, id: target.id, enabled }))}
                onRemove={() => void tell(call('simulcast:remove', { slug, id: target.id }))}
              />
            ))}
          </ul>
        ) : null}
        <NewTarget onAdd={(name, address) => tell(call('simulcast:add', { slug, name, address }))} />
      </div>
    </Dialog>
  );
}

function Target({
  target: { name, host, enabled },
  state,
  live,
  onSwitch,
  onRemove,
}: {
  target: SimulcastTarget;
  state: TargetState;
  /** The show is. */
  live: boolean;
  onSwitch: (enabled: boolean) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('simulcast');
  const { locale } = useLocale();
  const [sure, setSure] = useState(false);
  const word = !enabled ? t('state.off') : live ? t(`state.${state.type}`) : t('state.ready');
  return (
    <li
      data-testid="simulcast-target"
      data-state={enabled ? state.type : 'off'}
      className="flex items-center gap-3 py-2"
    >
      <label className="flex min-w-0 flex-1 items-center gap-3">
        <input
          type="checkbox"
          className="size-5 shrink-0 accent-(--accent)"
          checked={enabled}
          onChange={({ currentTarget }) => onSwitch(currentTarget.checked)}
        />
        <span className="min-w-0">
          <span className="block truncate font-semibold">{name}</span>
          <span className="block truncate text-ink-3 text-s">{host}</span>
        </span>
      </label>
      <span role="status" className={cx('text-right text-s', state.type === 'live' ? 'text-onair-text' : 'text-ink-2')}>
        <span className="flex items-center justify-end gap-1 font-medium">
          {enabled && state.type === 'waiting' ? <WarnMark /> : null}
          {word}
        </span>
        {enabled && state.type === 'live' ? t('since', { time: timeIn(state.since, locale) }) : null}
        {enabled && state.type === 'waiting' ? (
          <span className="block max-w-44 truncate" title={state.reason}>
            {state.reason}
          </span>
        ) : null}
      </span>
      {sure ? (
        <Button size="s" variant="danger" onClick={onRemove}>
          {t('removeSure')}
        </Button>
      ) : (
        <IconButton
          size="s"
          label={t('remove', { name })}
          icon={<Trash2 aria-hidden />}
          onClick={() => setSure(true)}
        />
      )}
    </li>
  );
}

function NewTarget({ onAdd }: { onAdd: (name: string, address: string) => Promise<boolean> }) {
  const { t } = useTranslation('simulcast');
  const [name, setName] = useState('');
  const [server, setServer] = useState('');
  const [key, setKey] = useState('');
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  // As services name them: a server and a key, which together are the address.
  const address = key.trim() === '' ? server.trim() : `${server.trim().replace(/\/+$/, '')}/${key.trim()}`;
  const isAddress = SimulcastAddress.safeParse(address).success;
  const isNamed = SimulcastName.safeParse(name).success;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!isAddress || !isNamed || busy) return;
    setBusy(true);
    const isDone = await onAdd(name.trim(), address);
    setBusy(false);
    if (!isDone) return;
    setAsked(false);
    setName('');
    setServer('');
    setKey('');
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3 border-line border-t pt-4">
      <h3 className="font-semibold">{t('add.title')}</h3>
      <TextField
        label={t('add.name')}
        value={name}
        maxLength={60}
        autoComplete="off"
        placeholder="YouTube"
        error={asked && !isNamed ? t('add.nameMissing') : undefined}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <TextField
        label={t('add.server')}
        hint={t('add.serverHint')}
        value={server}
        maxLength={300}
        autoComplete="off"
        spellCheck={false}
        placeholder="rtmps://…"
        error={asked && !isAddress ? t('add.serverWrong') : undefined}
        onChange={({ currentTarget }) => setServer(currentTarget.value)}
      />
      <TextField
        label={t('add.key')}
        type="password"
        value={key}
        maxLength={200}
        autoComplete="off"
        onChange={({ currentTarget }) => setKey(currentTarget.value)}
      />
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          {t('add.do')}
        </Button>
      </div>
    </form>
  );
}
