import type { PublicBroadcast } from '@antenne/server/contract';
import { Check, Copy, Download, Share2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, buttonClass, clockText, Dialog, Textarea, TextField } from '../../ui/index.ts';
import { embedCode, pageLink } from './addresses.ts';
import { parseMoment } from './moment.ts';
import { qrSvg, svgAddress } from './qr.ts';

/** Copies `text`, and says so for a while; where a page may not, the text is marked to be copied by hand. */
function CopyButton({ text, label, field }: { text: string; label: string; field: string }) {
  const { t } = useTranslation('share');
  const [copied, setCopied] = useState<string | null>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), 3_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const done = copied === text;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
    } catch {
      document.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[data-testid="${field}"]`)?.select();
    }
  };
  return (
    <>
      <Button
        icon={done ? <Check aria-hidden className="size-4.5" /> : <Copy aria-hidden className="size-4.5" />}
        onClick={() => void copy()}
      >
        {done ? t('copied') : label}
      </Button>
      <span role="status" className="sr-only">
        {done ? t('copied') : ''}
      </span>
    </>
  );
}

/** Passes the show on: its address, the same from a moment on, as a code for phones, for another site. */
export function ShareDialog({
  broadcast,
  shownAt,
  onClose,
}: {
  broadcast: PublicBroadcast;
  /** What the picture shows, ms since 1970 UTC; null: nothing. */
  shownAt: number | null;
  onClose: () => void;
}) {
  const { t } = useTranslation('share');
  const { slug, title, startedAt } = broadcast;
  const here = startedAt !== null && shownAt !== null ? Math.max(0, shownAt - Date.parse(startedAt)) : 0;
  const [fromMoment, setFromMoment] = useState(false);
  const [moment, setMoment] = useState(() => clockText(here));
  const seconds = parseMoment(moment);
  const startAt = fromMoment ? seconds : null;
  const url = pageLink(location.origin, broadcast, startAt);
  const code = embedCode(location.origin, broadcast, startAt);
  const svg = svgAddress(qrSvg(url));
  const pass = async () => {
    try {
      await navigator.share({ title, url });
    } catch {
      // They thought better of it, or the system has no sheet for it: the address stands below.
    }
  };
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())} title={t('title')}>
      <div className="flex flex-col gap-5" data-testid="share-dialog">
        <div className="flex flex-col gap-2 sm:flex-row sm:items-end">
          <div className="min-w-0 flex-1">
            <TextField
              label={t('link')}
              value={url}
              readOnly
              data-testid="share-link"
              onFocus={(event) => event.currentTarget.select()}
            />
          </div>
          <CopyButton text={url} label={t('copy')} field="share-link" />
        </div>
        {startedAt === null ? null : (
          <div className="-mt-2 flex flex-wrap items-center gap-x-3">
            <label className="flex min-h-target cursor-pointer items-center gap-3">
              <input
                type="checkbox"
                className="size-5 shrink-0 accent-(--accent)"
                data-testid="share-from"
                checked={fromMoment}
                onChange={(event) => setFromMoment(event.currentTarget.checked)}
              />
              {t('startAt')}
            </label>
            <div className="w-28">
              <TextField
                label={t('moment')}
                labelHidden
                inputMode="numeric"
                className="tabular-nums"
                data-testid="share-moment"
                value={moment}
                error={fromMoment && seconds === null ? t('momentWrong') : null}
                onChange={(event) => {
                  setMoment(event.currentTarget.value);
                  setFromMoment(true);
                }}
              />
            </div>
          </div>
        )}
        {'share' in navigator ? (
          <Button variant="primary" icon={<Share2 aria-hidden className="size-4.5" />} onClick={() => void pass()}>
            {t('system')}
          </Button>
        ) : null}
        <div className="flex items-center gap-5">
          <img
            src={svg}
            alt={t('qrAlt', { url })}
            data-testid="share-qr"
            className="size-32 rounded-m border border-line"
          />
          <div className="flex flex-col items-start gap-2">
            <p className="text-ink-2 text-s">{t('qr')}</p>
            <a href={svg} download={`${slug}-qr.svg`} className={buttonClass('secondary', 's')}>
              <Download aria-hidden className="size-4" />
              {t('qrSave')}
            </a>
          </div>
        </div>
        <div className="flex flex-col items-start gap-2">
          <div className="w-full">
            <Textarea
              label={t('embed')}
              value={code}
              readOnly
              rows={3}
              data-testid="share-embed"
              className="text-s"
              onFocus={(event) => event.currentTarget.select()}
            />
          </div>
          <CopyButton text={code} label={t('copyCode')} field="share-embed" />
        </div>
      </div>
    </Dialog>
  );
}
