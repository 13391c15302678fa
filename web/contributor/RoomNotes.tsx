import type { PageCondition } from '@antenne/server/contract';
import { Info, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { LinkAdvice } from '../realtime/link-advice.ts';
import { Button, cx } from '../ui/index.ts';
import type { Devices } from './devices.ts';

/** The one thing that the person should know or do now, in a sentence; nothing while all is well. */
export function RoomNotes({
  devices,
  condition,
  advice,
}: {
  devices: Devices;
  condition: PageCondition;
  advice: LinkAdvice | null;
}) {
  const { t } = useTranslation('link');
  const news = useStore(devices.state, (state) => state.news);
  const trouble = troubleOf(condition);
  const text = trouble
    ? t(`note.${trouble}`)
    : news && news.what !== 'lost'
      ? t(`note.${news.kind}${news.what === 'back' ? 'Back' : 'Replaced'}`)
      : condition.echo
        ? t('note.echo')
        : advice
          ? t(`advice.${advice}`)
          : null;
  const isNews = !trouble && news !== null && news.what !== 'lost';
  const name = trouble ?? (isNews ? 'news' : condition.echo ? 'echo' : advice);
  return (
    <div role="status" className="contents">
      {text ? (
        <p
          data-testid="room-note"
          data-note={name}
          className={cx(
            'flex items-center gap-2.5 rounded-m px-3 py-1.5 text-s leading-snug',
            isNews ? 'bg-sunken text-ink' : 'bg-warn-soft text-warn-text',
          )}
        >
          {isNews ? (
            <Info aria-hidden className="size-4.5 shrink-0" />
          ) : (
            <TriangleAlert aria-hidden className="size-4.5 shrink-0" />
          )}
          <span className="min-w-0 flex-1">{text}</span>
          {isNews ? (
            <Button size="s" onClick={() => devices.dismissNews()}>
              {t('note.dismiss')}
            </Button>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}

function troubleOf({ camera, microphone }: PageCondition) {
  if (microphone === 'lost') return 'microphoneLost';
  if (microphone === 'paused') return 'microphonePaused';
  if (camera === 'lost') return 'cameraLost';
  return camera === 'paused' ? 'cameraPaused' : null;
}
