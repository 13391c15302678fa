import type { DuplexInvitation, DuplexState } from '@antenne/server/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { judgeLink } from '../realtime/link-advice.ts';
import { useRtcStream } from '../realtime/rtc-hook.ts';
import { cx, StatePill, useStayAwake } from '../ui/index.ts';
import { Controls } from './Controls.tsx';
import { CueCard } from './CueCard.tsx';
import { DeviceMenu } from './DeviceMenu.tsx';
import type { Devices } from './devices.ts';
import type { DuplexPage } from './duplex.ts';
import { useEcho } from './echo-watch.ts';
import { ItemPanel } from './ItemPanel.tsx';
import { LinkWords } from './LinkWords.tsx';
import { conditionOf, receivedQuality, useHidden, usePageReports } from './page-condition.ts';
import { ReturnView } from './ReturnView.tsx';
import { RoomNotes } from './RoomNotes.tsx';
import { SelfView } from './SelfView.tsx';

import { TalkBanner, VoiceSounds } from './Talkback.tsx';

/**
 * Step 3: the green room, and the air. One page, so that nothing jumps when it becomes serious: the frame turns red, the
 * word and the clock grow, everything else stays where it was.
 */
export function Room({
  duplex,
  devices,
  invitation,
  state,
}: {
  duplex: DuplexPage;
  devices: Devices;
  invitation: DuplexInvitation;
  state: DuplexState;
}) {
  const { t } = useTranslation('contributor');
  const { session } = duplex;
  const deviceState = useStore(devices.state);
  const { audio, video, choice } = deviceState;
  const [microphone, setMicrophone] = useState(true);
  const [camera, setCamera] = useState(true);
  const [sound, setSound] = useState({ volume: 0.8, muted: false });
  const program = useRtcStream(session, PROGRAM, useState(isTelephone)[0] ? SMALL : WHOLE);
  const { sending, receiving } = useStore(session.state);
  const echo = useEcho(audio, program.stream);
  const condition = conditionOf(deviceState, { camera, microphone }, { hidden: useHidden(), echo });
  usePageReports(duplex, condition);
  const verdict = judgeLink({
    quality: state.quality,
    received: receivedQuality(receiving),
    picture: condition.camera === 'on',
    busy: sending?.limitedBy === 'cpu',
  });
  const talks = useStore(duplex.talks, (store) => store.talks);
  const onAir = state.tally === 'onAir';
  useStayAwake();

  useEffect(() => duplex.enterGreenRoom(), [duplex]);
  useEffect(() => session.publish({ audio, video }), [session, audio, video]);
  useEffect(() => {
    // Silence goes on as packets: a muted microphone is no lost feed.
    if (audio) audio.enabled = microphone;
  }, [audio, microphone]);
  useEffect(() => session.setVideoPaused(!camera), [session, camera]);
  useEffect(() => {
    if (!onAir) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [onAir]);

  return (
    <div
      data-desk
      data-testid="room"
      data-tally={state.tally}
      className="flex h-dvh flex-col gap-2 overflow-hidden p-2.5 sm:gap-3 sm:p-4"
    >
      {onAir ? (
        <div
          aria-hidden="true"
          className="pointer-events-none fixed inset-0 z-30 border-[6px] border-onair sm:border-8"
        />
      ) : null}
      {state.tally === 'preview' ? (
        <div
          aria-hidden="true"
          className="pointer-events-none fixed inset-0 z-30 border-4 border-warn sm:border-[5px]"
        />
      ) : null}
      <header className="flex min-h-10 items-center justify-between gap-3">
        <p className="min-w-0 truncate font-semibold text-ink-2 max-sm:hidden">{invitation.broadcast.title}</p>
        <Tally tally={state.tally} />
        <LinkWords duplex={duplex} quality={state.quality} verdict={verdict} />
      </header>
      <RoomNotes devices={devices} condition={condition} advice={verdict.advice} />
      <div className="grid min-h-0 flex-1 grid-rows-[auto_minmax(0,1fr)] gap-3 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-1 lg:gap-4">
        <div
          className={cx(
            'relative overflow-hidden rounded-l border max-lg:aspect-video max-lg:max-h-[52dvh] lg:min-h-0',
            onAir ? 'border-transparent' : 'border-line',
          )}
        >
          <ReturnView
            {...program}
            volume={sound.volume}
            // On air the programme's sound is one's own voice, a moment later: nobody can speak over that.
            muted={sound.muted}
            loudspeaker={choice.loudspeaker}
            broadcastLive={invitation.broadcast.state === 'live'}
            soundOnly={state.quality?.returns === 'off'}
          />
          <VoiceSounds duplex={duplex} volume={sound.volume} loudspeaker={choice.loudspeaker} />
          <TalkBanner talks={talks} onAir={onAir} />
          <CueCard duplex={duplex} cues={state.cues} />
        </div>
        <aside className="flex min-h-0 gap-3 overflow-y-auto lg:flex-col lg:gap-4">
          <SelfView video={video} off={!camera} className="w-36 shrink-0 self-start sm:w-52 lg:w-full" />
          <ItemPanel duplex={duplex} state={state} place={invitation.place} zone={invitation.zone} />
        </aside>
      </div>
      <Controls
        microphone={microphone}
        onMicrophone={setMicrophone}
        camera={camera}
        hasCamera={video !== null}
        onCamera={setCamera}
        sound={sound}
        onSound={setSound}
        onLeave={() => void duplex.leave()}
        devices={<DeviceMenu devices={devices} />}
      />
      <p className="sr-only" role="alert">
        {onAir ? t('room.nowOnAir') : ''}
      </p>
    </div>
  );
}

const PROGRAM = { type: 'program' } as const;
const WHOLE = { maxLayer: 2 } as const;
const SMALL = { maxLayer: 0 } as const;

/** Held in a hand the small picture is all that one sees, and often paid for by the megabyte. */
function isTelephone(): boolean {
  return matchMedia('(pointer: coarse) and (max-width: 640px)').matches;
}

function Tally({ tally }: { tally: DuplexState['tally'] }) {
  const { t } = useTranslation('contributor');
  switch (tally) {
    case 'onAir':
      return (
        <p
          data-testid="on-air-sign"
          className="flex shrink-0 items-center gap-2.5 whitespace-nowrap rounded-m bg-onair px-3.5 py-1.5 font-bold text-l text-onair-ink uppercase tracking-wide sm:px-6 sm:text-[1.6rem] sm:tracking-[0.08em]"
        >
          <span aria-hidden="true" className="size-3 animate-pulse-live rounded-full bg-current" />
          {t('room.onAir')}
        </p>
      );
    case 'preview':
      return <StatePill state="warn">{t('room.preview')}</StatePill>;
    case 'off':
      return <StatePill state="off">{t('room.off')}</StatePill>;
  }
}
