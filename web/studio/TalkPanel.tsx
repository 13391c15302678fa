import {
  type Cue,
  type CueContent,
  CueTemplate,
  type PresenterCue,
  type StudioContributor,
  type TalkTo,
} from '@antenne/server/contract';
import { Check, Eye, Mic, Send } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, cx, timeIn, useLocale, WarnMark } from '../ui/index.ts';
import { Panel } from './Panel.tsx';
import { TalkButton } from './TalkButton.tsx';
import { othersTo, useTalk } from './talk.tsx';

/** Speaks and writes to contributors: to those who are ticked, or to all. The presenter is written to when ticked. */
export function TalkPanel({
  contributors,
  cues,
  presenterCue,
  zone,
  onCue,
  onPresenterCue,
  className,
}: {
  contributors: readonly StudioContributor[];
  /** Newest first. */
  cues: readonly Cue[];
  /** The newest to the presenter. */
  presenterCue: PresenterCue | null;
  zone: string;
  /** Resolves to whether it went out. */
  onCue: (to: TalkTo, content: CueContent) => Promise<boolean>;
  onPresenterCue: (content: CueContent) => Promise<boolean>;
  className?: string;
}) {
  const { t } = useTranslation('studio');
  const talk = useTalk();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [presenter, setPresenter] = useState(false);
  const sorted = [...contributors].sort((a, b) => a.number - b.number);
  const chosen = sorted.filter(({ id }) => ticked.has(id)).map(({ id }) => id);
  const to: TalkTo = chosen.length > 0 ? chosen : 'all';
  const tick = (id: string, on: boolean) =>
    setTicked((before) => (on ? new Set([...before, id]) : new Set([...before].filter((one) => one !== id))));
  return (
    <Panel
      title={t('talk.title')}
      className={className}
      aside={
        <TalkButton
          wish={{ to, private: false }}
          label={t('talk.holdHint')}
          {...(to === 'all' ? { keyHint: 'T 0' } : {})}
          className="min-h-8 px-3 text-s pointer-coarse:min-h-target"
          disabled={contributors.length === 0}
        >
          {to === 'all' ? t('talk.all') : t('talk.several', { count: chosen.length })}
        </TalkButton>
      }
    >
      {talk.problem ? (
        <p role="alert" data-testid="talk-problem" className="flex gap-2 px-3 pb-2 font-medium text-s text-warn-text">
          <WarnMark />
          {t(`talk.problem.${talk.problem}`)}
        </p>
      ) : null}
      {talk.others.some(({ to: whom }) => whom === 'all') ? (
        <p className="px-3 pb-1 text-s">
          {t('talk.otherToAll', {
            names: [...new Set(talk.others.filter(({ to: whom }) => whom === 'all').map(({ name }) => name))].join(
              ', ',
            ),
          })}
        </p>
      ) : null}
      {contributors.length === 0 ? <p className="px-3 pb-3 text-ink-2 text-s">{t('talk.empty')}</p> : null}
      <ul
        tabIndex={0}
        aria-label={t('talk.title')}
        className="min-h-0 flex-1 relative overflow-y-auto overscroll-contain px-3"
      >
        <PresenterRow ticked={presenter} onTick={setPresenter} cue={presenterCue} zone={zone} />
        {sorted.map((contributor) => (
          <Row
            key={contributor.id}
            contributor={contributor}
            ticked={ticked.has(contributor.id)}
            onTick={(on) => tick(contributor.id, on)}
            cue={cues.find(({ contributorId }) => contributorId === contributor.id) ?? null}
            zone={zone}
          />
        ))}
      </ul>
      <Composer
        count={to === 'all' ? (presenter ? 1 : null) : to.length + (presenter ? 1 : 0)}
        disabled={contributors.length === 0 && !presenter}
        onSend={async (content) => {
          // The presenter alone, when nobody else is ticked.
          const sent = [
            ...(presenter ? [onPresenterCue(content)] : []),
            ...(presenter && to === 'all' ? [] : [onCue(to, content)]),
          ];
          const all = (await Promise.all(sent)).every(Boolean);
          if (all) {
            setTicked(new Set());
            setPresenter(false);
          }
          return all;
        }}
      />
    </Panel>
  );
}

function Row({
  contributor,
  ticked,
  onTick,
  cue,
  zone,
}: {
  contributor: StudioContributor;
  ticked: boolean;
  onTick: (on: boolean) => void;
  cue: Cue | null;
  zone: string;
}) {
  const { t } = useTranslation('studio');
  const id = useId();
  const talk = useTalk();
  const others = othersTo(talk.others, contributor.id);
  return (
    <li
      data-testid="talk-row"
      data-contributor={contributor.id}
      className="flex items-center gap-2 py-0.5 pointer-coarse:min-h-12"
    >
      <input
        id={id}
        type="checkbox"
        data-testid="talk-tick"
        checked={ticked}
        onChange={(event) => onTick(event.currentTarget.checked)}
        className="size-4.5 shrink-0 accent-(--accent) pointer-coarse:size-6"
      />
      <div className="relative min-w-0 flex-1 text-s leading-snug">
        <label htmlFor={id} className="flex min-w-0 gap-1.5 before:absolute before:inset-0 pointer-coarse:min-h-6">
          <span className="text-ink-3 tabular-nums">{contributor.number}</span>
          <span className="truncate font-medium text-ink">{contributor.name}</span>
        </label>
        {others.length > 0 ? (
          <p className="truncate text-accent-text">{t('talk.otherSpeaks', { names: others.join(', ') })}</p>
        ) : cue ? (
          <CueState cue={cue} zone={zone} />
        ) : (
          <p className="truncate text-ink-3">{t(`tiles.${contributor.presence}`)}</p>
        )}
      </div>
      <TalkButton
        wish={{ to: [contributor.id], private: false }}
        label={t('talk.toOne', { name: contributor.name })}
        keyHint={`T ${contributor.number}`}
        className="size-8 pointer-coarse:size-target"
      />
    </li>
  );
}

