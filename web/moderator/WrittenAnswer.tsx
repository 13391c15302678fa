import { StaffQuestion, WRITTEN_ANSWER_MAX_LENGTH } from '@antenne/server/contract';
import { PencilLine } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useControl } from '../realtime/index.ts';
import { Button, codePoints, normalised, spaced, Textarea, toast, useLocale } from '../ui/index.ts';

const ANSWERABLE: readonly StaffQuestion['state'][] = ['approved', 'queued', 'onAir', 'answered'];

/** The answer in writing of a public question, and the form that changes it. */
export function WrittenAnswer({ question }: { question: StaffQuestion }) {
  const { t } = useTranslation(['desk', 'common']);
  const { locale } = useLocale();
  const { slug = '' } = useParams();
  const { room, state } = useControl(slug);
  /** What is being written, over the question as it was then; null: nothing. */
  const [draft, setDraft] = useState<{ text: string; version: number } | null>(null);
  const [busy, setBusy] = useState(false);
  const role = state?.me.role;
  const may = ANSWERABLE.includes(question.state) && (role === 'moderator' || role === 'producer' || role === 'owner');
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (draft === null || busy) return;
    setBusy(true);
    const { text, version } = draft;
    const reply = await room.call('question:answer', { slug, id: question.id, version, text: normalised(text) });
    setBusy(false);
    if (reply.ok) setDraft(null);
    else {
      const { code } = reply.error;
      // Told so, they have the question before them as it is now: publishing once more is meant.
      const current = StaffQuestion.safeParse(reply.error.current);
      if (current.success) setDraft({ text, version: current.data.version });
      toast({ text: code === 'conflict' ? t('answer.conflict') : t(`common:failure.${code}`), tone: 'warn' });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The desk's own keys act on cards.
    event.stopPropagation();
    if (event.key === 'Escape') setDraft(null);
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save(event);
  };
  if (draft !== null) {
    const { text } = draft;
    const length = codePoints(text);
    return (
      <form onSubmit={save} className="flex flex-col gap-3">
        <Textarea
          autoFocus
          label={t('answer.label')}
          hint={t('answer.hint')}
          value={text}
          limit={WRITTEN_ANSWER_MAX_LENGTH}
          onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
          onKeyDown={onKeyDown}
          data-testid="answer-text"
        />
        <div className="flex gap-2">
          <Button
            type="submit"
            variant="primary"
            size="s"
            busy={busy}
            disabled={length > WRITTEN_ANSWER_MAX_LENGTH || normalised(text) === (question.writtenAnswer ?? '')}
            data-testid="answer-save"
          >
            {t('answer.save')}
          </Button>
          <Button size="s" variant="quiet" onClick={() => setDraft(null)}>
            {t('answer.cancel')}
          </Button>
        </div>
      </form>
    );
  }
  if (question.writtenAnswer === null && !may) return null;
  return (
    <div className="flex flex-col items-start gap-1.5">
      {question.writtenAnswer === null ? null : (
        <div className="border-line border-l-3 pl-2.5 text-s">
          <p className="font-semibold text-ink-3">{t('answer.title')}</p>
          <p className="written text-ink-2">{spaced(question.writtenAnswer, locale)}</p>
        </div>
      )}
      {may ? (
        <Button
          size="s"
          variant="quiet"
          className="-ml-2 px-2!"
          icon={<PencilLine aria-hidden className="size-4" />}
          data-testid="write-answer"
          onClick={() => setDraft({ text: question.writtenAnswer ?? '', version: question.version })}
        >
          {t(question.writtenAnswer === null ? 'answer.write' : 'answer.change')}
        </Button>
      ) : null}
    </div>
  );
}
