import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { useLocale } from './locale.ts';

/** The link that opens the stage clock without an account: whether there is one, making it, taking it away. */
export function StageLinkBox({
  linkedAt,
  zone,
  onMake,
  onRevoke,
}: {
  /** Since when a link is valid; null: none is. */
  linkedAt: string | null;
  zone: string;
  /** Resolves to the link, or to null when it was refused. */
  onMake: () => Promise<string | null>;
  onRevoke: () => Promise<unknown>;
}) {
  const { t } = useTranslation(['stage', 'common']);
  const { locale } = useLocale();
  const [busy, setBusy] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const run = async (work: () => Promise<string | null>) => {
    setBusy(true);
    setCopied(false);
    setUrl(await work());
    setBusy(false);
  };
  const when = (at: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(new Date(at));
  return (
    <section aria-label={t('desk.link')} className="flex flex-col gap-2 border-line border-t pt-4">
      <h3 className="font-semibold">{t('desk.link')}</h3>
      <p className="text-ink-2 text-s">{t('desk.linkText')}</p>
      {url ? (
        <>
          <p className="font-medium text-s">{t('desk.once')}</p>
          <output
            data-testid="stage-url"
            className="select-all rounded-m bg-sunken px-3.5 py-2.5 text-s [overflow-wrap:anywhere]"
          >
            {url}
          </output>
        </>
      ) : (
        <p className="text-s">{linkedAt ? t('desk.linkSince', { when: when(linkedAt) }) : t('desk.noLink')}</p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {url ? (
          <Button
            size="s"
            variant="primary"
            icon={copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
            onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}
          >
            {t(copied ? 'common:copied' : 'common:copy')}
          </Button>
        ) : (
          <Button size="s" data-testid="stage-link-make" busy={busy} onClick={() => void run(onMake)}>
            {t(linkedAt ? 'desk.renew' : 'desk.make')}
          </Button>
        )}
        {linkedAt ? (
          <Button
            size="s"
            variant="danger"
            data-testid="stage-link-revoke"
            disabled={busy}
            onClick={() =>
              void run(async () => {
                await onRevoke();
                return null;
              })
            }
          >
            {t('desk.revoke')}
          </Button>
        ) : null}
        {linkedAt && !url ? <span className="text-ink-3 text-s">{t('desk.renewText')}</span> : null}
      </div>
    </section>
  );
}
