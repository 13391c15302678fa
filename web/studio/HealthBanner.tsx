import type { BroadcastState, BusState, StudioContributor } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import type { Link } from '../realtime/index.ts';
import { useLocale, WarnMark } from '../ui/index.ts';
import { peopleIn } from './scene.ts';

/** What is broken now, in one sentence, with what happens next. Nothing when all is well. */
export function HealthBanner({
  bus,
  state,
  link,
  contributors,
}: {
  bus: BusState;
  state: BroadcastState;
  link: Link;
  contributors: readonly StudioContributor[];
}) {
  const { t } = useTranslation('studio');
  const { locale } = useLocale();
  const lost = peopleIn(bus.onAir, contributors).filter(({ feed }) => feed !== 'live');
  const trouble = troubleOf(bus, state, link, lost.length > 0);
  const name = new Intl.ListFormat(locale).format(lost.map((person) => person.name));
  return (
    <div role="alert">
      {trouble ? (
        <p
          data-testid="trouble"
          data-trouble={trouble}
          className="flex items-center gap-2 bg-warn px-3 py-1.5 font-semibold text-s text-warn-ink"
        >
          <WarnMark />
          {t(`health.${trouble}`, { name, count: lost.length })}
        </p>
      ) : null}
    </div>
  );
}

type Trouble = 'offline' | 'starting' | 'restarting' | 'mediaLost' | 'onAirLost';

/** The worst first: without a connection everything else on the page is hearsay. */
function troubleOf(bus: BusState, state: BroadcastState, link: Link, someoneLost: boolean): Trouble | null {
  if (link === 'reconnecting') return 'offline';
  if (state !== 'live') return null;
  if (bus.health === 'starting' || bus.health === 'restarting' || bus.health === 'mediaLost') return bus.health;
  return someoneLost ? 'onAirLost' : null;
}
