import type { ControlSnapshot, Rundown } from '@antenne/server/contract';
import {
  ChartColumn,
  ExternalLink,
  Gamepad2,
  Keyboard,
  LayoutGrid,
  ListOrdered,
  MessagesSquare,
  Timer,
  Users,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { ControlRoom, Link } from '../realtime/index.ts';
import {
  Button,
  Clock,
  clockText,
  cx,
  Here,
  HoldButton,
  IconButton,
  IconLink,
  StatePill,
  Tooltip,
  timeIn,
  useLocale,
  useStanding,
} from '../ui/index.ts';
import { RecordingLight } from './RecordingLight.tsx';
import { Simulcast } from './Simulcast.tsx';

/** Everything that is asked at a glance: are we live, since when, how late, who watches, who is here. */
export function StudioHeader({
  room,
  state,
  rundown,
  link,
  now,
  onGoLive,
  onEnd,
  onKeys,
  onRemote,
  onStage,
}: {
  room: ControlRoom;
  state: ControlSnapshot;
  /** As of `now`. */
  rundown: Rundown;
  link: Link;
  now: number;
  onGoLive: () => void;
  onEnd: () => void;
  onKeys: () => void;
  onRemote: () => void;
  onStage: () => void;
}) {
  const { t } = useTranslation(['studio', 'run']);
  const { locale } = useLocale();
  const { broadcast } = state;
  const viewers = new Intl.NumberFormat(locale).format(state.viewers);
  return (
    <header className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b bg-surface px-3 py-1.5 xl:flex-nowrap">
      <h1
        className="min-w-0 max-w-[22rem] truncate text-m max-lg:flex-1 max-lg:basis-3/4 max-lg:max-w-none"
        title={broadcast.title}
      >
        {broadcast.title}
      </h1>
      <ShowClock state={state} now={now} />
      <RecordingLight room={room} state={state} now={now} />
      {rundown.run === 'rehearsal' ? <StatePill state="warn">{t('run:rehearsal')}</StatePill> : null}
      {rundown.run === 'live' || rundown.run === 'rehearsal' ? <Standing rundown={rundown} /> : null}
      <span className="min-w-0 flex-1" />
      <Tooltip label={t('header.clock', { zone: broadcast.zone })}>
        <time
          className="font-semibold text-ink-2 text-l tabular-nums max-lg:hidden"
          dateTime={new Date(now).toISOString()}
        >
          {timeIn(now, locale, broadcast.zone)}
          <span className="text-ink-3 text-m">:{String(Math.floor(now / 1000) % 60).padStart(2, '0')}</span>
        </time>
      </Tooltip>
      <span
        className={cx(
          'flex items-center gap-1.5 whitespace-nowrap text-ink-2 text-s tabular-nums',
          broadcast.state === 'scheduled' && 'max-2xl:hidden',
        )}
      >
        <Users aria-hidden className="size-4" />
        <span className="max-sm:sr-only">{t('header.viewers', { count: state.viewers, formatted: viewers })}</span>
        <span aria-hidden="true" className="sm:hidden">
          {viewers}
        </span>
      </span>
      <People state={state} />
      <LinkState link={link} />
      <nav className="flex items-center max-sm:hidden">
        <IconButton
          size="s"
          data-testid="shortcuts"
          label={t('header.keys')}
          keyHint="?"
          icon={<Keyboard aria-hidden />}
          onClick={onKeys}
          className="max-lg:hidden"
        />
        <IconButton
          size="s"
          data-testid="remotes"
          label={t('remote.title')}
          icon={<Gamepad2 aria-hidden />}
          onClick={onRemote}
          className="max-lg:hidden"
        />
        {broadcast.state === 'ended' ? null : (
          <IconButton
            size="s"
            data-testid="stage-desk"
            label={t('stage:desk.title')}
            icon={<Timer aria-hidden />}
            onClick={onStage}
          />
        )}
        <Simulcast room={room} state={state} />
        <IconButton
          size="s"
          data-testid="open-multiview"
          label={t('multiview.open')}
          icon={<LayoutGrid aria-hidden />}
          onClick={() => openMultiview(broadcast.slug)}
          className="max-lg:hidden"
        />
        <IconLink
          size="s"
          to={`/rundown/${broadcast.slug}`}
          target="_blank"
          label={t('header.openRundown')}
          icon={<ListOrdered aria-hidden />}
        />
        <IconLink
          size="s"
          to={`/moderate/${broadcast.slug}`}
          target="_blank"
          label={t('header.openModeration')}
          icon={<MessagesSquare aria-hidden />}
        />
        <IconLink
          size="s"
          to={`/b/${broadcast.slug}`}
          target="_blank"
          label={t('header.openViewer')}
          icon={<ExternalLink aria-hidden />}
        />
      </nav>
      {broadcast.state === 'scheduled' ? (
        <HoldButton variant="onair" size="s" className="whitespace-nowrap" onHold={onGoLive} data-testid="go-live">
          {t('header.goLive')}
        </HoldButton>
      ) : null}
      {broadcast.state === 'ended' ? (
        <Button asChild size="s" variant="primary" className="whitespace-nowrap">
          <RouterLink to={`/admin/report/${broadcast.slug}`} data-testid="open-report">
            <ChartColumn aria-hidden className="size-4" />
            {t('header.openReport')}
          </RouterLink>
        </Button>
      ) : null}
      {broadcast.state === 'live' ? (
        <Tooltip label={t('header.endHold')}>
          <span>
            <HoldButton size="s" onHold={onEnd} data-testid="end-broadcast">
              {t('header.end')}
            </HoldButton>
          </span>
        </Tooltip>
      ) : null}
    </header>
  );
}

/** In a window of its own, to be pulled onto the second screen; pressed again, the same one comes to the front. */
function openMultiview(slug: string): void {
  window.open(`/studio/${slug}/multiview`, `multiview-${slug}`, 'popup,width=1280,height=720')?.focus();
}

function ShowClock({ state, now }: { state: ControlSnapshot; now: number }) {
  const { t } = useTranslation('studio');
  const { locale } = useLocale();
  const { broadcast } = state;
  switch (broadcast.state) {
    case 'live':
      return (
        <span className="flex items-center gap-2.5">
          <StatePill state="onair" pulse>
            {t('header.live')}
          </StatePill>
          <Clock ms={broadcast.startedAt ? now - Date.parse(broadcast.startedAt) : 0} className="text-l" />
        </span>
      );
    case 'scheduled': {
      const left = Date.parse(broadcast.plannedStart) - now;
      return (
        <span className="flex items-center gap-2.5">
          <StatePill state="off">{t('header.scheduled')}</StatePill>
          <span
            className={cx('whitespace-nowrap font-semibold tabular-nums', left < 0 ? 'text-warn-text' : 'text-ink')}
          >
            {t(left < 0 ? 'header.startLate' : 'header.startsIn', { time: untilText(Math.abs(left), locale) })}
          </span>
        </span>
      );
    }
    case 'ended':
      return <StatePill state="off">{t('header.ended')}</StatePill>;
    default:
      return broadcast.state satisfies never;
  }
}

const HOUR = 3_600_000;

/** A clock for the last two days before a show; before them, days. */
function untilText(ms: number, locale: string): string {
  if (ms < 48 * HOUR) return clockText(ms);
  const days = Math.floor(ms / (24 * HOUR));
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days);
}

