import type { PublicBroadcast, Replay } from '@antenne/server/contract';
import { Download, MessageCircleQuestion, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { entryKey } from '../../realtime/index.ts';
import { Byline, buttonClass, spaced, timeIn, useLocale } from '../../ui/index.ts';
import { type GuidePart, guideOf } from './guide.ts';

const ROW =
  'grid w-full grid-cols-[3.25rem_1.25rem_minmax(0,1fr)] gap-x-3 rounded-m px-3 py-2.5 text-left transition-colors hover:bg-sunken';

function Part({ part: { chapter, questions }, onWatch }: { part: GuidePart; onWatch: (at: number) => void }) {
  const { t } = useTranslation(['viewer', 'asking']);
  const { locale, text } = useLocale();
  return (
    <li>
      {chapter ? (
        <button
          type="button"
          data-testid="replay-chapter"
          className={ROW}
          onClick={() => onWatch(Date.parse(chapter.at))}
        >
          <time dateTime={chapter.at} className="font-semibold tabular-nums">
            {timeIn(chapter.at, locale)}
          </time>
          <Play aria-hidden className="mt-0.5 size-4.5 text-accent-text" />
          <span className="min-w-0">
            <span className="block font-semibold">{text(chapter.title)}</span>
            {chapter.place ? <span className="block text-ink-2 text-s">{chapter.place}</span> : null}
          </span>
        </button>
      ) : null}
      {questions.length > 0 ? (
        <ul>
          {questions.map(({ id, text: words, author, place, at, writtenAnswer }) => (
            <li key={id}>
              <button
                type="button"
                data-testid="replay-question"
                className={ROW}
                onClick={() => onWatch(Date.parse(at))}
              >
                <time dateTime={at} className="text-ink-3 text-s tabular-nums">
                  {timeIn(at, locale)}
                </time>
                <MessageCircleQuestion aria-hidden className="mt-0.5 size-4.5 text-ink-3" />
                <span className="min-w-0">
                  <span className="written block text-ink-2">{spaced(words, locale)}</span>
                  <span className="block text-ink-3 text-s">
                    <Byline of={{ author, place }} anonymous={t('anonymous')} />
                  </span>
                </span>
              </button>
              {writtenAnswer !== null ? (
                <div className="mb-2 ml-[6.75rem] border-line border-l-3 pl-3" data-testid="replay-answer">
                  <p className="font-semibold text-ink-3 text-s">{t('asking:writtenAnswer')}</p>
                  <p className="written">{spaced(writtenAnswer, locale)}</p>
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** A browser fetches it by itself: what lets it in goes along in the address. */
function fileAddress(slug: string): string {
  const key = entryKey(slug);
  const query = key === undefined ? '' : `?key=${encodeURIComponent(key)}`;
  return `/api/broadcasts/${encodeURIComponent(slug)}/replay.mp4${query}`;
}

/** What is in a replay, in its order: chapters, and the questions at the time when they were on air. Each leads there. */
export function ReplayGuide({
  broadcast,
  replay,
  onWatch,
}: {
  broadcast: Pick<PublicBroadcast, 'slug'>;
  replay: Replay;
  /** Shows what went out at that time, ms since the epoch. */
  onWatch: (at: number) => void;
}) {
  const { t } = useTranslation('viewer');
  const parts = guideOf(replay);
  if (replay.removed || (parts.length === 0 && !replay.download)) return null;
  return (
    <section aria-labelledby="replay" className="border-line py-6 lg:border-t">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 lg:px-0">
        <h2 id="replay" className="text-l">
          {t('replay.title')}
        </h2>
        {replay.download ? (
          <a href={fileAddress(broadcast.slug)} data-testid="replay-download" className={buttonClass('secondary', 's')}>
            <Download aria-hidden className="size-4" />
            {t('replay.download')}
          </a>
        ) : null}
      </div>
      <ol className="mt-3 px-1 lg:-mx-3 lg:px-0">
        {parts.map((part) => (
          <Part key={part.chapter?.id ?? 'before'} part={part} onWatch={onWatch} />
        ))}
      </ol>
    </section>
  );
}
