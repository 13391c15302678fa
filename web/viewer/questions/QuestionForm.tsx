import {
  AUTHOR_MAX_LENGTH,
  PLACE_MAX_LENGTH,
  type PublicBroadcast,
  QUESTION_MAX_LENGTH,
} from '@antenne/server/contract';
import { CircleCheck, Send } from 'lucide-react';
import { type FormEvent, type ReactNode, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Link } from '../../realtime/index.ts';
import { Button, quoted, Select, Textarea, TextField, useLocale } from '../../ui/index.ts';
import { draftProblems, takesQuestions } from './ask.ts';
import type { Ask } from './ask-hook.ts';

/** The question form. Works offline: what is sent then leaves by itself once the page is back. */
export function QuestionForm({
  broadcast,
  ask,
  link,
  textRef,
  similar,
}: {
  broadcast: PublicBroadcast;
  ask: Ask;
  link: Link;
  textRef?: RefObject<HTMLTextAreaElement | null>;
  /** Below the text: who asks it already. */
  similar?: ReactNode;
}) {
  const { t } = useTranslation(['viewer', 'asking', 'common']);
  const { locale, text } = useLocale();
  const [tried, setTried] = useState(false);
  const { draft, letters } = ask.state;
  const themes = broadcast.themes.filter((theme) => theme.window !== 'hidden');
  const problems = draftProblems(draft, themes);
  const waiting = letters.some((letter) => letter.refused === null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = Object.keys(problems);
    if (wrong.length > 0) {
      setTried(true);
      const form = event.currentTarget;
      // After the errors are on the page, so that they are read out with the field.
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    setTried(false);
    ask.send();
  };
  const problem = (key: string | undefined) => (key && tried ? t(`form.${key}`, { max: QUESTION_MAX_LENGTH }) : null);

  if (broadcast.state === 'ended' || !themes.some(takesQuestions)) {
    return (
      <div className="rounded-m bg-sunken px-4 py-3 text-ink-2" data-testid="question-closed">
        <p>{broadcast.state === 'ended' ? t('form.endedText') : t('form.closedText')}</p>
        {draft.text.trim() === '' ? null : (
          <p className="mt-2 text-s">
            {t('asking:draftKept')} <span className="written text-ink">{quoted(draft.text.trim(), locale)}</span>
          </p>
        )}
      </div>
    );
  }
  return (
    <form data-testid="question-form" noValidate onSubmit={submit} className="flex flex-col gap-3">
      {ask.refusal ? (
        <p role="alert" className="rounded-m bg-warn-soft px-3.5 py-2.5 font-medium text-s text-warn-text">
          {t(`form.refused.${ask.refusal}`, { defaultValue: t(`common:failure.${ask.refusal}`) })}
        </p>
      ) : null}
      <Select
        label={t('form.theme')}
        data-testid="question-theme"
        value={themes.some((theme) => theme.id === draft.themeId) ? draft.themeId : ''}
        onValueChange={(themeId) => ask.write({ themeId })}
        placeholder={t('form.themePlaceholder')}
        error={problem(problems.theme)}
        options={themes.map((theme) => ({
          value: theme.id,
          label: takesQuestions(theme) ? text(theme.title) : t('form.themeIsClosed', { theme: text(theme.title) }),
          disabled: !takesQuestions(theme),
        }))}
      />
      {problems.theme === 'themeClosed' && draft.text.trim() !== '' && !ask.refusal ? (
        <p role="status" className="rounded-m bg-warn-soft px-3.5 py-2.5 font-medium text-s text-warn-text">
          {t('form.refused.closed')}
        </p>
      ) : null}
      <Textarea
        ref={textRef}
        label={t('form.text')}
        data-testid="question-text"
        placeholder={t('form.textPlaceholder')}
        value={draft.text}
        limit={QUESTION_MAX_LENGTH}
        error={problem(problems.text)}
        enterKeyHint="enter"
        onChange={(event) => ask.write({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
      />
      {similar}
      <div className="grid grid-cols-2 items-start gap-3">
        <TextField
          label={t('form.author')}
          data-testid="question-author"
          placeholder={t('form.authorPlaceholder')}
          autoComplete="given-name"
          maxLength={AUTHOR_MAX_LENGTH * 2}
          value={draft.author}
          error={problem(problems.author)}
          onChange={(event) => ask.write({ author: event.currentTarget.value })}
        />
        <TextField
          label={t('form.place')}
          data-testid="question-place"
          placeholder={t('form.placePlaceholder')}
          autoComplete="address-level2"
          maxLength={PLACE_MAX_LENGTH * 2}
          value={draft.place}
          error={problem(problems.place)}
          onChange={(event) => ask.write({ place: event.currentTarget.value })}
        />
      </div>
      <div className="flex items-center justify-between gap-3">
        <p role="status" className="min-h-5 text-ink-3 text-s">
          {waiting && link !== 'online' ? (
            t('form.willLeave')
          ) : ask.arrived ? (
            <span className="flex animate-enter items-center gap-2 font-medium text-ink">
              <CircleCheck aria-hidden className="size-4.5 shrink-0" />
              {t('form.arrived')}
            </span>
          ) : (
            t('form.promise')
          )}
        </p>
        <Button
          type="submit"
          variant="primary"
          className="shrink-0"
          data-testid="question-send"
          icon={<Send aria-hidden className="size-4.5" />}
        >
          {t('form.send')}
        </Button>
      </div>
    </form>
  );
}
