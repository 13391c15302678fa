import { type ControlSnapshot, EDIT_LISTS, type RecordedFile } from '@antenne/server/contract';
import { ArrowLeft, Download, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { ControlRoom } from '../realtime/index.ts';
import {
  Badge,
  Button,
  buttonClass,
  clockText,
  Dialog,
  EmptyState,
  IconButton,
  Skeleton,
  sizeText,
  timeIn,
  toast,
  useLocale,
  WarnMark,
} from '../ui/index.ts';
import { type RecordingFiles, useRecordingFiles } from './recording.ts';

/** Null: everything. */
type Doomed = { file: string | null } | null;

/** The files of a broadcast's recording, with its edit list. */
export function RecordingsPage({ room, state }: { room: ControlRoom; state: ControlSnapshot }) {
  const { t } = useTranslation('recording');
  const { locale } = useLocale();
  const files = useRecordingFiles(room);
  const { list, failed, addressOf, refresh } = files;
  const [doomed, setDoomed] = useState<Doomed>(null);
  const { broadcast } = state;

  const remove = async (file: string | null) => {
    setDoomed(null);
    const reply = await room.call('recording:delete', { slug: room.slug, file }, { timeoutMs: 15_000 });
    if (!reply.ok) toast({ tone: 'warn', text: t('deleteFailed') });
    refresh();
  };

  const growing = list?.files.some((file) => file.growing) ?? false;
  const total = list?.files.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
  return (
    <main className="mx-auto flex min-h-dvh max-w-5xl flex-col gap-6 p-4 sm:p-6">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <RouterLink
            to={`/studio/${broadcast.slug}`}
            className="inline-flex min-h-9 items-center gap-1.5 text-ink-2 text-s hover:text-ink"
          >
            <ArrowLeft aria-hidden className="size-4" />
            {t('back')}
          </RouterLink>
          <h1 className="text-xl">{t('pageHeading')}</h1>
          <p className="text-ink-2">{broadcast.title}</p>
        </div>
        {list ? (
          <p className="text-ink-2 text-s tabular-nums">
            {t('sum', { count: list.files.length, size: sizeText(total, locale) })}
            {list.usableBytes === null ? null : ` · ${t('free', { size: sizeText(list.usableBytes, locale) })}`}
          </p>
        ) : null}
      </header>
      {failed ? (
        <p role="alert" className="flex items-center gap-2 rounded-m bg-warn-soft px-3 py-2 text-s text-warn-text">
          <WarnMark />
          {t('listFailed')}
        </p>
      ) : null}
      {list ? (
        <>
          <EditLists list={list} addressOf={addressOf} />
          <section aria-labelledby="recorded-files" className="flex flex-col gap-3">
            <div className="flex items-center justify-between gap-4">
              <h2 id="recorded-files" className="text-l">
                {t('filesHeading')}
              </h2>
              {list.files.length > 0 ? (
                <Button
                  size="s"
                  variant="danger"
                  icon={<Trash2 aria-hidden className="size-4" />}
                  disabled={growing}
                  onClick={() => setDoomed({ file: null })}
                >
                  {t('deleteAll')}
                </Button>
              ) : null}
            </div>
            {list.files.length === 0 ? (
              <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>
            ) : (
              <ul className="divide-y divide-line rounded-l border border-line bg-surface">
                {list.files.map((file) => (
                  <FileRow
                    key={file.file}
                    file={file}
                    zone={broadcast.zone}
                    address={addressOf(file.file)}
                    onDelete={() => setDoomed({ file: file.file })}
                  />
                ))}
              </ul>
            )}
            <p className="text-ink-3 text-s">{t('formatHint')}</p>
          </section>
        </>
      ) : (
        <Skeleton className="h-64" />
      )}
      <Dialog
        open={doomed !== null}
        onOpenChange={(open) => !open && setDoomed(null)}
        title={doomed?.file ? t('deleteOne', { file: doomed.file }) : t('deleteAllTitle')}
        description={t('deleteText')}
        actions={
          <>
            <Button onClick={() => setDoomed(null)}>{t('keep')}</Button>
            <Button variant="danger" data-testid="delete-confirmed" onClick={() => doomed && void remove(doomed.file)}>
              {t('delete')}
            </Button>
          </>
        }
      />
    </main>
  );
}

function EditLists({
  list,
  addressOf,
}: Pick<RecordingFiles, 'addressOf'> & { list: NonNullable<RecordingFiles['list']> }) {
  const { t } = useTranslation('recording');
  if (list.takes === 0) return null;
  return (
    <section aria-labelledby="edit-lists" className="flex flex-col gap-3">
      <div>
        <h2 id="edit-lists" className="text-l">
          {t('editHeading')}
        </h2>
        <p className="text-ink-2 text-s">{t('editHint', { count: list.takes })}</p>
      </div>
      <div className="flex flex-wrap gap-3">
        {EDIT_LISTS.map((kind) => {
          const address = addressOf(kind);
          return address ? (
            <a key={kind} href={address} download className={buttonClass('secondary', 's')} data-testid={kind}>
              <Download aria-hidden className="size-4" />
              {t(`edit.${kind.slice(5)}`)}
            </a>
          ) : null;
        })}
      </div>
    </section>
  );
}

function FileRow({
  file,
  zone,
  address,
  onDelete,
}: {
  file: RecordedFile;
  zone: string;
  address: string | null;
  onDelete: () => void;
}) {
  const { t } = useTranslation('recording');
  const { locale } = useLocale();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3" data-testid="recorded-file">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold">
          <span className="min-w-0 truncate">{file.contributorId === null ? t('programmeFile') : file.name}</span>
          {file.growing ? <Badge tone="onair">{t('growing')}</Badge> : null}
        </p>
        <p className="truncate text-ink-3 text-s">{file.file}</p>
      </div>
      <p className="text-ink-2 text-s tabular-nums">
        {t('from', { time: timeIn(file.startedAt, locale, zone) })}
        <span className="text-ink-3"> · {file.timecode}</span>
      </p>
      <p className="w-32 text-right text-s tabular-nums">
        {file.seconds === null ? null : `${clockText(file.seconds * 1000)} · `}
        {sizeText(file.bytes, locale)}
      </p>
      <div className="flex items-center gap-1">
        {address ? (
          <a
            href={address}
            download
            aria-label={t('downloadFile', { file: file.file })}
            title={t('download')}
            className={buttonClass('secondary', 's')}
          >
            <Download aria-hidden className="size-4" />
            <span className="max-sm:sr-only">{t('download')}</span>
          </a>
        ) : null}
        <IconButton
          label={t('deleteFile', { file: file.file })}
          icon={<Trash2 aria-hidden />}
          size="s"
          disabled={file.growing}
          onClick={onDelete}
        />
      </div>
    </li>
  );
}
