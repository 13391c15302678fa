import {
  assetsIn,
  type BusState,
  type ChannelSound,
  contributorsIn,
  type StudioContributor,
} from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { useAssets } from './assets.tsx';
import { ClipChannel } from './ClipChannel.tsx';
import { clipsOn } from './clip.ts';
import { Panel } from './Panel.tsx';
import { PersonChannel } from './PersonChannel.tsx';
import { ProgramStrip } from './ProgramStrip.tsx';

/**
 * The sound desk: a strip for each contributor (mute, fader, level after it, what is done before it), for each clip on a
 * bus, and the programme's own. What is on air is what is heard, and open channels under it.
 */
export function SoundPanel({
  contributors,
  bus,
  onSet,
  onResetLoudness,
  className,
}: {
  contributors: readonly StudioContributor[];
  bus: Pick<BusState, 'onAir' | 'preview' | 'program'>;
  onSet: (contributorId: string, sound: Partial<ChannelSound>) => Promise<unknown>;
  onResetLoudness: () => void;
  className?: string;
}) {
  const { t } = useTranslation('studio');
  const { onAir } = bus;
  const seen = contributorsIn(onAir);
  const isHeard = ({ id, sound }: StudioContributor): boolean =>
    seen.includes(id) || (sound.mode === 'open' && onAir !== null && onAir.type !== 'black');
  const clips = clipsOn(bus, useAssets());
  const sorted = [...contributors].sort((a, b) => a.number - b.number);
  return (
    <Panel title={t('sound.title')} className={className} aside={<ProgramStrip onReset={onResetLoudness} />}>
      <ul
        tabIndex={0}
        aria-label={t('sound.title')}
        className="grid min-h-0 flex-1 content-start gap-x-5 gap-y-1.5 relative overflow-y-auto overscroll-contain px-2 pb-2 sm:max-lg:grid-cols-2 xl:grid-cols-3"
      >
        {clips.map((clip) => (
          <ClipChannel key={clip.id} clip={clip} heard={assetsIn(onAir).includes(clip.id)} />
        ))}
        {sorted.map((contributor) => (
          <PersonChannel
            key={contributor.id}
            contributor={contributor}
            heard={isHeard(contributor)}
            others={sorted.filter(({ id }) => id !== contributor.id)}
            onSet={(sound) => onSet(contributor.id, sound)}
          />
        ))}
      </ul>
    </Panel>
  );
}
