import type { AssetChange, StudioAsset } from '@antenne/server/contract';
import { Film } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAssetCommands } from './assets.tsx';
import { ChannelSettings, isProcessed } from './ChannelSettings.tsx';
import { ChannelStrip } from './ChannelStrip.tsx';
import { useStudioLevel } from './media.tsx';
import { useTalk } from './talk.tsx';

/** The channel of a clip that is on a bus, on the sound desk. */
export function ClipChannel({ clip, heard }: { clip: StudioAsset; heard: boolean }) {
  const { t } = useTranslation(['studio', 'media']);
  const { call, slug } = useAssetCommands();
  const talk = useTalk();
  const { id, title } = clip;
  const isAlone = talk.solo.has(id);
  const isSilent = clip.facts?.hasSound === false;
  const change = (wanted: AssetChange) => call('asset:change', { slug, assetId: id, change: wanted });
  return (
    <ChannelStrip
      testId="clip-channel"
      of={{ 'data-asset': id }}
      name={title}
      mark={<Film aria-hidden className="mr-1 inline size-4 align-[-0.2em]" />}
      sound={clip}
      level={useStudioLevel(id)}
      heard={heard}
      noSound={isSilent ? t('media:clip.noSound') : undefined}
      solo={{ on: isAlone, disabled: clip.sound === null && !isAlone, toggle: () => talk.toggleSolo([id]) }}
      onSet={change}
      settings={
        isSilent ? (
          <span className="size-9 shrink-0 pointer-coarse:size-target" />
        ) : (
          <ChannelSettings channelId={id} name={title} sound={clip} lit={isProcessed(clip) || clip.trim} onSet={change}>
            <label className="col-span-2 flex min-h-9 items-center gap-2 pointer-coarse:min-h-target">
              <input
                type="checkbox"
                data-testid="channel-duck"
                checked={clip.duck}
                onChange={(event) => void change({ duck: event.currentTarget.checked })}
                className="size-4.5 accent-(--accent)"
              />
              {t('media:clip.duck')}
            </label>
          </ChannelSettings>
        )
      }
    />
  );
}
