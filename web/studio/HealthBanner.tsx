import type { BroadcastState, ProgramHealth } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import type { Link } from '../realtime/index.ts';
import { WarnMark } from './WarnMark.tsx';

/** What is broken now, in one sentence, with what happens next. Nothing when all is well. */
export function HealthBanner({ health, state, link }: { health: ProgramHealth; state: BroadcastState; link: Link }) {
  const { t } = useTranslation('studio');
  const text = wrong(health, state, link);
  return (
    <div role="alert">
      {text ? (
        <p className="flex items-center gap-2 bg-warn px-3 py-1.5 font-semibold text-s text-warn-ink">
          <WarnMark />
          {t(`health.${text}`)}
        </p>
      ) : null}
    </div>
  );
}

function wrong(
  health: ProgramHealth,
  state: BroadcastState,
  link: Link,
): 'offline' | 'starting' | 'restarting' | 'mediaLost' | null {
  // Without a connection everything else on the page is hearsay.
  if (link === 'reconnecting') return 'offline';
  if (state !== 'live') return null;
  return health === 'starting' || health === 'restarting' || health === 'mediaLost' ? health : null;
}
