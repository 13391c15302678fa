import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useStore } from 'zustand';
import { useAccent, useDarkPage } from '../ui/index.ts';
import { CheckStep } from './CheckStep.tsx';
import { type Devices, openDevices } from './devices.ts';
import { type DuplexPage, openDuplex } from './duplex.ts';
import { EndedPage } from './EndedPage.tsx';
import { HearingStep } from './HearingStep.tsx';
import { OpeningPage } from './OpeningPage.tsx';
import { Room } from './Room.tsx';

/** `/join/:token`: a contributor's way to the air. Check, listen, link. */
export function Component() {
  const { token = '' } = useParams();
  const [attempt, setAttempt] = useState(0);
  useDarkPage();
  return <Join key={`${token} ${attempt}`} token={token} onAgain={() => setAttempt((before) => before + 1)} />;
}

function Join({ token, onAgain }: { token: string; onAgain: () => void }) {
  const opened = useOpened(token);
  return opened ? <Joining {...opened} token={token} onAgain={onAgain} /> : <OpeningPage />;
}

function useOpened(token: string): { duplex: DuplexPage; devices: Devices } | null {
  const [opened, setOpened] = useState<{ duplex: DuplexPage; devices: Devices } | null>(null);
  useEffect(() => {
    const duplex = openDuplex(token);
    const devices = openDevices();
    setOpened({ duplex, devices });
    return () => {
      duplex.close();
      devices.close();
    };
  }, [token]);
  return opened;
}

type Step = 'check' | 'hearing' | 'room';

function Joining({
  duplex,
  devices,
  token,
  onAgain,
}: {
  duplex: DuplexPage;
  devices: Devices;
  token: string;
  onAgain: () => void;
}) {
  // `link` for the room: loaded before, so that entering it waits for nothing.
  const { t } = useTranslation(['contributor', 'link']);
  const view = useStore(duplex.view);
  const audio = useStore(devices.state, (state) => state.audio);
  const [step, setStep] = useState<Step>('check');
  const invitation = view.phase === 'joined' || view.phase === 'left' ? view.invitation : null;
  useAccent(invitation?.broadcast.accent);
  const title = invitation?.broadcast.title;
  useEffect(() => {
    if (title) document.title = t('pageTitle', { title });
  }, [title, t]);

  const over = view.phase !== 'opening' && view.phase !== 'joined';
  useEffect(() => {
    if (over) devices.close();
    if (view.phase === 'left') forgetRoom(token);
  }, [over, devices, view.phase, token]);

  useEffect(() => {
    // Every step begins at its top, however far down the last one was left.
    if (step) window.scrollTo(0, 0);
  }, [step]);

  // A reload in the middle of a show: back where they were, without the questions.
  const wasInRoom = useState(() => wasInRoomBefore(token))[0];
  useEffect(() => {
    if (!wasInRoom) return;
    void devices.open().then(() => {
      if (devices.state.getState().audio) setStep('room');
    });
  }, [wasInRoom, devices]);

  const enter = () => {
    rememberRoom(token);
    setStep('room');
  };

  switch (view.phase) {
    case 'opening':
      return <OpeningPage />;
    case 'joined':
      if (step === 'room' && audio) {
        return <Room duplex={duplex} devices={devices} invitation={view.invitation} state={view.state} />;
      }
      if (step === 'hearing' && audio) {
        return (
          <HearingStep invitation={view.invitation} devices={devices} onBack={() => setStep('check')} onEnter={enter} />
        );
      }
      return <CheckStep invitation={view.invitation} devices={devices} onContinue={() => setStep('hearing')} />;
    case 'refused':
    case 'replaced':
    case 'revoked':
    case 'left':
      return <EndedPage view={view} onAgain={onAgain} />;
  }
}

const inRoomKey = (token: string) => `antenne:in-room:${token.slice(0, 8)}`;

function wasInRoomBefore(token: string): boolean {
  try {
    return sessionStorage.getItem(inRoomKey(token)) !== null;
  } catch {
    return false;
  }
}

function rememberRoom(token: string): void {
  try {
    sessionStorage.setItem(inRoomKey(token), '1');
  } catch {
    // Without storage a reload asks the questions again.
  }
}

function forgetRoom(token: string): void {
  try {
    sessionStorage.removeItem(inRoomKey(token));
  } catch {
    // Nothing was kept.
  }
}
