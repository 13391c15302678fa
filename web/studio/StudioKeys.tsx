import { useTranslation } from 'react-i18next';
import { KeysDialog } from '../ui/index.ts';

/** All keys of the studio. */
export function StudioKeys({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
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
    <KeysDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('keys.title')}
      rows={rows}
      note={t('keys.doubleClick')}
    />
  );
}
