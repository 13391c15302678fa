import { PLACE_MAX_LENGTH, QUESTION_MAX_LENGTH, type StaffQuestion } from '@antenne/server/contract';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, codePoints, normalised, Textarea, TextField } from '../ui/index.ts';
import { textOf } from './columns.ts';

/** The moderator's wording beside the author's, which never changes. Ctrl+Enter saves, Esc leaves. */
export function EditForm({
  question,
  busy,
  onSave,
  onCancel,
}: {
  question: StaffQuestion;
  /** It is on its way. */
  busy: boolean;
  onSave: (edit: { text: string; place?: string }) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('moderator');
  const [text, setText] = useState(() => textOf(question));
  const [place, setPlace] = useState(question.place ?? '');
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length);
  }, []);
  const length = codePoints(text);
  const moved = normalised(place) !== (question.place ?? '');
  const fits = length > 0 && length <= QUESTION_MAX_LENGTH && codePoints(place) <= PLACE_MAX_LENGTH;
  const savable = fits && (moved || normalised(text) !== textOf(question));
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (savable) onSave({ text: normalised(text), ...(moved && { place: normalised(place) }) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onCancel();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(event);
  };
  return (
    <form onSubmit={save} className="flex flex-col gap-3">
      <p className="written border-line border-l-3 pl-2.5 text-ink-2 text-s">
        <span className="font-semibold">{t('card.original')} </span>
        {question.original}
      </p>
      <Textarea
        ref={area}
        label={t('move.editLabel')}
        hint={t('move.editHint')}
        value={text}
        limit={QUESTION_MAX_LENGTH}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        data-testid="edit-text"
      />
      <TextField
        label={t('move.placeLabel')}
        value={place}
        maxLength={PLACE_MAX_LENGTH}
        onChange={(event) => setPlace(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        data-testid="edit-place"
      />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" size="s" busy={busy} disabled={!savable} data-testid="edit-save">
          {t('move.save')}
        </Button>
        <Button size="s" variant="quiet" onClick={onCancel}>
          {t('move.cancel')}
        </Button>
      </div>
    </form>
  );
}
