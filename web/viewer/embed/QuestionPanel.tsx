import { ExternalLink, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type AudienceRoom, type AudienceState, type Link, useFramedAudience } from '../../realtime/index.ts';
import { buttonClass, IconButton, Skeleton } from '../../ui/index.ts';
import { takesQuestions } from '../questions/ask.ts';
import { useAsk } from '../questions/ask-hook.ts';
import { useFollowedTheme } from '../questions/followed-theme.ts';
import { OwnQuestions } from '../questions/OwnQuestions.tsx';
import { PublicQuestions } from '../questions/PublicQuestions.tsx';
import { QuestionForm } from '../questions/QuestionForm.tsx';
import { Similar } from '../questions/Similar.tsx';
import { useNotices } from '../questions/use-notices.ts';

/**
 * In the frame itself: asking, what becomes of one's own questions, voting. It has a socket for as long as it is open.
 * Esc closes it.
 */
export function QuestionPanel({
  id,
  slug,
  focused,
  className,
  onClose,
  onLink,
  onWatch,
}: {
  id: string;
  slug: string;
  /** Somebody opened it by hand: they are led to it. */
  focused: boolean;
  /** Where it stands in the frame. */
  className: string;
  onClose: () => void;
  /** Told each change of its socket, and `null` once it has none any more. */
  onLink: (link: Link | null) => void;
  /** Shows what went out at that time, ms since the epoch; null: nothing can be shown. */
  onWatch: ((at: number) => void) | null;
}) {
  const { t } = useTranslation(['viewer', 'asking', 'ui', 'common']);
  const { state, link, refusal, room } = useFramedAudience(slug);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focused) heading.current?.focus();
  }, [focused]);
  useEffect(() => onLink(link), [onLink, link]);
  useEffect(() => () => onLink(null), [onLink]);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  const asks = !state || state.broadcast.themes.some(takesQuestions);
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      data-testid="frame-questions"
      onKeyDown={leave}
      className={`flex flex-col bg-canvas text-ink [--picture-height:0px] ${className}`}
    >
      <div className="flex shrink-0 items-center justify-between gap-2 border-line border-b py-1 pr-1 pl-4">
        <h2 id={`${id}-title`} ref={heading} tabIndex={-1} className="min-w-0 truncate text-m outline-none">
          {t(asks ? 'form.title' : 'tabs.questions')}
        </h2>
        <IconButton label={t('ui:close')} icon={<X aria-hidden />} onClick={onClose} data-testid="close-questions" />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {state ? (
          <Questions state={state} room={room} link={link} onWatch={onWatch} />
        ) : refusal ? (
          <p role="alert" className="p-4">
            {t(`common:failure.${refusal.code}`)}
          </p>
        ) : (
          <div role="status" className="flex flex-col gap-3 p-4">
            <span className="sr-only">{t('common:loading')}</span>
            <Skeleton className="h-11" />
            <Skeleton className="h-24" />
            <Skeleton className="h-11" />
          </div>
        )}
        <p className="border-line border-t p-2">
          <a href={`/b/${slug}#questions`} target="_blank" rel="noopener" className={buttonClass('quiet', 's')}>
            {t('embed.open')}
            <ExternalLink aria-hidden className="size-4" />
          </a>
        </p>
      </div>
    </section>
  );
}

function Questions({
  state,
  room,
  link,
  onWatch,
}: {
  state: AudienceState;
  room: AudienceRoom;
  link: Link;
  onWatch: ((at: number) => void) | null;
}) {
  const { broadcast } = state;
  const ask = useAsk(broadcast.slug, room, link);
  const [followed, follow] = useFollowedTheme(broadcast.slug);
  useNotices(state, followed);
  return (
    <>
      <div className="border-line border-b p-4">
        <QuestionForm
          broadcast={broadcast}
          ask={ask}
          link={link}
          similar={
            <Similar state={state} room={room} text={ask.state.draft.text} onDrop={() => ask.write({ text: '' })} />
          }
        />
      </div>
      <OwnQuestions own={Object.values(state.own)} ask={ask} room={room} link={link} onWatch={onWatch} />
      <PublicQuestions state={state} room={room} followed={followed} onFollow={follow} onWatch={onWatch} />
    </>
  );
}
