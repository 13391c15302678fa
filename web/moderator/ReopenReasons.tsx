import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Key, TextField } from '../ui/index.ts';
import { REOPEN_REASONS } from './keys.ts';

/** The longest reason that the server takes. */
const LONGEST = 200;

/** Why a decision that was final is taken back: three quick reasons with a digit each, or one's own words. */
export function ReopenReasons({
  title,
  onReason,
  onCancel,
}: {
  title: string;
  onReason: (reason: string) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('moderator');
  const [words, setWords] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (words.trim() !== '') onReason(words.trim());
  };
  return (
    <fieldset className="flex flex-col gap-2.5" data-testid="reopen-reasons">
      <legend className="mb-2 font-semibold text-ink-2 text-s">{title}</legend>
      <div className="flex flex-wrap gap-2">
        {REOPEN_REASONS.map((reason, index) => (
          <Button
            key={reason}
            size="s"
            data-testid={`reopen-reason-${index + 1}`}
            onClick={() => onReason(t(`reopen.${reason}`))}
          >
            <Key>{String(index + 1)}</Key>
            {t(`reopen.${reason}`)}
          </Button>
        ))}
      </div>
      <form onSubmit={send} className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={t('reopen.own')}
            value={words}
            maxLength={LONGEST}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        </div>
        <Button type="submit" disabled={words.trim() === ''}>
          {t('reopen.send')}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          {t('move.cancel')}
        </Button>
      </form>
    </fieldset>
  );
}
