import { useTranslation } from 'react-i18next';
import { Dialog, Key } from '../ui/index.ts';

/** All keys of the studio. */
export function KeysDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation('studio');
  const rows = [
    { keys: ['1', '…', '9'], does: t('keys.preview') },
    { keys: ['0'], does: t('keys.slate') },
    { keys: [t('keys.space'), t('keys.enter')], does: t('keys.take') },
    { keys: ['N'], does: t('keys.takeNext') },
    { keys: ['S'], does: t('keys.sound') },
    { keys: ['P'], does: t('keys.listen') },
    { keys: ['?'], does: t('keys.help') },
  ];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('keys.title')}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {rows.map((row) => (
          <div key={row.does} className="contents">
            <dt className="flex justify-end gap-1">
              {row.keys.map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dt>
            <dd>{row.does}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 text-ink-2 text-s">{t('keys.doubleClick')}</p>
    </Dialog>
  );
}