function Standing({ rundown }: { rundown: Rundown }) {
  const { text, late } = useStanding(rundown);
  return (
    <span
      data-testid="standing"
      className={cx(
        'whitespace-nowrap rounded-full px-2.5 py-0.5 font-semibold text-s tabular-nums',
        late ? 'bg-warn-soft text-warn-text' : 'bg-sunken text-ink-2',
      )}
    >
      {text}
    </span>
  );
}

function People({ state }: { state: ControlSnapshot }) {
  const { t } = useTranslation('studio');
  const others = state.presence.filter((person) => person.id !== state.me.id);
  const title = (name: string, role: string) => `${name} · ${t(`role.${role}`)}`;
  return (
    <Here
      label={t('header.here')}
      className="max-sm:hidden"
      people={[
        { id: state.me.id, name: state.me.name, title: title(t('header.you', { name: state.me.name }), state.me.role) },
        ...others.map(({ id, name, role }) => ({ id, name, title: title(name, role) })),
      ]}
    />
  );
}

function LinkState({ link }: { link: Link }) {
  const { t } = useTranslation('studio');
  if (link === 'online') return <span className="sr-only">{t('health.online')}</span>;
  return (
    <StatePill state="warn" pulse>
      {t('health.connecting')}
    </StatePill>
  );
}
