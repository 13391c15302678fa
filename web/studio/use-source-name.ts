import { assetIn, contributorsIn, type SourceRef, type StudioContributor } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { useAssets } from './assets.tsx';
import { peopleIn } from './scene.ts';

/** Says a source: a contributor's name and place, a scene and who is in it, the broadcast's card, a colour, black. */
export function useSourceName(contributors: readonly StudioContributor[]): (source: SourceRef | null) => string | null {
  const { t } = useTranslation('studio');
  const assets = useAssets();
  return (source) => {
    if (!source) return null;
    if (source.type === 'colour') return t('source.colourOf', { colour: source.colour });
    const assetId = assetIn(source);
    if (assetId) return assets.find(({ id }) => id === assetId)?.title ?? t('source.gone');
    if (source.type === 'countdown' && source.title) return t('source.countdownOf', { title: source.title });
    const people = peopleIn(source, contributors);
    const [first] = people;
    if (!first) return t(contributorsIn(source).length > 0 ? 'source.gone' : `source.${source.type}`);
    if (source.type === 'feed') return `${first.name} · ${first.place}`;
    return t(`source.${source.type}`, { names: people.map(({ name }) => name).join(' + ') });
  };
}
