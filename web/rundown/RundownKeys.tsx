import { useTranslation } from 'react-i18next';
import { KeysDialog } from '../ui/index.ts';

const ROWS = [
  { keys: ['↑', '↓'], does: 'go' },
  { keys: ['Shift', '↑ ↓'], does: 'extend' },
  { keys: ['Space'], does: 'toggle' },
  { keys: ['Enter'], does: 'write' },
  { keys: ['Tab'], does: 'cell' },
  { keys: ['Esc'], does: 'leave' },
  { keys: ['Alt', '↑ ↓'], does: 'move' },
  { keys: ['Ctrl', 'Enter'], does: 'add' },
  { keys: ['Ctrl', 'D'], does: 'duplicate' },
  { keys: ['Del'], does: 'remove' },
  { keys: ['Ctrl', 'Z'], does: 'undo' },
  { keys: ['Ctrl', 'Shift', 'Z'], does: 'redo' },
  { keys: ['Ctrl', 'A'], does: 'all' },
] as const;

export function RundownKeys({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation('rundown');
  return (
    <KeysDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('keys.title')}
      rows={ROWS.map(({ keys, does }) => ({ keys, does: t(`keys.${does}`) }))}
      note={t('keys.duration')}
    />
  );
}
