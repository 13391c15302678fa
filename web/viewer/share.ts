import type { PublicBroadcast } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { toast } from '../ui/index.ts';

/** Shares this page by the system's own sheet where there is one, otherwise copies its address. */
export function useShare(title: string): () => Promise<void> {
  const { t } = useTranslation('viewer');
  return async () => {
    const url = location.origin + location.pathname;
    if ('share' in navigator) {
      try {
        await navigator.share({ title, url });
        return;
      } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') return;
        // Not allowed here (desktop policies): copying does as well.
      }
    }
    try {
      await navigator.clipboard.writeText(url);
      toast({ text: t('share.copied') });
    } catch {
      toast({ text: t('share.byHand', { url }), durationMs: 15_000 });
    }
  };
}

/** Address of a broadcast's page that starts with what went out at that instant, ms since 1970 UTC. */
export function linkToMoment({ slug, startedAt }: PublicBroadcast, at: number): string {
  const page = `${location.origin}/b/${slug}`;
  if (startedAt === null) return page;
  return `${page}?t=${Math.max(0, Math.floor((at - Date.parse(startedAt)) / 1000))}`;
}
