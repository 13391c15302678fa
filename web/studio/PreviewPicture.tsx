import { type SlotRef, type SourceRef, type StudioContributor, sourceKey } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { AssetPicture } from './AssetPicture.tsx';
import { boxesOf, GROUND, PANEL } from './boxes.ts';
import { HousePicture } from './HousePicture.tsx';
import { useFeed, useTileStream } from './media.tsx';
import { Note } from './Note.tsx';
import { Picture } from './Picture.tsx';
import { Slate } from './Slate.tsx';
import { presentIn } from './scene.ts';

/** The source on preview as the mixer will show it. */
export function PreviewPicture({
  source,
  contributors,
  title,
  plannedStart,
  clock,
  question = null,
}: {
  /** The text on air, for the scene that holds it. */
  question?: string | null;
  source: SourceRef | null;
  contributors: readonly StudioContributor[];
  /** The broadcast's, for its slate. */
  title: string;
  /** The broadcast's, for countdowns. */
  plannedStart: string;
  clock: { now: () => number };
}) {
  const { t } = useTranslation('studio');
  if (!source) {
    return (
      <Note>
        <span className="font-semibold text-ink">{t('monitor.emptyPreview')}</span>
        <span className="max-sm:hidden">{t('monitor.emptyPreviewHint')}</span>
      </Note>
    );
  }
  if (source.type === 'slate') return <Slate title={title} large />;
  if (source.type === 'black') return <Note>{t('source.black')}</Note>;
  const slots = presentIn(source, contributors);
  const boxes = boxesOf(source, slots.length);
  if (source.type === 'everybody' && slots.length === 0) return <Slate title={title} large />;
  if (slots.length === 0) return <Note>{t('source.gone')}</Note>;
  // A scene's ground is the mixer's own; a single picture stands on black.
  const several = 'slots' in source && (slots.length > 1 || source.type === 'questionPanel');
  return (
    <div className="absolute inset-0 overflow-hidden" style={several ? { background: GROUND } : undefined}>
      {source.type === 'questionPanel' ? (
        <p
          data-testid="preview-panel"
          dir="auto"
          className="@container absolute flex items-center overflow-hidden rounded-s border-accent border-t-2 bg-[#1b212b] p-[2%] font-semibold text-white text-[clamp(0.5rem,1.6cqw,0.875rem)] leading-snug"
          style={{
            left: `${PANEL.left * 100}%`,
            top: `${PANEL.top * 100}%`,
            width: `${PANEL.width * 100}%`,
            height: `${PANEL.height * 100}%`,
          }}
        >
          {question ?? title}
        </p>
      ) : null}
      {slots.map((slot, index) => {
        const box = boxes[index];
        if (!box) return null;
        const size = `${box.size * 100}%`;
        return (
          <div
            key={sourceKey(slot)}
            data-testid={slot.type === 'feed' ? 'preview-person' : 'preview-house'}
            data-source={sourceKey(slot)}
            className="@container absolute overflow-hidden bg-black"
            style={{ left: `${box.left * 100}%`, top: `${box.top * 100}%`, width: size, height: size }}
          >
            <SlotPicture
              slot={slot}
              contributors={contributors}
              large={box.size > 0.5}
              isNamed={several}
              plannedStart={plannedStart}
              clock={clock}
            />
          </div>
        );
      })}
    </div>
  );
}

/** What stands in one place. A person has their name in a scene, as in the mixer's own picture. */
function SlotPicture({
  slot,
  contributors,
  large,
  isNamed,
  plannedStart,
  clock,
}: {
  slot: SlotRef;
  contributors: readonly StudioContributor[];
  large: boolean;
  isNamed: boolean;
  plannedStart: string;
  clock: { now: () => number };
}) {
  if (slot.type === 'still' || slot.type === 'clip') return <AssetPicture assetId={slot.assetId} />;
  if (slot.type !== 'feed') return <HousePicture source={slot} plannedStart={plannedStart} clock={clock} />;
  const contributor = contributors.find(({ id }) => id === slot.contributorId);
  if (!contributor) return null;
  return (
    <>
      <PersonPicture contributor={contributor} large={large} />
      {isNamed ? (
        <span className="absolute bottom-[3%] left-[2%] max-w-[94%] truncate rounded-s bg-black/70 px-[0.4em] font-semibold text-[length:clamp(0.5625rem,5.5cqw,0.75rem)] text-white leading-normal">
          {contributor.name}
        </span>
      ) : null}
    </>
  );
}

/** @param large fills the monitor: then the tile's picture is too small */
function PersonPicture({ contributor, large }: { contributor: StudioContributor; large: boolean }) {
  const { t } = useTranslation('studio');
  // A consumer of its own, larger than the tile's. Its sound stays off: what is heard is the programme.
  const { stream, live } = useFeed(large ? contributor.id : null, 2);
  const small = useTileStream(contributor.id);
  const running = contributor.feed === 'live';
  const label = `${t('monitor.preview')} · ${contributor.name}`;
  // The tile's picture is there already: it stands in until the large one has arrived, so that nothing goes black.
  const tile = (
    <Picture stream={small} live={running && small !== null} label={label}>
      <Note>
        <span className="font-semibold text-ink">{contributor.name}</span>
        {running ? null : (
          <span className="text-warn-text">
            {t(contributor.feed === 'stalled' ? 'tiles.stalled' : `tiles.${contributor.presence}`)}
          </span>
        )}
      </Note>
    </Picture>
  );
  if (!large) return tile;
  return (
    <Picture stream={stream} live={live && running} label={label}>
      {tile}
    </Picture>
  );
}
