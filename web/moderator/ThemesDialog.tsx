import {
  type ControlSnapshot,
  type QuestionRules,
  type Reply,
  type StaffTheme,
  ThemeWindow,
} from '@antenne/server/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlRoom } from '../realtime/index.ts';
import { Badge, Button, Dialog, Select, TextField, toast, useLocale } from '../ui/index.ts';

/** Which themes take questions and votes, by hand or by schedule, and whether questions are moderated first. */
export function ThemesDialog({
  room,
  state,
  open,
  onOpenChange,
}: {
  room: ControlRoom;
  state: ControlSnapshot;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { t } = useTranslation('moderator');
  const { questionRules: rules, broadcast, me } = state;
  const may = me.role === 'owner' || me.role === 'moderator' || me.role === 'producer';
  const tell = async (reply: Promise<Reply<QuestionRules>>) => {
    const answer = await reply;
    if (!answer.ok) toast({ tone: 'warn', text: t(`common:failure.${answer.error.code}`) });
    return answer.ok;
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('themes.title')} description={t('themes.text')}>
      <ul className="flex flex-col gap-4">
        {rules.themes.map((theme) => (
          <ThemeRow
            key={theme.id}
            theme={theme}
            window={broadcast.themes.find(({ id }) => id === theme.id)?.window ?? 'hidden'}
            disabled={!may || broadcast.state === 'ended'}
            onWindow={(window) => void tell(room.call('theme:window', { slug: room.slug, themeId: theme.id, window }))}
            onSchedule={(schedule) =>
              tell(room.call('theme:schedule', { slug: room.slug, themeId: theme.id, schedule }))
            }
          />
        ))}
      </ul>
      <div className="mt-5 border-line border-t pt-4">
        <Select
          label={t('themes.policy')}
          hint={t(`themes.${rules.policy}Hint`)}
          value={rules.policy}
          disabled={!may}
          onValueChange={(value) => {
            const policy: QuestionRules['policy'] = value === 'publishFirst' ? 'publishFirst' : 'moderateFirst';
            void tell(room.call('question:policy', { slug: room.slug, policy }));
          }}
          options={(['moderateFirst', 'publishFirst'] as const).map((policy) => ({
            value: policy,
            label: t(`themes.${policy}`),
          }))}
          data-testid="question-policy"
        />
      </div>
    </Dialog>
  );
}

const STEPS = ['preOpensAt', 'opensAt', 'votesOnlyAt', 'closesAt'] as const;
const BY_SCHEDULE = 'bySchedule';

function ThemeRow({
  theme,
  window,
  disabled,
  onWindow,
  onSchedule,
}: {
  theme: StaffTheme;
  /** What it is now. */
  window: ThemeWindow;
  disabled: boolean;
  onWindow: (window: ThemeWindow | null) => void;
  onSchedule: (schedule: StaffTheme['schedule']) => Promise<boolean>;
}) {
  const { t } = useTranslation('moderator');
  const { text } = useLocale();
  const [editing, setEditing] = useState(false);
  return (
    <li className="flex flex-col gap-2" data-testid="theme" data-window={window}>
      <div className="flex items-end gap-3">
        <div className="min-w-0 flex-1">
          <Select
            label={text(theme.title)}
            value={theme.byHand ?? BY_SCHEDULE}
            disabled={disabled}
            onValueChange={(value) => onWindow(ThemeWindow.safeParse(value).data ?? null)}
            options={[
              { value: BY_SCHEDULE, label: t('themes.bySchedule', { now: t(`themes.window.${window}`) }) },
              ...ThemeWindow.options.map((option) => ({ value: option, label: t(`themes.window.${option}`) })),
            ]}
            data-testid="theme-window"
          />
        </div>
        <Button
          variant="quiet"
          aria-expanded={editing}
          disabled={disabled}
          onClick={() => setEditing(!editing)}
          data-testid="theme-times"
        >
          {t('themes.times')}
        </Button>
      </div>
      <p className="flex flex-wrap gap-2">
        <Badge tone={window === 'open' || window === 'preOpen' ? 'accent' : 'neutral'}>
          {t(`themes.effect.${window}`)}
        </Badge>
      </p>
      {editing ? (
        <ScheduleForm
          schedule={theme.schedule}
          onSave={async (schedule) => {
            if (await onSchedule(schedule)) setEditing(false);
          }}
        />
      ) : null}
    </li>
  );
}

/** The four instants, in the times of this device. Those that there are come one after the other. */
function ScheduleForm({
  schedule,
  onSave,
}: {
  schedule: StaffTheme['schedule'];
  onSave: (schedule: StaffTheme['schedule']) => Promise<void>;
}) {
  const { t } = useTranslation('moderator');
  const [draft, setDraft] = useState(() => Object.fromEntries(STEPS.map((step) => [step, localTime(schedule[step])])));
  const wanted = {
    preOpensAt: instantOf(draft.preOpensAt),
    opensAt: instantOf(draft.opensAt),
    votesOnlyAt: instantOf(draft.votesOnlyAt),
    closesAt: instantOf(draft.closesAt),
  };
  const times = STEPS.flatMap((step) => (wanted[step] === null ? [] : [wanted[step]]));
  const inOrder = times.every((time, index) => index === 0 || time > (times[index - 1] ?? ''));
  return (
    <form
      className="grid gap-3 rounded-m bg-sunken p-3 sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (inOrder) void onSave(wanted);
      }}
    >
      {STEPS.map((step) => (
        <TextField
          key={step}
          type="datetime-local"
          label={t(`themes.step.${step}`)}
          value={draft[step] ?? ''}
          onChange={(event) => setDraft({ ...draft, [step]: event.currentTarget.value })}
          data-testid={`theme-${step}`}
        />
      ))}
      <p className="text-ink-2 text-s sm:col-span-2" role={inOrder ? undefined : 'alert'}>
        {inOrder ? t('themes.zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone }) : t('themes.order')}
      </p>
      <div className="sm:col-span-2">
        <Button type="submit" size="s" variant="primary" disabled={!inOrder} data-testid="theme-save">
          {t('move.save')}
        </Button>
      </div>
    </form>
  );
}

/** An instant as a field for date and time has it; empty for none. */
function localTime(instant: string | null): string {
  if (instant === null) return '';
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function instantOf(field: string | undefined): string | null {
  const at = new Date(field ?? '');
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
