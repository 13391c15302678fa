import { ItemFields, type RundownItem } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { Button, clockText, Dialog, timeIn, useLocale } from '../ui/index.ts';
import type { Given } from './ItemPanel.tsx';
import type { Conflict } from './use-editor.ts';

/** Two wrote the same: both side by side, and who decides is asked. Nothing was written over. */
export function ConflictDialog({
  conflict: { fields, current },
  given,
  onSettle,
}: {
  conflict: Conflict;
  given: Given;
  onSettle: (mine: boolean) => void;
}) {
  const { t } = useTranslation('rundown');
  const { text } = useLocale();
  const show = useShown(given);
  const mine: RundownItem = { ...current, ...fields };
  const differing = KEYS.filter((key) => key in fields && show(current, key) !== show(mine, key));
  return (
    <Dialog
      open
      onOpenChange={() => onSettle(false)}
      title={t('conflict.title')}
      description={t('conflict.text', { name: current.editedBy ?? t('conflict.somebody'), title: text(current.title) })}
      actions={
        <>
          <Button onClick={() => onSettle(false)}>{t('conflict.keepTheirs')}</Button>
          <Button variant="primary" onClick={() => onSettle(true)}>
            {t('conflict.keepMine')}
          </Button>
        </>
      }
    >
      {differing.map((key) => (
        <div key={key} className="mb-3">
          <h3 className="mb-1 text-s">{t(`field.${SHOWN[key]}`)}</h3>
          <dl className="grid grid-cols-2 gap-3 text-s">
            <div className="rounded-m border border-line p-2">
              <dt className="text-ink-3">{t('conflict.theirs')}</dt>
              <dd className="written">{show(current, key) || '—'}</dd>
            </div>
            <div className="rounded-m border border-accent-text p-2">
              <dt className="text-ink-3">{t('conflict.mine')}</dt>
              <dd className="written">{show(mine, key) || '—'}</dd>
            </div>
          </dl>
        </div>
      ))}
    </Dialog>
  );
}

/** How each field is called. */
const SHOWN: Record<keyof ItemFields, string> = {
  group: 'group',
  type: 'type',
  title: 'title',
  description: 'description',
  themeId: 'theme',
  contributorId: 'contributor',
  sceneId: 'scene',
  place: 'place',
  continent: 'continent',
  zone: 'zone',
  startMode: 'start',
  hardStart: 'hardStart',
  plannedDurationMs: 'duration',
  endAction: 'endAction',
  warnMs: 'warnMs',
  dangerMs: 'dangerMs',
  skip: 'skip',
  public: 'public',
  notes: 'notes',
  owner: 'owner',
};

const KEYS = ItemFields.keyof().options;

function useShown(given: Given): (item: RundownItem, key: keyof ItemFields) => string {
  const { t } = useTranslation('rundown');
  const { locale, text } = useLocale();
  return (item, key) => {
    switch (key) {
      case 'title':
      case 'description':
        return (['fr', 'en', 'es'] as const).flatMap((one) => item[key]?.[one] || []).join('\n');
      case 'plannedDurationMs':
      case 'warnMs':
      case 'dangerMs':
        return clockText(item[key]);
      case 'type':
        return t(`type.${item.type}`);
      case 'startMode':
        return t(`start.${item.startMode}`);
      case 'endAction':
        return t(`endAction.${item.endAction}`);
      case 'hardStart':
        return item.hardStart ? timeIn(item.hardStart, locale, given.zone) : '';
      case 'skip':
      case 'public':
        return t(item[key] ? 'yes' : 'no');
      case 'themeId': {
        const theme = given.themes.find(({ id }) => id === item.themeId);
        return theme ? text(theme.title) : '';
      }
      case 'contributorId':
        return given.contributors.find(({ id }) => id === item.contributorId)?.name ?? '';
      case 'sceneId':
        return given.scenes.find(({ id }) => id === item.sceneId)?.name ?? '';
      case 'continent':
        return item.continent ? t(`common:continent.${item.continent}`) : '';
      case 'group':
      case 'place':
      case 'zone':
      case 'notes':
      case 'owner':
        return item[key] ?? '';
      default:
        return key satisfies never;
    }
  };
}
