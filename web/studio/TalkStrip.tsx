import type { StudioContributor } from '@antenne/server/contract';
import { Headphones, Lock, Mic } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx, IconButton } from '../ui/index.ts';
import { TalkButton } from './TalkButton.tsx';
import { othersTo, useTalk } from './talk.tsx';

const SMALL = 'size-6! pointer-coarse:size-target! rounded-s! border-transparent! [&_svg]:size-4!';
const OFF = 'bg-black/75! text-white! hover:bg-black!';

/** On a tile: speak to this person, hear them alone, or both. */
export function TalkStrip({ contributor }: { contributor: StudioContributor }) {
  const { t } = useTranslation('studio');
  const talk = useTalk();
  const { id, name, feed } = contributor;
  const wish = { to: [id], private: false };
  const between = talk.wish?.private === true && talk.wish.to !== 'all' && talk.wish.to.includes(id);
  const spoken = talk.wish !== null && (talk.wish.to === 'all' || talk.wish.to.includes(id));
  const alone = talk.solo.has(id);
  const others = othersTo(talk.others, id);
  const silent = feed === 'absent';
  return (
    <div
      data-testid="talk-strip"
      data-contributor={id}
      // At the upper edge: the middle of a tile belongs to the press that puts it on preview, however small the tile is.
      className="pointer-events-none absolute inset-x-1.5 top-1.5 flex flex-col items-start gap-1 pointer-coarse:static pointer-coarse:pt-1"
    >
      <div className="pointer-events-auto flex gap-0.5 pointer-coarse:gap-1">
        <TalkButton
          wish={wish}
          label={t('talk.toOne', { name })}
          className={cx(SMALL, spoken ? 'bg-accent! text-accent-ink!' : OFF)}
        />
        <IconButton
          size="s"
          data-testid="solo"
          label={t(alone ? 'talk.soloEnd' : 'talk.solo', { name })}
          pressed={alone}
          disabled={silent && !alone}
          icon={<Headphones aria-hidden />}
          className={cx(SMALL, alone ? 'bg-accent! text-accent-ink!' : OFF)}
          onClick={() => talk.toggleSolo([id])}
        />
        <IconButton
          size="s"
          data-testid="private"
          label={t(between ? 'talk.privateEnd' : 'talk.private', { name })}
          pressed={between}
          disabled={silent && !between}
          icon={<Lock aria-hidden />}
          className={cx(SMALL, between ? 'bg-accent! text-accent-ink!' : OFF)}
          onClick={() => talk.togglePrivate(id)}
        />
      </div>
      {others.length > 0 ? (
        <span
          data-testid="spoken-by"
          className="flex max-w-full items-center gap-1 rounded-s bg-black/80 px-1.5 py-0.5 text-s text-white"
        >
          <Mic aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{others.join(', ')}</span>
        </span>
      ) : null}
    </div>
  );
}
