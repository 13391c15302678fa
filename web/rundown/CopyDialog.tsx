import { RundownChoices } from '@antenne/server/contract';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlRoom } from '../realtime/index.ts';
import { Button, Checkbox, Dialog, dayIn, IconButton, Select, TextField, toast, useLocale } from '../ui/index.ts';
import type { CopySource, Editor } from './use-editor.ts';

/** Yesterday's show, or a template, taken over; and this rundown kept as a template. */
export function CopyDialog({
  room,
  choices,
  hasItems,
  editor,
  onChoices,
  onClose,
}: {
  room: ControlRoom;
  choices: RundownChoices;
  hasItems: boolean;
  editor: Editor;
  onChoices: (next: RundownChoices) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('rundown');
  const { locale } = useLocale();
  const [from, setFrom] = useState('');
  const [replace, setReplace] = useState(false);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const { slug } = room;
  const copy = async () => {
    const [type, id = ''] = from.split(/:(.*)/);
    const source: CopySource = type === 'template' ? { type, id } : { type: 'broadcast', slug: id };
    setBusy(true);
    const done = await editor.copy(source, replace && hasItems);
    setBusy(false);
    if (done) onClose();
  };
  const told = (reply: Awaited<ReturnType<typeof room.call<'rundown:saveTemplate'>>>, text: string) => {
    if (reply.ok) onChoices(RundownChoices.parse(reply.data));
    toast(reply.ok ? { text } : { text: t(`common:failure.${reply.error.code}`), tone: 'warn' });
  };
  const save = async () => {
    told(await room.call('rundown:saveTemplate', { slug, name: name.trim() }), t('copy.saved', { name: name.trim() }));
    setName('');
  };
  const options = [
    ...choices.templates.map(({ id, name: called, items }) => ({
      value: `template:${id}`,
      label: t('copy.template', { name: called, count: items }),
    })),
    ...choices.broadcasts.map((one) => ({
      value: `broadcast:${one.slug}`,
      label: `${dayIn(one.plannedStart, locale, one.zone)} · ${one.title} (${t('copy.items', { count: one.items })})`,
    })),
  ];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('copy.title')}
      description={t('copy.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="primary" busy={busy} disabled={from === ''} onClick={() => void copy()}>
            {t('copy.do')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {options.length > 0 ? (
          <Select
            label={t('copy.from')}
            value={from}
            onValueChange={setFrom}
            options={options}
            placeholder={t('copy.choose')}
          />
        ) : (
          <p className="text-ink-2">{t('copy.nothing')}</p>
        )}
        {hasItems && options.length > 0 ? (
          <Checkbox label={t('replace')} checked={replace} onCheckedChange={setReplace} className="text-s" />
        ) : null}
        <form
          className="flex items-end gap-2 border-line border-t pt-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim()) void save();
          }}
        >
          <div className="min-w-0 flex-1">
            <TextField
              label={t('copy.keep')}
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </div>
          <Button type="submit" disabled={name.trim() === '' || !hasItems}>
            {t('copy.save')}
          </Button>
        </form>
        {choices.templates.length > 0 ? (
          <ul className="text-s">
            {choices.templates.map(({ id, name: called, createdBy }) => (
              <li key={id} className="flex items-center justify-between gap-2">
                <span className="min-w-0 truncate">
                  {called} <span className="text-ink-3">· {createdBy}</span>
                </span>
                <IconButton
                  size="s"
                  label={t('copy.remove', { name: called })}
                  icon={<Trash2 aria-hidden />}
                  onClick={async () =>
                    told(await room.call('rundown:removeTemplate', { slug, id }), t('copy.removed', { name: called }))
                  }
                />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Dialog>
  );
}
