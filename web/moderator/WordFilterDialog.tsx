import type { WordFilter } from '@antenne/server/contract';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlRoom } from '../realtime/index.ts';
import { Button, Dialog, Textarea, toast } from '../ui/index.ts';

const words = (text: string) => [...new Set(text.split('\n').flatMap((line) => line.trim() || []))];

/** The words for which questions of this show wait for a moderator's eye. */
export function WordFilterDialog({ room, onClose }: { room: ControlRoom; onClose: () => void }) {
  const { t } = useTranslation(['desk', 'common']);
  const [texts, setTexts] = useState<Record<keyof WordFilter, string> | null>(null);
  const { slug } = room;
  useEffect(() => {
    let over = false;
    void room.call('wordFilter:read', { slug }).then((reply) => {
      if (over) return;
      if (reply.ok) setTexts({ blocked: reply.data.blocked.join('\n'), allowed: reply.data.allowed.join('\n') });
      else toast({ text: t(`common:failure.${reply.error.code}`), tone: 'warn' });
    });
    return () => {
      over = true;
    };
  }, [room, slug, t]);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!texts) return;
    const filter = { blocked: words(texts.blocked), allowed: words(texts.allowed) };
    const reply = await room.call('wordFilter:set', { slug, filter });
    if (reply.ok) {
      toast({ text: t('filter.saved') });
      onClose();
    } else toast({ text: t(`common:failure.${reply.error.code}`), tone: 'warn' });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('filter.title')} description={t('filter.text')}>
      <form onSubmit={save} className="flex flex-col gap-4" onKeyDown={(event) => event.stopPropagation()}>
        {(['blocked', 'allowed'] as const).map((list) => (
          <Textarea
            key={list}
            label={t(`filter.${list}`)}
            rows={list === 'blocked' ? 8 : 4}
            value={texts?.[list] ?? ''}
            disabled={texts === null}
            data-testid={`filter-${list}`}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setTexts((all) => all && { ...all, [list]: value });
            }}
          />
        ))}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" disabled={texts === null} data-testid="filter-save">
            {t('filter.save')}
          </Button>
          <Button variant="quiet" onClick={onClose}>
            {t('filter.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
