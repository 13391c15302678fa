import type { PublicBroadcast } from '@antenne/server/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, Select, Textarea, TextField, toast } from '../ui/index.ts';
import { api, codeOf } from './api.ts';
import { type Draft, DURATIONS, emptyDraft, type Problems, readDraft } from './draft.ts';
import { GuestRows } from './GuestRows.tsx';

/** The button, and behind it the form that makes a broadcast. What was typed stays until it was made. */
export function NewBroadcast({ onMade }: { onMade: (slug: string) => void }) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<Draft | null>(null);
  const made = (broadcast: PublicBroadcast) => {
    onMade(broadcast.slug);
    setOpen(false);
    setDraft(null);
    toast({ text: t('create.done', { title: broadcast.title }) });
    return queries.invalidateQueries({ queryKey: ['broadcasts'] });
  };
  return (
    <>
      <Button
        variant="primary"
        data-testid="new-broadcast"
        icon={<Plus aria-hidden className="size-5" />}
        onClick={() => {
          setDraft(draft ?? emptyDraft(new Date()));
          setOpen(true);
        }}
      >
        {t('create.open')}
      </Button>
      {draft ? (
        <Dialog open={open} onOpenChange={setOpen} title={t('create.open')}>
          <BroadcastForm draft={draft} onChange={setDraft} onMade={made} />
        </Dialog>
      ) : null}
    </>
  );
}

function BroadcastForm({
  draft,
  onChange,
  onMade,
}: {
  draft: Draft;
  onChange: (draft: Draft) => void;
  onMade: (broadcast: PublicBroadcast) => void;
}) {
  const { t } = useTranslation(['admin', 'common']);
  const zone = useMemo(() => Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  const form = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);
  const create = useMutation({ mutationFn: api.createBroadcast, onSuccess: onMade });
  const shown = tries > 0 ? readDraft(draft, zone, new Date()).problems : null;
  const said = (problem: Problems[Exclude<keyof Problems, 'guests'>]) =>
    problem ? t(`create.problem.${problem}`) : null;
  const lengthText = (minutes: number) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    if (hours === 0) return t('create.minutes', { minutes });
    return rest === 0 ? t('create.hours', { hours }) : t('create.hoursMinutes', { hours, minutes: rest });
  };
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [tries]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (create.isPending) return;
    const { broadcast } = readDraft(draft, zone, new Date());
    if (broadcast) create.mutate(broadcast);
    else setTries(tries + 1);
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4" data-testid="new-broadcast-form">
      <TextField
        label={t('create.title')}
        value={draft.title}
        maxLength={120}
        autoComplete="off"
        error={said(shown?.title)}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <div className="grid grid-cols-2 items-start gap-x-3 gap-y-4 sm:grid-cols-3">
        <TextField
          type="date"
          label={t('create.date')}
          className="max-sm:px-2.5"
          value={draft.date}
          error={said(shown?.date)}
          onChange={(event) => set({ date: event.currentTarget.value })}
        />
        <TextField
          type="time"
          label={t('create.time')}
          className="max-sm:px-2.5"
          value={draft.time}
          error={said(shown?.time)}
          onChange={(event) => set({ time: event.currentTarget.value })}
        />
        <p className="-mt-2 col-span-full sm:order-last text-ink-3 text-s">{t('create.zone', { zone })}</p>
        <div className="max-sm:col-span-2">
          <Select
            label={t('create.duration')}
            value={String(draft.durationMinutes)}
            onValueChange={(value) => set({ durationMinutes: Number(value) })}
            options={DURATIONS.map((minutes) => ({ value: String(minutes), label: lengthText(minutes) }))}
          />
        </div>
      </div>
      <Textarea
        label={t('create.themes')}
        hint={t('create.themesHint')}
        value={draft.themes}
        error={said(shown?.themes)}
        onChange={(event) => set({ themes: event.currentTarget.value })}
      />
      <GuestRows
        guests={draft.guests}
        zone={zone}
        problems={shown?.guests ?? {}}
        onChange={(guests) => set({ guests })}
      />
      {create.error ? (
        <p role="alert" className="rounded-m bg-warn-soft px-3.5 py-2.5 font-medium text-warn-text">
          {t(`common:failure.${codeOf(create.error)}`)}
        </p>
      ) : null}
      <Button type="submit" variant="primary" busy={create.isPending} data-testid="new-broadcast-submit">
        {t('create.submit')}
      </Button>
    </form>
  );
}
