import { type SavedScene, type SourceRef, type StudioContributor, sameSource } from '@antenne/server/contract';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, cx, IconButton, TextField } from '../ui/index.ts';
import { Shortcut } from './Shortcut.tsx';
import { useSourceName } from './use-source-name.ts';

/** Scenes that have a key: F1 to F8. */
const SCENE_KEYS = 8;

export type SceneHands = {
  onSave: (name: string) => void;
  onRecall: (scene: SavedScene) => void;
  onRename: (scene: SavedScene, name: string) => void;
  onRemove: (scene: SavedScene) => void;
};

/** Scenes that were kept: one press puts one on preview, with its graphics. */
export function SavedScenes({
  scenes,
  preview,
  contributors,
  onSave,
  onRecall,
  onRename,
  onRemove,
}: SceneHands & {
  scenes: readonly SavedScene[];
  preview: SourceRef | null;
  contributors: readonly StudioContributor[];
}) {
  const { t } = useTranslation('graphics');
  const nameOf = useSourceName(contributors);
  const [name, setName] = useState('');
  const [renaming, setRenaming] = useState<string | null>(null);
  return (
    <section aria-label={t('scenes.title')} className="flex flex-col gap-2">
      <h3 className="font-semibold text-s">{t('scenes.title')}</h3>
      {scenes.length === 0 ? <p className="text-ink-3 text-s">{t('scenes.empty')}</p> : null}
      <ul className="flex flex-col gap-1.5">
        {scenes.map((scene, index) =>
          renaming === scene.id ? (
            <li key={scene.id}>
              <NameForm
                label={t('scenes.rename', { name: scene.name })}
                known={scene.name}
                onKeep={(next) => {
                  setRenaming(null);
                  if (next !== scene.name) onRename(scene, next);
                }}
              />
            </li>
          ) : (
            <li key={scene.id} className="flex items-center gap-1">
              <button
                type="button"
                data-testid="saved-scene"
                aria-pressed={sameSource(preview, scene.source)}
                aria-keyshortcuts={index < SCENE_KEYS ? `F${index + 1}` : undefined}
                onClick={() => onRecall(scene)}
                className={cx(
                  'min-h-target min-w-0 flex-1 rounded-m border-2 px-3 py-1 text-left',
                  sameSource(preview, scene.source) ? 'border-preview' : 'border-line hover:border-line-strong',
                )}
              >
                <span className="flex items-center justify-between gap-2">
                  <span className="truncate font-semibold">{scene.name}</span>
                  {index < SCENE_KEYS ? <Shortcut>{`F${index + 1}`}</Shortcut> : null}
                </span>
                <span className="block truncate text-ink-3 text-s">{nameOf(scene.source)}</span>
              </button>
              <IconButton
                size="s"
                label={t('scenes.rename', { name: scene.name })}
                icon={<Pencil aria-hidden />}
                onClick={() => setRenaming(scene.id)}
              />
              <IconButton
                size="s"
                label={t('scenes.remove', { name: scene.name })}
                icon={<Trash2 aria-hidden />}
                onClick={() => onRemove(scene)}
              />
            </li>
          ),
        )}
      </ul>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '') return;
          onSave(name.trim());
          setName('');
        }}
      >
        <div className="min-w-0 flex-1">
          <TextField
            label={t('scenes.name')}
            value={name}
            maxLength={60}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <Button type="submit" disabled={preview === null || name.trim() === ''}>
          {t('keep')}
        </Button>
      </form>
    </section>
  );
}

function NameForm({ label, known, onKeep }: { label: string; known: string; onKeep: (name: string) => void }) {
  const { t } = useTranslation('graphics');
  const [name, setName] = useState(known);
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onKeep(name.trim() || known);
      }}
    >
      <div className="min-w-0 flex-1">
        <TextField label={label} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </div>
      <Button type="submit">{t('keep')}</Button>
    </form>
  );
}