/** Whoever presents: they read cues on a page of their own, and hear nobody. */
function PresenterRow({
  ticked,
  onTick,
  cue,
  zone,
}: {
  ticked: boolean;
  onTick: (on: boolean) => void;
  cue: PresenterCue | null;
  zone: string;
}) {
  const { t } = useTranslation('studio');
  const id = useId();
  return (
    <li data-testid="talk-presenter" className="flex items-center gap-2 py-0.5 pointer-coarse:min-h-12">
      <input
        id={id}
        type="checkbox"
        data-testid="talk-tick-presenter"
        checked={ticked}
        onChange={(event) => onTick(event.currentTarget.checked)}
        className="size-4.5 shrink-0 accent-(--accent) pointer-coarse:size-6"
      />
      <div className="relative min-w-0 flex-1 text-s leading-snug">
        <label htmlFor={id} className="flex min-w-0 gap-1.5 before:absolute before:inset-0 pointer-coarse:min-h-6">
          <Mic aria-hidden className="size-4 shrink-0 self-center text-ink-3" />
          <span className="truncate font-medium text-ink">{t('talk.presenter')}</span>
        </label>
        {cue ? <CueState cue={cue} zone={zone} /> : <p className="truncate text-ink-3">{t('talk.noCue')}</p>}
      </div>
    </li>
  );
}

/** How far the last cue came: sent, seen, confirmed, and when. */
function CueState({ cue, zone }: { cue: PresenterCue; zone: string }) {
  const { t } = useTranslation('studio');
  const { locale } = useLocale();
  const state = cue.confirmedAt ? 'confirmed' : cue.seenAt ? 'seen' : 'sent';
  const at = cue.confirmedAt ?? cue.seenAt ?? cue.sentAt;
  const text = cue.content.type === 'text' ? cue.content.text : t(`common:cue.${cue.content.template}`);
  const Sign = { sent: Send, seen: Eye, confirmed: Check }[state];
  return (
    <p
      data-testid="cue-state"
      data-state={state}
      title={`${text} · ${t('talk.by', { name: cue.from })}`}
      className={cx('flex min-w-0 items-center gap-1', state === 'confirmed' ? 'text-ink' : 'text-ink-2')}
    >
      <Sign aria-hidden className="size-3.5 shrink-0" />
      <span className="shrink-0">{t(`talk.cue.${state}`, { time: timeIn(at, locale, zone) })}</span>
      <span className="truncate text-ink-3">{text}</span>
    </p>
  );
}

const OWN = 'own';
/** Characters of a producer's own words. */
const TEXT_MOST = 200;

function Composer({
  count,
  disabled,
  onSend,
}: {
  /** How many it goes to; null: to all contributors who are linked. */
  count: number | null;
  disabled: boolean;
  onSend: (content: CueContent) => Promise<boolean>;
}) {
  const { t } = useTranslation('studio');
  const [choice, setChoice] = useState<CueTemplate | typeof OWN>('standBy');
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const own = choice === OWN;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || (own && text.trim() === '')) return;
    setBusy(true);
    const sent = await onSend(own ? { type: 'text', text: text.trim() } : { type: 'template', template: choice });
    setBusy(false);
    if (sent && own) setText('');
  };
  return (
    <form onSubmit={(event) => void send(event)} className="flex shrink-0 flex-col gap-1.5 border-line border-t p-2">
      <div className="flex gap-1.5">
        <select
          aria-label={t('talk.message')}
          data-testid="cue-template"
          value={choice}
          onChange={(event) => setChoice(CueTemplate.safeParse(event.currentTarget.value).data ?? OWN)}
          className="min-h-9 min-w-0 flex-1 rounded-m border border-line-strong/70 bg-surface px-2 text-ink text-s pointer-coarse:min-h-target"
        >
          {CueTemplate.options.map((template) => (
            <option key={template} value={template}>
              {t(`common:cue.${template}`)}
            </option>
          ))}
          <option value={OWN}>{t('talk.own')}</option>
        </select>
        <Button
          type="submit"
          size="s"
          busy={busy}
          disabled={disabled || (own && text.trim() === '')}
          data-testid="cue-send"
          icon={<Send aria-hidden className="size-4" />}
        >
          {count === null ? t('talk.sendAll') : t('talk.sendSeveral', { count })}
        </Button>
      </div>
      {own ? (
        <input
          data-testid="cue-own"
          aria-label={t('talk.own')}
          placeholder={t('talk.ownHint')}
          maxLength={TEXT_MOST}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          className="min-h-9 w-full rounded-m border border-line-strong/70 bg-surface px-2.5 text-ink text-s placeholder:text-ink-3 pointer-coarse:min-h-target"
        />
      ) : null}
    </form>
  );
}
