import { useTranslation } from 'react-i18next';
import { KeysDialog } from '../ui/index.ts';

/** All keys of the studio. */
export function StudioKeys({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation(['studio', 'run']);
  const rows = [
    { keys: ['1', '…', '9'], does: t('keys.preview') },
    { keys: ['0'], does: t('keys.slate') },
    { keys: [t('keys.space')], does: t('keys.cut') },
    { keys: [t('keys.enter')], does: t('keys.auto') },
    { keys: ['B'], does: t('keys.black') },
    { keys: ['F', 'D', 'I', 'G', 'Q', 'E'], does: t('keys.layouts') },
    { keys: ['I'], does: t('keys.corner') },
    { keys: [t('keys.shift'), 'I'], does: t('keys.resize') },
    { keys: ['X'], does: t('keys.swap') },
    { keys: [t('keys.shift'), '1', '…', '9'], does: t('keys.add') },
    { keys: ['L', 'H', 'W', 'J'], does: t('keys.graphics') },
    { keys: ['F1', '…', 'F8'], does: t('keys.scenes') },
    { keys: ['R'], does: t('keys.offerBack') },
    { keys: ['N'], does: t('keys.takeNext') },
    { keys: [t('keys.shift'), 'N'], does: t('run:keys.previous') },
    { keys: ['A'], does: t('run:keys.add') },
    { keys: [t('keys.shift'), 'A'], does: t('run:keys.remove') },
    { keys: ['K'], does: t('run:keys.hold') },
    { keys: ['Z'], does: t('run:keys.pause') },
    { keys: ['S'], does: t('keys.sound') },
    { keys: ['P'], does: t('keys.listen') },
    { keys: ['O'], does: t('keys.solo') },
    { keys: ['T'], does: t('keys.talk') },
    { keys: ['T', '1', '…', '9'], does: t('keys.talkTo') },
    { keys: ['T', '0'], does: t('keys.talkAll') },
    { keys: [t('keys.shift'), 'T'], does: t('keys.talkLatch') },
    { keys: ['V'], does: t('keys.clip') },
    { keys: ['M'], does: t('keys.media') },
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
