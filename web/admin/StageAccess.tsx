import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { StageLinkBox, toast } from '../ui/index.ts';
import { api, codeOf } from './api.ts';

/** The stage clock's link among a broadcast's people and links. */
export function StageAccess({ slug, zone }: { slug: string; zone: string }) {
  const { t } = useTranslation('common');
  const queries = useQueryClient();
  const queryKey = ['stageLink', slug];
  const link = useQuery({ queryKey, queryFn: () => api.stageLink(slug) });
  if (!link.data) return null;
  const tell = async <T,>(work: Promise<T>): Promise<T | null> => {
    try {
      return await work;
    } catch (error) {
      toast({ text: t(`failure.${codeOf(error)}`), tone: 'warn' });
      return null;
    } finally {
      void queries.invalidateQueries({ queryKey });
    }
  };
  return (
    <StageLinkBox
      linkedAt={link.data.linkedAt}
      zone={zone}
      onMake={async () => (await tell(api.makeStageLink(slug)))?.url ?? null}
      onRevoke={() => tell(api.revokeStageLink(slug))}
    />
  );
}
