import type { PublicBroadcast } from '@antenne/server/contract';
import {
  ChartColumn,
  ChevronDown,
  Eye,
  ListOrdered,
  MessagesSquare,
  Mic,
  Scissors,
  SlidersHorizontal,
  Timer,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button, Card, cx, dayIn, elapsedText, Poster, StatePill, timeIn, useLocale } from '../ui/index.ts';
import { EntrySettings } from './EntrySettings.tsx';
import { People } from './People.tsx';

/** One broadcast: what it is, where to work on it, who may. `fresh`: it was made just now, and is shown unfolded. */
export function BroadcastCard({
  broadcast,
  unfolded,
  fresh,
}: {
  broadcast: PublicBroadcast;
  unfolded: boolean;
  fresh: boolean;
}) {
  const { t } = useTranslation(['admin', 'common']);
  const { locale } = useLocale();
  const [open, setOpen] = useState(unfolded || fresh);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (fresh) heading.current?.scrollIntoView({ block: 'center' });
  }, [fresh]);
  const live = broadcast.state === 'live';
  const pages = [
    { to: `/b/${broadcast.slug}`, icon: <Eye aria-hidden className="size-4.5" />, label: t('pages.viewer') },
    {
      to: `/studio/${broadcast.slug}`,
      icon: <SlidersHorizontal aria-hidden className="size-4.5" />,
      label: t('pages.studio'),
    },
    {
      to: `/rundown/${broadcast.slug}`,
      icon: <ListOrdered aria-hidden className="size-4.5" />,
      label: t('pages.rundown'),
    },
    {
      to: `/moderate/${broadcast.slug}`,
      icon: <MessagesSquare aria-hidden className="size-4.5" />,
      label: t('pages.moderation'),
    },
    ...(broadcast.state === 'ended'
      ? []
      : [
          {
            to: `/presenter/${broadcast.slug}`,
            icon: <Mic aria-hidden className="size-4.5" />,
            label: t('role.presenter'),
          },
          {
            to: `/stage/${broadcast.slug}`,
            icon: <Timer aria-hidden className="size-4.5" />,
            label: t('stage:desk.openStage'),
          },
        ]),
    ...(broadcast.state === 'ended'
      ? [
          {
            to: `/admin/replay/${broadcast.slug}`,
            icon: <Scissors aria-hidden className="size-4.5" />,
            label: t('pages.replay'),
          },
        ]
      : []),
    ...(broadcast.state === 'scheduled'
      ? []
      : [
          {
            to: `/admin/report/${broadcast.slug}`,
            icon: <ChartColumn aria-hidden className="size-4.5" />,
            label: t('pages.report'),
          },
        ]),
  ];
  return (
    <Card className="overflow-hidden" data-testid="admin-broadcast" data-slug={broadcast.slug}>
      <div className="flex flex-col sm:flex-row">
        <Poster accent={broadcast.accent} className="h-24 shrink-0 sm:h-auto sm:w-56" />
        <div className="flex min-w-0 flex-1 flex-col gap-3 p-5">
          <div>
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2 text-s">
              <StatePill state={live ? 'onair' : 'off'}>{t(`state.${broadcast.state}`)}</StatePill>
              {live && broadcast.startedAt ? (
                <span className="tabular-nums">{elapsedText(Date.now() - Date.parse(broadcast.startedAt))}</span>
              ) : (
                <span>
                  {dayIn(broadcast.plannedStart, locale, undefined, true)}, {timeIn(broadcast.plannedStart, locale)}
                </span>
              )}
            </p>
            <h2 ref={heading} className="mt-1.5 text-l">
              {broadcast.title}
            </h2>
          </div>
          <div className="flex flex-wrap gap-2">
            {pages.map((page) => (
              <Button key={page.to} asChild size="s">
                <Link to={page.to}>
                  {page.icon}
                  {page.label}
                </Link>
              </Button>
            ))}
            <Button
              size="s"
              variant="quiet"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
              icon={<ChevronDown aria-hidden className={cx('size-4.5 transition-transform', open && 'rotate-180')} />}
            >
              {t('people')}
            </Button>
          </div>
        </div>
      </div>
      {open ? (
        <div className="border-line border-t p-5">
          <EntrySettings slug={broadcast.slug} />
          <hr className="my-5 border-line" />
          <People slug={broadcast.slug} zone={broadcast.zone} over={broadcast.state === 'ended'} />
        </div>
      ) : null}
    </Card>
  );
}
