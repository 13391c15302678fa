import type { StudioAsset } from '@antenne/server/contract';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText, cx } from '../ui/index.ts';
import { useAsset, useClipPosition } from './assets.tsx';
import { clipTime, leftSeconds } from './clip.ts';
import { Note } from './Note.tsx';

/** A still, or a clip at the picture with which it will begin. */
export function AssetPicture({ assetId }: { assetId: string }) {
  const { t } = useTranslation('studio');
  const asset = useAsset(assetId);
  if (!asset?.view) return <Note>{t('source.gone')}</Note>;
  if (asset.kind === 'still') {
    return <img src={asset.view} alt={asset.title} className="absolute inset-0 size-full bg-black object-contain" />;
  }
  return <CuedClip key={asset.id} asset={asset} view={asset.view} />;
}

/** Its sound stays off: what is heard is the programme. */
function CuedClip({ asset, view }: { asset: StudioAsset; view: string }) {
  const video = useRef<HTMLVideoElement>(null);
  const seconds = asset.cueMs / 1000;
  useEffect(() => {
    // A little into the picture, so that rounding does not show the one before.
    if (video.current) video.current.currentTime = seconds + 0.01;
  }, [seconds]);
  return (
    <video
      ref={video}
      src={`${view}#t=${seconds}`}
      muted
      playsInline
      preload="metadata"
      aria-label={asset.title}
      className="absolute inset-0 size-full bg-black object-contain"
    />
  );
}

/** What remains of the clip on a monitor, in large figures; nothing for what is no clip. */
export function ClipClock({ assetId, onAir }: { assetId: string | null; onAir: boolean }) {
  const { t } = useTranslation('media');
  const asset = useAsset(assetId);
  const position = useClipPosition(assetId);
  const time = asset && clipTime(asset, position, onAir);
  if (!time) return null;
  return (
    <span
      role="timer"
      data-testid={onAir ? 'program-clip-left' : 'preview-clip-left'}
      data-ending={time.ending}
      title={t('clip.left')}
      className={cx(
        'absolute bottom-1.5 left-1.5 rounded-s px-2 font-bold text-xl tabular-nums leading-tight',
        time.ending ? 'bg-onair text-onair-ink' : 'bg-black/75 text-white',
      )}
    >
      {asset.loop && onAir ? '↻ ' : ''}
      {clockText(leftSeconds(time.leftMs))}
    </span>
  );
}
