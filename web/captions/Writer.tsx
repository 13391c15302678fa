import { type Caption, LONGEST_CAPTION } from '@antenne/server/contract';
import { Mic, MicOff, Send } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Checkbox, codePoints, languageName, Select, Textarea } from '../ui/index.ts';
import { languagesFor, nextLanguage } from './languages.ts';
import { canListen, useSpeech } from './use-speech.ts';
import type { CaptionWriter } from './use-writer.ts';

/** The box: Enter sends, the arrow up takes the last line to correct it, Escape leaves it as it was. */
export function Writer({
  boxRef,
  writer,
  language,
  announced,
  last,
  open,
  onLanguage,
}: {
  boxRef: RefObject<HTMLTextAreaElement | null>;
  writer: CaptionWriter;
  language: string;
  /** Languages that viewers are offered already. */
  announced: readonly string[];
  last: Caption | undefined;
  /** Lines can go out now. */
  open: boolean;
  onLanguage: (language: string) => void;
}) {
  const { t, i18n } = useTranslation(['captions', 'common']);
  const { text, editing, failure } = writer;
  const tooLong = codePoints(text) > LONGEST_CAPTION;
  const ready = (open || editing !== null) && text.trim() !== '' && !tooLong;
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter ends a word that is being composed (Japanese, accents by dead keys), not the line.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (ready) writer.send();
    } else if (event.key === 'ArrowUp' && text === '' && last) {
      event.preventDefault();
      writer.edit(last);
    } else if (event.key === 'Escape' && editing) {
      event.preventDefault();
      writer.cancel();
    } else if (event.altKey && event.code === 'KeyL') {
      event.preventDefault();
      onLanguage(nextLanguage(announced, language));
    }
  };
  const name = (tag: string) => languageName(tag, i18n.resolvedLanguage);
  return (
    <form
      className="flex flex-col gap-3 max-lg:order-2 lg:col-span-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) writer.send();
      }}
    >
      {/* On a phone the box comes first: what is below it is under the keyboard. */}
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2 max-lg:order-last">
        <div className="w-56 max-w-full">
          <Select
            label={t('language')}
            data-testid="caption-language"
            value={language}
            onValueChange={onLanguage}
            options={languagesFor(announced, language).map((tag) => ({ value: tag, label: name(tag) }))}
          />
        </div>
        {announced.includes(language) ? null : (
          <Button size="m" data-testid="caption-announce" onClick={writer.announce}>
            {t('announce', { language: name(language) })}
          </Button>
        )}
        <span className="flex-1" />
        {canListen() ? <Respeaking writer={writer} language={language} open={open} /> : null}
      </div>
      <div className="flex items-stretch gap-3">
        <div className="min-w-0 flex-1">
          <Textarea
            ref={boxRef}
            label={editing ? t('correcting') : t('line')}
            data-testid="caption-text"
            lang={language}
            dir="auto"
            autoFocus
            rows={2}
            value={text}
            limit={LONGEST_CAPTION}
            hint={t('keys')}
            error={failure ? t(`common:failure.${failure}`) : null}
            onChange={(event) => writer.setText(event.currentTarget.value.replaceAll(/\s*\n\s*/g, ' '))}
            onKeyDown={onKeyDown}
            className="text-l"
          />
        </div>
        <Button
          type="submit"
          variant="primary"
          size="l"
          data-testid="caption-send"
          disabled={!ready}
          icon={<Send aria-hidden className="size-5" />}
          className="mt-7 mb-7 max-sm:px-4"
        >
          <span className="max-sm:sr-only">{t(editing ? 'correct' : 'send')}</span>
        </Button>
      </div>
    </form>
  );
}

/** The browser writes what is said again clearly: it is checked before it goes out, or goes out phrase by phrase. */
function Respeaking({ writer, language, open }: { writer: CaptionWriter; language: string; open: boolean }) {
  const { t } = useTranslation('captions');
  const [on, setOn] = useState(false);
  const [direct, setDirect] = useState(false);
  const { heard, problem } = useSpeech(on, language, (phrase) => {
    if (direct && open) writer.send(phrase);
    else writer.setText([writer.text, phrase].filter((part) => part !== '').join(' '));
  });
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {on ? (
        <p className="min-w-0 max-w-96 truncate text-ink-2 text-s" lang={language} dir="auto">
          {problem ? t('speech.problem') : heard || t('speech.listening')}
        </p>
      ) : (
        <p className="max-w-96 text-ink-3 text-s">{t('speech.note')}</p>
      )}
      {on ? (
        <Checkbox label={t('speech.direct')} checked={direct} onCheckedChange={setDirect} className="text-s" />
      ) : null}
      <Button
        aria-pressed={on}
        icon={on ? <MicOff aria-hidden className="size-5" /> : <Mic aria-hidden className="size-5" />}
        onClick={() => setOn(!on)}
      >
        {t(on ? 'speech.stop' : 'speech.start')}
      </Button>
    </div>
  );
}
