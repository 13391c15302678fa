import type { RundownItem } from '@antenne/server/contract';
import { Copy, Trash2, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, clockText, cx, IconButton, useLocale } from '../ui/index.ts';
import { parseDuration } from './duration.ts';
import type { Given } from './ItemPanel.tsx';
import type { Editor } from './use-editor.ts';

const TYPES = ['segment', 'duplex', 'clip', 'questions', 'break', 'milestone'] as const;
const BOX = 'h-9 min-w-0 rounded-m border border-line-strong/70 bg-surface px-2 text-s';

/** What is done to several at once. */
export function BulkBar({
  ids,
  items,
  given,
  editor,
  onClear,
}: {
  ids: readonly string[];
  items: readonly RundownItem[];
  given: Given;
  editor: Editor;
  onClear: () => void;
}) {
  const { t } = useTranslation('rundown');
  const { text } = useLocale();
  const groups = useId();
  const [group, setGroup] = useState('');
  const [duration, setDuration] = useState('');
  const ms = parseDuration(duration, 0);
  const sum = items.reduce(
    (total, item) => total + (ids.includes(item.id) && !item.skip ? item.plannedDurationMs : 0),
    0,
  );
  return (
    <div
      role="toolbar"
      aria-label={t('bulk.name')}
      data-testid="bulk-bar"
      className="flex flex-wrap items-center gap-2 border-line border-t bg-sunken px-3 py-2 text-s"
    >
      <strong className="tabular-nums">{t('bulk.count', { count: ids.length, time: clockText(sum) })}</strong>
      <select
        aria-label={t('field.type')}
        value=""
        className={BOX}
        onChange={(event) => {
          const type = TYPES.find((known) => known === event.currentTarget.value);
          if (type) void editor.writeAll(ids, { type });
        }}
      >
        <option value="">{t('field.type')}…</option>
        {TYPES.map((type) => (
          <option key={type} value={type}>
            {t(`type.${type}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('field.theme')}
        value=""
        className={cx(BOX, 'max-w-64')}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (value) void editor.writeAll(ids, { themeId: value === 'none' ? null : value });
        }}
      >
        <option value="">{t('field.theme')}…</option>
        <option value="none">{t('none')}</option>
        {given.themes.map(({ id, title }) => (
          <option key={id} value={id}>
            {text(title)}
          </option>
        ))}
      </select>
      <form
        className="flex gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          void editor.writeAll(ids, { group: group.trim() || null });
        }}
      >
        <input
          aria-label={t('field.group')}
          placeholder={t('field.group')}
          list={groups}
          value={group}
          onChange={(event) => setGroup(event.currentTarget.value)}
          className={`${BOX} w-32`}
        />
        <datalist id={groups}>
          {given.groups.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Button size="s" type="submit">
          {t(group.trim() ? 'bulk.group' : 'bulk.ungroup')}
        </Button>
      </form>
      <form
        className="flex gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          if (ms !== null) void editor.writeAll(ids, { plannedDurationMs: ms });
        }}
      >
        <input
          aria-label={t('field.duration')}
          placeholder="5:00"
          value={duration}
          aria-invalid={duration !== '' && ms === null}
          onChange={(event) => setDuration(event.currentTarget.value)}
          className={`${BOX} w-20 tabular-nums aria-invalid:border-onair-text`}
        />
        <Button size="s" type="submit" disabled={ms === null}>
          {t('bulk.duration')}
        </Button>
      </form>
      <Button size="s" onClick={() => void editor.writeAll(ids, { skip: true })}>
        {t('bulk.skip')}
      </Button>
      <Button size="s" onClick={() => void editor.writeAll(ids, { skip: false })}>
        {t('bulk.include')}
      </Button>
      <Button size="s" onClick={() => void editor.writeAll(ids, { public: false })}>
        {t('bulk.hide')}
      </Button>
      <Button size="s" onClick={() => void editor.writeAll(ids, { public: true })}>
        {t('bulk.show')}
      </Button>
      <span className="flex-1" />
      <IconButton
        size="s"
        label={t('do.duplicate')}
        icon={<Copy aria-hidden />}
        onClick={() => void editor.duplicate(ids)}
      />
      <IconButton
        size="s"
        label={t('do.remove')}
        icon={<Trash2 aria-hidden />}
        onClick={() => void editor.remove(ids)}
      />
      <IconButton size="s" label={t('bulk.clear')} keyHint="Esc" icon={<X aria-hidden />} onClick={onClear} />
    </div>
  );
}
