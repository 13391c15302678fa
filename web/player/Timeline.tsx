import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText } from '../ui/index.ts';
import { bufferAt } from './playback.ts';
import { type Thumbnail, Thumbnails } from './thumbnails.ts';
import { type Chapter, type Extent, extentOf, type Mark, markAt, marksOf, positionAfter } from './timeline.ts';
import type { PlaybackControl } from './use-playback.ts';

/** Keys that media-chrome leaves to what has the focus. */
const OWN_KEYS = { keysused: 'ArrowLeft ArrowRight ArrowUp ArrowDown PageUp PageDown Home End' };
const MOVES = ['timeupdate', 'progress', 'durationchange', 'seeking', 'seeked', 'loadedmetadata'] as const;
/** A live broadcast grows also while nothing moves here, ms. */
const GROWS_MS = 1_000;
/** Width in which a picture is shown, pixels. */
const PICTURE_WIDTH = 176;

/** A place on the timeline that somebody points at or has moved to. */
interface Preview {
  position: number;
  extent: Extent;
  thumbnail: Thumbnail | null;
}

/**
 * The whole broadcast, while it goes on as well, with its chapters: press, drag, or arrows. What moves with the picture
 * goes from the video element straight into CSS properties.
 */
export function Timeline({
  video,
  src,
  playback,
  chapters,
}: {
  video: RefObject<HTMLVideoElement | null>;
  src: string;
  playback: PlaybackControl;
  chapters: readonly Chapter[];
}) {
  const { t } = useTranslation('player');
  const { live, atLive } = playback.status;
  const rail = useRef<HTMLDivElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  const thumbnails = useRef<Thumbnails | null>(null);
  const [marks, setMarks] = useState<readonly Mark[]>([]);
  const [preview, setPreview] = useState<Preview | null>(null);
  const dragged = useRef<number | null>(null);

  const paint = (): void => {
    const element = video.current;
    const extent = element && extentOf(element);
    if (!element || !extent || !rail.current || !slider.current) return;
    const { from, until } = extent;
    // Who watches live is at the end, as late as that is.
    const position = dragged.current ?? (atLive ? until : Math.min(Math.max(element.currentTime, from), until));
    const buffered = position + bufferAt(element.buffered, element.currentTime).ahead;
    const properties = { from, until, position, buffered: Math.min(buffered, until) };
    for (const [name, value] of Object.entries(properties)) rail.current.style.setProperty(`--${name}`, String(value));
    slider.current.max = String(Math.round(until - from));
    slider.current.value = String(Math.round(position - from));
    const said = [markAt(marks, position)?.title, label(position, extent)].filter(Boolean).join(', ');
    slider.current.setAttribute('aria-valuetext', said);
  };
  const onMove = useEffectEvent(paint);
  const onSecond = useEffectEvent(() => {
    paint();
    const next = marksOf(chapters, playback.positionOf);
    const same = ({ position, title }: Mark, other: Mark | undefined) =>
      other?.title === title && Math.abs(other.position - position) < 0.5;
    setMarks((last) => (last.length === next.length && next.every((mark, i) => same(mark, last[i])) ? last : next));
  });

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const stop = new AbortController();
    for (const event of MOVES) element.addEventListener(event, () => onMove(), { signal: stop.signal });
    const timer = setInterval(() => onSecond(), GROWS_MS);
    onSecond();
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [video]);

  useEffect(() => {
    const made = new Thumbnails(src);
    thumbnails.current = made;
    return () => made.close();
  }, [src]);

  function label(position: number, { from, until }: Extent): string {
    if (!live) return clockText((position - from) * 1000);
    const behind = until - position;
    return behind < 2 ? t('live') : clockText(-behind * 1000);
  }

  function show(position: number, extent: Extent): void {
    const thumbnail = () => thumbnails.current?.at(position - extent.from) ?? null;
    setPreview({ position, extent, thumbnail: thumbnail() });
    void thumbnails.current?.refresh().then(() => {
      setPreview((last) => (last?.position === position ? { ...last, thumbnail: thumbnail() } : last));
    });
  }

  function pointedAt({ clientX }: PointerEvent): { position: number; extent: Extent } | null {
    const extent = video.current && extentOf(video.current);
    const box = rail.current?.getBoundingClientRect();
    if (!extent || !box) return null;
    const share = Math.min(Math.max((clientX - box.left) / box.width, 0), 1);
    return { position: extent.from + share * (extent.until - extent.from), extent };
  }

  const onPointer = (event: PointerEvent<HTMLDivElement>): void => {
    const pointed = pointedAt(event);
    if (!pointed) return;
    const { position, extent } = pointed;
    if (event.type === 'pointerdown') {
      if (event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      slider.current?.focus({ preventScroll: true });
      dragged.current = position;
    } else if (event.type === 'pointerup') {
      if (dragged.current === null) return;
      dragged.current = null;
      playback.seek(position);
      if (event.pointerType !== 'mouse') setPreview(null);
      return;
    } else if (dragged.current !== null) {
      dragged.current = position;
    }
    show(position, extent);
    paint();
  };

  const onGone = (): void => {
    dragged.current = null;
    setPreview(null);
  };

  const onKey = (key: string): boolean => {
    const element = video.current;
    const extent = element && extentOf(element);
    if (!extent) return false;
    const position = positionAfter(key, element.currentTime, extent, marks);
    if (position === null) return false;
    if (key === 'End' && live) playback.goLive();
    else playback.seek(position);
    show(position, extent);
    return true;
  };

  const bubble = preview && {
    at: share(preview.position, preview.extent),
    title: markAt(marks, preview.position)?.title,
  };
  return (
    <div
      className="antenne-player-timeline"
      data-testid="player-timeline"
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onPointerUp={onPointer}
      onPointerCancel={onGone}
      onPointerLeave={() => dragged.current === null && setPreview(null)}
    >
      <div ref={rail} className="antenne-player-rail">
        <div className="antenne-player-track">
          <span className="antenne-player-buffered" />
          <span className="antenne-player-played" />
          {marks.map(({ position, title }) => (
            <span
              key={`${position} ${title}`}
              className="antenne-player-mark"
              data-testid="player-mark"
              style={{ '--mark': position }}
            />
          ))}
        </div>
        <span className="antenne-player-thumb" />
        {bubble && preview && (
          <div className="antenne-player-preview" data-testid="player-preview" style={{ '--share': bubble.at }}>
            {preview.thumbnail && <Picture thumbnail={preview.thumbnail} />}
            {bubble.title && <p className="antenne-player-chapter">{bubble.title}</p>}
            <p>{label(preview.position, preview.extent)}</p>
          </div>
        )}
      </div>
      <input
        ref={slider}
        type="range"
        min={0}
        defaultValue={0}
        aria-label={t('timeline')}
        {...OWN_KEYS}
        onKeyDown={(event) => onKey(event.key) && event.preventDefault()}
        onBlur={() => setPreview(null)}
        onInput={({ currentTarget }) => {
          // Moved by assistive technology: keys and pointers have their own ways.
          const extent = video.current && extentOf(video.current);
          if (extent) playback.seek(extent.from + Number(currentTarget.value));
        }}
      />
    </div>
  );
}

function Picture({ thumbnail: { address, tile } }: { thumbnail: Thumbnail }) {
  if (!tile) return <img className="antenne-player-picture" src={address} alt="" width={PICTURE_WIDTH} />;
  const { x, y, width, height } = tile;
  const scale = PICTURE_WIDTH / width;
  return (
    <div className="antenne-player-picture" style={{ width: PICTURE_WIDTH, height: Math.round(height * scale) }}>
      <img src={address} alt="" style={{ width, height, objectPosition: `${-x}px ${-y}px`, scale: String(scale) }} />
    </div>
  );
}

function share(position: number, { from, until }: Extent): number {
  return (position - from) / (until - from);
}
