import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Checkbox, clockText, Dialog, timeIn, useLocale, uuid, WarnMark } from '../ui/index.ts';
import { COLUMNS, type Column, guessMapping, type Names, readLines, readSheet, type Sheet } from './csv.ts';
import type { Editor } from './use-editor.ts';

/** Above this no spreadsheet of a rundown is meant, bytes. */
const LARGEST = 1_000_000;
/** Lines that the preview shows. */
const PREVIEW = 40;

/** A spreadsheet becomes items: which column is which, what comes of each line, and nothing until all of it is right. */
export function ImportDialog({
  names,
  hasItems,
  editor,
  onClose,
}: {
  names: Names;
  hasItems: boolean;
  editor: Editor;
  onClose: () => void;
}) {
  const { t } = useTranslation('rundown');
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [mapping, setMapping] = useState<readonly (Column | null)[]>([]);
  const [replace, setReplace] = useState(false);
  const [problem, setProblem] = useState<'unreadable' | 'large' | null>(null);
  const [busy, setBusy] = useState(false);
  const lines = sheet ? readLines(sheet, mapping, names, uuid) : [];
  const wrong = lines.filter(({ problems }) => problems.length > 0);

  const open = async (file: File | undefined) => {
    if (!file) return;
    const read = file.size > LARGEST ? null : readSheet(await file.text());
    setProblem(file.size > LARGEST ? 'large' : read ? null : 'unreadable');
    setSheet(read);
    setMapping(read ? guessMapping(read.header) : []);
  };
  const send = async () => {
    setBusy(true);
    const done = await editor.importAll(
      lines.map(({ item }) => item),
      replace,
    );
    setBusy(false);
    if (done) onClose();
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('import.title')}
      description={t('import.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={lines.length === 0 || wrong.length > 0}
            onClick={() => void send()}
            data-testid="import-send"
          >
            {t('import.send', { count: lines.length })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-s">
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          aria-label={t('import.file')}
          data-testid="import-file"
          onChange={(event) => void open(event.currentTarget.files?.[0])}
          className="w-full rounded-m border border-line-strong/70 p-2"
        />
        {problem ? (
          <p role="alert" className="font-medium text-onair-text">
            {t(`import.${problem}`)}
          </p>
        ) : null}
        {sheet ? (
          <>
            <fieldset className="flex flex-col gap-2">
              <legend className="mb-1 font-semibold">{t('import.columns')}</legend>
              {headings(sheet).map(({ key, name, index }) => (
                <label key={key} className="grid grid-cols-2 items-center gap-2">
                  <span className="truncate" title={name}>
                    {name || t('import.column', { number: index + 1 })}
                  </span>
                  <select
                    value={mapping[index] ?? ''}
                    onChange={(event) => {
                      const column = COLUMNS.find((known) => known === event.currentTarget.value) ?? null;
                      // A column is one thing, and one column is it.
                      setMapping(mapping.map((old, at) => (at === index ? column : old === column ? null : old)));
                    }}
                    className="h-9 min-w-0 rounded-m border border-line-strong/70 bg-surface px-2"
                  >
                    <option value="">{t('import.ignore')}</option>
                    {COLUMNS.map((column) => (
                      <option key={column} value={column}>
                        {t(`import.as.${column}`)}
                      </option>
                    ))}
                  </select>
                </label>
              ))}
            </fieldset>
            {wrong.length > 0 ? (
              <div role="alert" data-testid="import-problems" className="rounded-m bg-warn-soft p-3 text-warn-text">
                <p className="flex items-center gap-1.5 font-semibold">
                  <WarnMark />
                  {t('import.wrong', { count: wrong.length })}
                </p>
                <ul tabIndex={0} className="mt-1 max-h-40 overflow-y-auto">
                  {wrong.flatMap(({ line, problems }) =>
                    problems.map(({ problem: what, value }) => (
                      <li key={`${line}-${what}`}>
                        {t('import.line', { line, what: t(`import.problem.${what}`, { value }) })}
                      </li>
                    )),
                  )}
                </ul>
              </div>
            ) : (
              <Preview lines={lines} zone={names.zone} />
            )}
            {hasItems ? <Checkbox label={t('replace')} checked={replace} onCheckedChange={setReplace} /> : null}
          </>
        ) : null}
      </div>
    </Dialog>
  );
}

/** Headers by name, and which of that name: two columns may be called the same. */
function headings({ header }: Sheet) {
  return header.map((name, index) => ({
    name,
    index,
    key: `${name}#${header.slice(0, index).filter((other) => other === name).length}`,
  }));
}

function Preview({ lines, zone }: { lines: ReturnType<typeof readLines>; zone: string }) {
  const { t } = useTranslation('rundown');
  const { locale } = useLocale();
  return (
    <div>
      <h3 className="mb-1 text-s">{t('import.preview')}</h3>
      <ol tabIndex={0} data-testid="import-preview" className="max-h-48 overflow-y-auto rounded-m border border-line">
        {lines.slice(0, PREVIEW).map(({ line, item }) => (
          <li key={line} className="flex gap-3 border-line border-b px-2 py-1 last:border-b-0">
            <span className="w-12 shrink-0 text-right tabular-nums">{clockText(item.plannedDurationMs ?? 0)}</span>
            <span className="min-w-0 flex-1 truncate">{item.title.fr}</span>
            <span className="shrink-0 text-ink-3">
              {[item.hardStart && timeIn(item.hardStart, locale, zone), item.group].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
        {lines.length > PREVIEW ? (
          <li className="px-2 py-1 text-ink-3">{t('import.more', { count: lines.length - PREVIEW })}</li>
        ) : null}
      </ol>
    </div>
  );
}
