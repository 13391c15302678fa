import type { ItemFields, Locale, LocalizedText, RundownItem } from '@antenne/server/contract';
import { ArrowDown, ArrowUp, Copy, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox, clockText, dayIn, IconButton, Select, Tabs, timeIn, useLocale } from '../ui/index.ts';
import { Draft } from './Draft.tsx';
import { parseDuration } from './duration.ts';
import { hardStartAt, wallText } from './rows.ts';
import type { Editor } from './use-editor.ts';

const TYPES = ['segment', 'duplex', 'clip', 'questions', 'break', 'milestone'] as const;
const CONTINENTS = ['africa', 'asia', 'europe', 'northAmerica', 'oceania', 'southAmerica'] as const;
const LOCALES = ['fr', 'en', 'es'] as const satisfies readonly Locale[];

/** What an item can be given. */
export type Given = {
  zone: string;
  themes: readonly { id: string; title: LocalizedText }[];
  contributors: readonly { id: string; name: string; place: string; zone: string; continent: string | null }[];
  scenes: readonly { id: string; name: string }[];
  groups: readonly string[];
  /** Names of who answers for items already. */
  owners: readonly string[];
};

/** Everything about one item. What is typed is kept when its field is left. */
export function ItemPanel({
  item,
  given,
  editor,
  others,
  onEditing,
  onMove,
}: {
  item: RundownItem;
  given: Given;
  /** Null: nobody here may write. */
  editor: Editor | null;
  others: readonly string[];
  /** A field was entered, or left. */
  onEditing: (editing: boolean) => void;
  onMove: (by: -1 | 1) => void;
}) {
  const { t } = useTranslation('rundown');
  const { locale, text } = useLocale();
  const [language, setLanguage] = useState<Locale>(locale);
  const locked = editor === null;
  const write = (fields: Partial<ItemFields>, seen = item) => void editor?.write(seen, fields);
  const choose = (fields: Partial<ItemFields>) => write(fields);
  const shared = { seen: item, disabled: locked, onEditing };
  const none = { value: '', label: t('none') };
  const pair = 'grid grid-cols-2 gap-3';
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-start justify-between gap-2">
        <h2 className="min-w-0 text-m leading-snug">{text(item.title) || t('untitled')}</h2>
        {editor ? (
          <span className="flex shrink-0">
            <IconButton
              size="s"
              label={t('do.up')}
              keyHint="Alt+↑"
              icon={<ArrowUp aria-hidden />}
              onClick={() => onMove(-1)}
            />
            <IconButton
              size="s"
              label={t('do.down')}
              keyHint="Alt+↓"
              icon={<ArrowDown aria-hidden />}
              onClick={() => onMove(1)}
            />
            <IconButton
              size="s"
              label={t('do.duplicate')}
              keyHint="Ctrl+D"
              icon={<Copy aria-hidden />}
              onClick={() => void editor.duplicate([item.id])}
            />
            <IconButton
              size="s"
              label={t('do.remove')}
              keyHint="Del"
              icon={<Trash2 aria-hidden />}
              onClick={() => void editor.remove([item.id])}
            />
          </span>
        ) : null}
      </div>
      {others.length > 0 ? (
        <p role="status" className="rounded-m bg-warn-soft px-3 py-2 text-s text-warn-text">
          {t('othersHere', { count: others.length, names: others.join(', ') })}
        </p>
      ) : null}
      <Tabs
        label={t('languages')}
        value={language}
        onValueChange={(value) => setLanguage(LOCALES.find((known) => known === value) ?? 'fr')}
        tabs={LOCALES.map((value) => ({
          value,
          label: `${t(`common:languages.${value}`)}${item.title[value] ? '' : ' ·'}`,
          content: (
            <div className="flex flex-col gap-3 pt-3">
              <Draft
                {...shared}
                key={`title-${value}`}
                label={t('field.title')}
                value={item.title[value] ?? ''}
                placeholder={value === 'fr' ? '' : item.title.fr}
                onKeep={(typed, seen) => {
                  if (value === 'fr' && typed === '') return false;
                  write({ title: { ...seen.title, [value]: typed } }, seen);
                  return true;
                }}
              />
              <Draft
                {...shared}
                key={`description-${value}`}
                label={t('field.description')}
                hint={t('field.descriptionHint')}
                lines
                value={item.description?.[value] ?? ''}
                onKeep={(typed, seen) => {
                  const description = { fr: '', ...seen.description, [value]: typed };
                  const empty = LOCALES.every((one) => !description[one]);
                  write({ description: empty ? null : description }, seen);
                  return true;
                }}
              />
            </div>
          ),
        }))}
      />
      <div className={pair}>
        <Draft
          {...shared}
          label={t('field.duration')}
          hint={t('field.durationHint')}
          value={clockText(item.plannedDurationMs)}
          onKeep={(typed, seen) => {
            const plannedDurationMs = parseDuration(typed, seen.plannedDurationMs);
            if (plannedDurationMs === null) return false;
            write({ plannedDurationMs }, seen);
            return true;
          }}
        />
        <Select
          label={t('field.type')}
          disabled={locked}
          value={item.type}
          options={TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
          onValueChange={(value) => {
            const type = TYPES.find((known) => known === value);
            if (type) choose({ type });
          }}
        />
      </div>
      <div className={pair}>
        <Select
          label={t('field.start')}
          disabled={locked}
          value={item.startMode}
          options={[
            { value: 'soft', label: t('start.soft') },
            { value: 'hard', label: t('start.hard') },
          ]}
          onValueChange={(value) =>
            choose(
              value === 'hard'
                ? { startMode: 'hard', hardStart: item.hardStart ?? toMinute(item.plannedStart) }
                : { startMode: 'soft' },
            )
          }
        />
        {item.startMode === 'hard' && item.hardStart ? (
          <Draft
            {...shared}
            label={t('field.hardStart')}
            hint={dayIn(item.hardStart, locale, given.zone)}
            value={wallText(item.hardStart, given.zone)}
            onKeep={(typed, seen) => {
              const hardStart = hardStartAt(typed, Date.parse(seen.plannedStart), given.zone);
              if (hardStart === null) return false;
              write({ startMode: 'hard', hardStart }, seen);
              return true;
            }}
          />
        ) : null}
      </div>
      <div className={pair}>
        <Draft
          {...shared}
          label={t('field.group')}
          value={item.group ?? ''}
          suggestions={given.groups}
          onKeep={(typed, seen) => {
            write({ group: typed || null }, seen);
            return true;
          }}
        />
        <Select
          label={t('field.theme')}
          disabled={locked}
          value={item.themeId ?? ''}
          options={[none, ...given.themes.map(({ id, title }) => ({ value: id, label: text(title) }))]}
          onValueChange={(value) => choose({ themeId: value || null })}
        />
      </div>
      <div className={pair}>
        <Select
          label={t('field.contributor')}
          disabled={locked}
          value={item.contributorId ?? ''}
          options={[none, ...given.contributors.map(({ id, name }) => ({ value: id, label: name }))]}
          onValueChange={(value) => {
            const who = given.contributors.find(({ id }) => id === value);
            choose({
              contributorId: who?.id ?? null,
              // Where the person is, the item is, unless it says otherwise.
              ...(who && !item.place && { place: who.place, zone: who.zone, continent: who.continent }),
            });
          }}
        />
        <Select
          label={t('field.scene')}
          disabled={locked}
          value={item.sceneId ?? ''}
          options={[
            { value: '', label: t(item.type === 'clip' ? 'sceneOfClip' : 'sceneOfContributor') },
            ...given.scenes.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onValueChange={(value) => choose({ sceneId: value || null })}
        />
      </div>
      <div className={pair}>
        <Draft
          {...shared}
          label={t('field.place')}
          value={item.place ?? ''}
          onKeep={(typed, seen) => {
            write({ place: typed || null }, seen);
            return true;
          }}
        />
        <Draft
          {...shared}
          label={t('field.zone')}
          hint={item.zone ? t('there', { time: timeIn(item.expectedStart, locale, item.zone) }) : undefined}
          value={item.zone ?? ''}
          suggestions={Intl.supportedValuesOf('timeZone')}
          onKeep={(typed, seen) => {
            if (typed !== '' && !isZone(typed)) return false;
            write({ zone: typed || null }, seen);
            return true;
          }}
        />
      </div>
      <div className={pair}>
        <Select
          label={t('field.continent')}
          disabled={locked}
          value={item.continent ?? ''}
          options={[none, ...CONTINENTS.map((value) => ({ value, label: t(`common:continent.${value}`) }))]}
          onValueChange={(value) => choose({ continent: value || null })}
        />
        <Select
          label={t('field.endAction')}
          disabled={locked}
          value={item.endAction}
          options={[
            { value: 'hold', label: t('endAction.hold') },
            { value: 'next', label: t('endAction.next') },
          ]}
          onValueChange={(value) => choose({ endAction: value === 'next' ? 'next' : 'hold' })}
        />
      </div>
      <div className={pair}>
        {(['warnMs', 'dangerMs'] as const).map((key) => (
          <Draft
            {...shared}
            key={key}
            label={t(`field.${key}`)}
            value={clockText(item[key])}
            onKeep={(typed, seen) => {
              const ms = parseDuration(typed, seen[key]);
              if (ms === null || ms > 3_600_000) return false;
              write({ [key]: ms }, seen);
              return true;
            }}
          />
        ))}
      </div>
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        <Checkbox
          label={t('field.public')}
          disabled={locked}
          checked={item.public}
          onCheckedChange={(on) => choose({ public: on })}
        />
        <Checkbox
          label={t('field.skip')}
          disabled={locked}
          checked={item.skip}
          onCheckedChange={(on) => choose({ skip: on })}
        />
      </div>
      <Draft
        {...shared}
        label={t('field.owner')}
        hint={t('field.ownerHint')}
        value={item.owner ?? ''}
        suggestions={given.owners}
        onKeep={(typed, seen) => {
          write({ owner: typed || null }, seen);
          return true;
        }}
      />
      <Draft
        {...shared}
        label={t('field.notes')}
        hint={t('field.notesHint')}
        lines
        value={item.notes}
        onKeep={(notes, seen) => {
          write({ notes }, seen);
          return true;
        }}
      />
      {item.editedBy && item.editedAt ? (
        <p className="text-ink-3 text-s">
          {t('edited', {
            name: item.editedBy,
            time: `${dayIn(item.editedAt, locale)}, ${timeIn(item.editedAt, locale)}`,
          })}
        </p>
      ) : null}
    </div>
  );
}

const toMinute = (instant: string) => new Date(Math.round(Date.parse(instant) / 60_000) * 60_000).toISOString();

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
