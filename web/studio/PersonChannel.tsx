import { ChannelMode, type ChannelSound, type StudioContributor } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { ChannelHears, type Voice } from './ChannelHears.tsx';
import { ChannelSettings, Choice, isProcessed } from './ChannelSettings.tsx';
import { ChannelStrip } from './ChannelStrip.tsx';
import { useStudioLevel } from './media.tsx';
import { useTalk } from './talk.tsx';

/** A contributor's channel on the sound desk. */
export function PersonChannel({
  contributor,
  heard,
  others,
  onSet,
}: {
  contributor: StudioContributor;
  /** On air now. */
  heard: boolean;
  /** Whom they can hear besides. */
  others: readonly Voice[];
  onSet: (sound: Partial<ChannelSound>) => Promise<unknown>;
}) {
  const { t } = useTranslation('studio');
  const { id, name, feed, sound } = contributor;
  const talk = useTalk();
  const isAlone = talk.solo.has(id);
  const hearsOther = !sound.hears.program || sound.hears.others.length > 0;
  return (
    <ChannelStrip
      testId="sound-channel"
      of={{ 'data-contributor': id }}
      name={name}
      sound={sound}
      level={useStudioLevel(id)}
      heard={heard}
      solo={{ on: isAlone, disabled: feed === 'absent' && !isAlone, toggle: () => talk.toggleSolo([id]) }}
      onSet={onSet}
      settings={
        <ChannelSettings
          channelId={id}
          name={name}
          sound={sound}
          lit={hearsOther || sound.mode !== 'follow' || isProcessed(sound)}
          onSet={onSet}
          first={
            <Choice
              label={t('sound.mode')}
              testId="channel-mode"
              className="col-span-2"
              options={ChannelMode.options}
              value={sound.mode}
              textOf={(mode) => t(`sound.modes.${mode}`)}
              onChoose={(mode) => void onSet({ mode })}
            />
          }
        >
          <ChannelHears name={name} hears={sound.hears} others={others} onSet={onSet} />
        </ChannelSettings>
      }
    />
  );
}
