import { useTranslation } from 'react-i18next';
import { KeysDialog } from '../ui/index.ts';

/** All keys of the moderation desk. */
export function ModerationKeys({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation(['moderator', 'votes']);
  const rows = [
    { keys: ['J', 'K'], does: t('keys.move') },
    { keys: ['←', '→'], does: t('keys.column') },
    { keys: ['A'], does: t('keys.approve') },
    { keys: ['R'], does: t('keys.reject') },
    { keys: ['U'], does: t('keys.reopen') },
    { keys: ['M'], does: t('keys.merge') },
    { keys: ['C'], does: t('keys.claim') },
    { keys: ['X'], does: t('keys.mark') },
    { keys: ['V'], does: t('votes:key') },
    { keys: ['Q'], does: t('keys.queue') },
    { keys: ['O'], does: t('keys.putOnAir') },
    { keys: ['D'], does: t('keys.answered') },
    { keys: ['E'], does: t('keys.edit') },
    { keys: ['Z'], does: t('keys.undo') },
    { keys: ['T'], does: t('keys.themes') },
    { keys: ['N'], does: t('keys.showNew') },
    { keys: ['/'], does: t('keys.search') },
    { keys: ['?'], does: t('keys.help') },
  ];
  return <KeysDialog open={open} onOpenChange={onOpenChange} title={t('keys.title')} rows={rows} />;
}
