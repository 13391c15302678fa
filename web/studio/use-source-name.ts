import { type SlotRef, type SourceRef, type StudioContributor, slotsIn } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { useAssets } from './assets.tsx';
import { presentIn } from './scene.ts';

/** Says a source: a contributor's name and place, a scene and what is in it, the broadcast's card, a colour, black. */
export function useSourceName(contributors: readonly StudioContributor[]): (source: SourceRef | null) => string | null {
  const { t } = useTranslation('studio');
  const assets = useAssets();
  const nameOf = (slot: SlotRef): string => {
    switch (slot.type) {
      case 'feed':
        return contributors.find(({ id }) => id === slot.contributorId)?.name ?? t('source.gone');
      case 'still':
      case 'clip':
        return assets.find(({ id }) => id === slot.assetId)?.title ?? t('source.gone');
      case 'colour':
        return t('source.colourOf', { colour: slot.colour });
      case 'countdown':
        return slot.title ? t('source.countdownOf', { title: slot.title }) : t('source.countdown');
      case 'testPattern':
        return t('source.testPattern');
      default:
        return slot satisfies never;
    }
  };
  return (source) => {
    if (!source) return null;
    const slots = presentIn(source, contributors);
    const [first] = slots;
    if (source.type === 'everybody') {
      return first ? t('source.everybodyOf', { names: slots.map(nameOf).join(' + ') }) : t('source.everybody');
    }
    if (!first) return t(slotsIn(source).length > 0 ? 'source.gone' : `source.${source.type}`);
    if (source.type === 'feed') {
      const place = contributors.find(({ id }) => id === source.contributorId)?.place;
      return `${nameOf(first)} · ${place}`;
    }
    if (!('slots' in source)) return nameOf(first);
    return t(`source.${source.type}`, { names: slots.map(nameOf).join(' + ') });
  };
}
