import type { SourceRef, StudioContributor } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { contributorOf } from './tally.ts';

/** Says a source: the contributor's name and place, or the broadcast's card. */
export function useSourceName(contributors: readonly StudioContributor[]): (source: SourceRef | null) => string | null {
  const { t } = useTranslation('studio');
  return (source) => {
    if (!source) return null;
    if (source.type === 'slate') return t('source.slate');
    const contributor = contributorOf(source, contributors);
    return contributor ? `${contributor.name} · ${contributor.place}` : t('source.gone');
  };
}
