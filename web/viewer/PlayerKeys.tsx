import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Checkbox, KeysDialog } from '../ui/index.ts';
import { keysChoice } from './page-keys-choice.ts';

/** The player's keys, and the switch for those who do not want them outside of it. */
export function PlayerKeys({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation('viewer');
  const { on, choose } = useStore(keysChoice);
  const rows = [
    { keys: [t('keys.space'), 'K'], does: t('keys.play') },
    { keys: ['J', 'L'], does: t('keys.seek') },
    { keys: ['←', '→'], does: t('keys.seekReplay') },
    { keys: ['M'], does: t('keys.mute') },
    { keys: ['F'], does: t('keys.fullscreen') },
    { keys: ['C'], does: t('keys.captions') },
  ];
  return (
    <KeysDialog open={open} onOpenChange={onOpenChange} title={t('keys.title')} rows={rows}>
      <Checkbox label={t('keys.wholePage')} checked={on} onCheckedChange={choose} className="mt-4" />
    </KeysDialog>
  );
}
