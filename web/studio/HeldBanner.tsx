import { type BusState, contributorsIn, type StudioContributor, sameSource } from '@antenne/server/contract';
import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, useLocale } from '../ui/index.ts';
import { Shortcut } from './Shortcut.tsx';
import { peopleIn } from './scene.ts';

/** Those on air behind their slate, or lost in the scene of everybody, who send pictures again. */
export function backBehindSlate(
  bus: Pick<BusState, 'program' | 'held'>,
  contributors: readonly StudioContributor[],
): readonly StudioContributor[] {
  const inScene = bus.program.type === 'everybody' ? contributors : peopleIn(bus.program, contributors);
  return inScene.filter(({ id, feed }) => bus.held.includes(id) && feed === 'live');
}

/** Says that somebody is back whose slate still stands on air, and offers what is on air to preview once more. */
export function HeldBanner({
  bus,
  contributors,
  onPreview,
}: {
  bus: BusState;
  contributors: readonly StudioContributor[];
  onPreview: () => void;
}) {
  const { t } = useTranslation('studio');
  const { locale } = useLocale();
  const back = backBehindSlate(bus, contributors);
  const name = new Intl.ListFormat(locale).format(back.map((person) => person.name));
  const said = { name, count: back.length };
  const isReady =
    sameSource(bus.preview, bus.program) || back.every(({ id }) => contributorsIn(bus.preview).includes(id));
  return (
    <div role="status">
      {back.length > 0 ? (
        <div
          data-testid="back"
          data-ready={isReady}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-preview px-3 py-1.5 font-semibold text-preview-ink text-s"
        >
          <p>{t(bus.program.type === 'everybody' ? 'held.joins' : isReady ? 'held.ready' : 'held.back', said)}</p>
          {isReady ? null : (
            <Button size="s" data-testid="back-to-preview" aria-keyshortcuts="r" onClick={onPreview}>
              <Undo2 aria-hidden className="size-4" />
              {t('held.toPreview')}
              <Shortcut>R</Shortcut>
            </Button>
          )}
        </div>
      ) : null}
    </div>
  );
}
