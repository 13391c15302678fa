import type { OwnQuestion } from '@antenne/server/contract';
import { Archive, Check, Clock3, Eye, Play, Send, TriangleAlert, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AudienceRoom, Link } from '../../realtime/index.ts';
import { Button, cx, quoted, spaced, toast, useLocale } from '../../ui/index.ts';
import { type Letter, lettersToShow } from './ask.ts';
import type { Ask } from './ask-hook.ts';
import { canWithdraw } from './own.ts';

const ICON: Record<OwnQuestion['state'], ReactNode> = {
  pending: <Clock3 aria-hidden />,
  approved: <Eye aria-hidden />,
  rejected: <TriangleAlert aria-hidden />,
  onAir: <span aria-hidden="true" className="size-2.5 rounded-full bg-onair" />,
  answered: <Check aria-hidden />,
  withdrawn: <Undo2 aria-hidden />,
  archived: <Archive aria-hidden />,
};

function Line({ text, children }: { text: string; children: ReactNode }) {
  const { locale } = useLocale();
  return (
    <>
      <p className="written line-clamp-3 text-ink">{spaced(text, locale)}</p>
      <div className="mt-1 flex flex-wrap items-center gap-x-2 text-ink-2 text-s [&_svg]:size-4 [&_svg]:shrink-0">
        {children}
      </div>
    </>
  );
}

function LetterRow({ letter, ask, link }: { letter: Letter; ask: Ask; link: Link }) {
  const { t } = useTranslation(['viewer', 'asking', 'common']);
  return (
    <li data-testid="own-question" data-state={letter.refused ? 'refused' : 'sending'} className="px-4 py-3">
      <Line text={letter.text}>
        {letter.refused ? (
          <>
            <span className="flex items-center gap-2 text-warn-text">
              <TriangleAlert aria-hidden />
              {t(`form.refused.${letter.refused}`, { defaultValue: t(`common:failure.${letter.refused}`) })}
            </span>
            <span className="ml-auto flex">
              {ask.state.draft.text.trim() === '' ? (
                <Button size="s" variant="quiet" onClick={() => ask.resume(letter.key)}>
                  {t('own.mend')}
                </Button>
              ) : null}
              <Button size="s" variant="quiet" onClick={() => ask.drop(letter.key)}>
                {t('own.drop')}
              </Button>
            </span>
          </>
        ) : (
          <span className="flex items-center gap-2">
            <Send aria-hidden />
            {t(link === 'online' ? 'own.sending' : 'asking:waitsForNetwork')}
          </span>
        )}
      </Line>
    </li>
  );
}

type Watch = ((at: number) => void) | null;

function OwnRow({ question, room, onWatch }: { question: OwnQuestion; room: AudienceRoom; onWatch: Watch }) {
  const { t } = useTranslation(['viewer', 'asking', 'common']);
  const { locale } = useLocale();
  const withdraw = async () => {
    const reply = await room.withdraw(question);
    if (!reply.ok) toast({ text: t(`common:failure.${reply.error.code}`), tone: 'warn' });
  };
  return (
    <li
      data-testid="own-question"
      data-state={question.state}
      data-id={question.id}
      className={cx('px-4 py-3', question.state === 'onAir' && 'bg-onair-soft')}
    >
      <Line text={question.text}>
        <span
          className={cx(
            'flex items-center gap-2',
            question.state === 'onAir' && 'font-semibold text-onair-text',
            question.state === 'rejected' && 'text-warn-text',
          )}
        >
          {ICON[question.state]}
          {t(`own.${question.state}`)}
        </span>
        {canWithdraw(question) ? (
          <Button size="s" variant="quiet" className="ml-auto" onClick={withdraw}>
            {t('own.withdraw')}
          </Button>
        ) : null}
      </Line>
      {question.mergedInto ? (
        <div className="mt-1.5 border-line border-l-3 pl-3 text-s" data-testid="merged">
          <p className="text-ink-2">{t('asking:merged')}</p>
          {question.mergedInto.text !== null ? (
            <p className="written mt-0.5">{quoted(question.mergedInto.text, locale)}</p>
          ) : null}
        </div>
      ) : null}
      {question.state === 'answered' && question.onAirAt && onWatch ? (
        <Button
          size="s"
          variant="quiet"
          className="-ml-2"
          icon={<Play aria-hidden className="size-4" />}
          onClick={() => onWatch(Date.parse(question.onAirAt ?? ''))}
        >
          {t('asking:watchAnswer')}
        </Button>
      ) : null}
      {question.writtenAnswer !== null ? (
        <div className="mt-1.5 border-line border-l-3 pl-3">
          <p className="font-semibold text-ink-3 text-s">{t('asking:writtenAnswer')}</p>
          <p className="written text-s">{spaced(question.writtenAnswer, locale)}</p>
        </div>
      ) : null}
      {question.rejection ? (
        <p className="mt-1 text-ink-2 text-s">
          {t(`rejection.${question.rejection.reason}`)}
          {question.rejection.note ? (
            <span className="written mt-0.5 block">{quoted(question.rejection.note, locale)}</span>
          ) : null}
        </p>
      ) : null}
    </li>
  );
}

/** What this viewer sent, newest first, each with where it stands in plain words. */
export function OwnQuestions({
  own,
  ask,
  room,
  link,
  onWatch,
}: {
  own: readonly OwnQuestion[];
  ask: Ask;
  room: AudienceRoom;
  link: Link;
  /** Shows what went out at that time, ms since the epoch; null: nothing can be shown. */
  onWatch: Watch;
}) {
  const { t } = useTranslation('viewer');
  const letters = lettersToShow(ask.state.letters, own);
  if (own.length + letters.length === 0) return null;
  const sorted = [...own].sort((a, b) => Date.parse(b.submittedAt) - Date.parse(a.submittedAt));
  return (
    <section aria-labelledby="own-questions">
      <h2 id="own-questions" className="px-4 pt-4 pb-1 font-semibold text-ink-3 text-s">
        {t('own.title', { count: own.length + letters.length })}
      </h2>
      <ul className="divide-y divide-line">
        {letters.toReversed().map((letter) => (
          <LetterRow key={letter.key} letter={letter} ask={ask} link={link} />
        ))}
        {sorted.map((question) => (
          <OwnRow key={question.id} question={question} room={room} onWatch={onWatch} />
        ))}
      </ul>
    </section>
  );
}
