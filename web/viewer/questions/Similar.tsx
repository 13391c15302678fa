import type { PublicQuestion } from '@antenne/server/contract';
import { ChevronUp, Heart } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AudienceRoom, type AudienceState, voteShown } from '../../realtime/index.ts';
import { Button, codePoints, cx, spaced, toast, useLocale } from '../../ui/index.ts';
import { takesVotes } from './ask.ts';

/** A pause in writing after which is looked for, ms. */
const PAUSE_MS = 700;
/** Below so many characters nothing is said yet. */
const FEWEST_CHARACTERS = 12;

/** Public questions that may ask what is being written; none while it says too little. */
function useSimilar(room: AudienceRoom, text: string): readonly PublicQuestion[] {
  const [found, setFound] = useState<readonly PublicQuestion[]>([]);
  const enough = codePoints(text.trim()) >= FEWEST_CHARACTERS;
  useEffect(() => {
    if (!enough) {
      setFound([]);
      return;
    }
    let over = false;
    const timer = setTimeout(async () => {
      const reply = await room.similar(text);
      // Proposals are a courtesy: where none come, none are missed.
      if (!over && reply.ok) setFound(reply.data.similar);
    }, PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [room, text, enough]);
  return found;
}

/** While one writes: who asks this already, to be supported instead. */
export function Similar({
  state,
  room,
  text,
  onDrop,
}: {
  state: AudienceState;
  room: AudienceRoom;
  text: string;
  /** Empties the draft: another question asks it. */
  onDrop: () => void;
}) {
  const { t } = useTranslation(['asking', 'viewer', 'common']);
  const { locale } = useLocale();
  const found = useSimilar(room, text);
  if (found.length === 0) return null;
  const supported = found.some(({ id }) => id in state.votedFor);
  const vote = async (id: string, on: boolean) => {
    const reply = await room.vote(id, on);
    if (!reply.ok) toast({ text: t(`common:failure.${reply.error.code}`), tone: 'warn' });
  };
  return (
    <section aria-label={t('similar.title')} className="rounded-m bg-sunken p-3" data-testid="similar">
      <p className="font-semibold text-s">{t('similar.title')}</p>
      <ul className="mt-2 flex flex-col gap-2.5">
        {found.map((one) => {
          const question = state.questions[one.id] ?? one;
          const { on, votes } = voteShown(state, question);
          const theme = state.broadcast.themes.find(({ id }) => id === question.themeId);
          return (
            <li key={question.id} className="flex items-start gap-3">
              <span className="written line-clamp-3 min-w-0 flex-1 text-ink-2 text-s">
                {spaced(question.text, locale)}
              </span>
              {question.state === 'answered' ? (
                <span className="shrink-0 text-ink-3 text-s">{t('similar.answered')}</span>
              ) : takesVotes(theme) && !(question.id in state.own) ? (
                <Button
                  size="s"
                  variant={on ? 'quiet' : 'secondary'}
                  aria-pressed={on}
                  aria-label={t(on ? 'viewer:vote.on' : 'viewer:vote.off', { count: votes })}
                  className={cx('shrink-0 tabular-nums', on && 'text-accent-text')}
                  icon={on ? <Heart aria-hidden className="size-4" /> : <ChevronUp aria-hidden className="size-4" />}
                  onClick={() => void vote(question.id, !on)}
                >
                  {t(on ? 'similar.supported' : 'similar.support')}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      {supported ? (
        <p className="mt-2.5 flex flex-wrap items-center gap-x-3 border-line border-t pt-2.5 text-ink-2 text-s">
          {t('similar.enough')}
          <Button size="s" variant="quiet" className="-ml-3" onClick={onDrop}>
            {t('similar.drop')}
          </Button>
        </p>
      ) : null}
    </section>
  );
}
