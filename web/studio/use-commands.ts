import type {
  ChannelSound,
  ControlSnapshot,
  CueContent,
  ErrorCode,
  GraphicsChange,
  Reply,
  TalkTo,
  Transition,
} from '@antenne/server/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlRoom } from '../realtime/index.ts';
import { uuid } from '../ui/index.ts';

/** What a producer asks for beside the buses. A refusal is said with its reason. */
export type StudioCommands = {
  /** Says why `asked` was refused. @returns whether it was done */
  tell: (asked: Promise<Reply<unknown>>, reasons?: Partial<Record<ErrorCode, string>>) => Promise<boolean>;
  setSound: (contributorId: string, sound: Partial<ChannelSound>) => Promise<boolean>;
  setGraphics: (change: GraphicsChange) => Promise<boolean>;
  sendCue: (to: TalkTo, content: CueContent) => Promise<boolean>;
  sendPresenterCue: (content: CueContent) => Promise<boolean>;
  recallScene: (id: string) => Promise<boolean>;
  run: (command: 'broadcast:goLive' | 'broadcast:end') => Promise<boolean>;
};

/** @param say Shows a line to the producer. */
export function useCommands({ call, slug }: ControlRoom, say: (text: string) => void): StudioCommands {
  const { t } = useTranslation('studio');
  const tell: StudioCommands['tell'] = async (asked, reasons = {}) => {
    const reply = await asked;
    if (reply.ok) return true;
    const { code } = reply.error;
    say(reasons[code] ?? t('take.failed', { reason: t(`common:failure.${code}`) }));
    return false;
  };
  return {
    tell,
    setSound: (contributorId, sound) => tell(call('sound:set', { slug, contributorId, sound })),
    setGraphics: (graphics) => tell(call('graphics:set', { slug, graphics })),
    sendCue: (to, content) =>
      tell(call('cue:send', { slug, key: uuid(), to, content }), { invalidState: t('talk.nobodyLinked') }),
    sendPresenterCue: (content) => tell(call('stage:cue', { slug, key: uuid(), content })),
    recallScene: (id) => tell(call('scene:recall', { slug, id })),
    run: (command) => tell(call(command, { slug })),
  };
}

/**
 * *Take next*, once at a time.
 * @returns null where there is nothing to go on to
 */
export function useTakeNext(
  { call, slug }: ControlRoom,
  { rundown, running, transition }: { rundown: ControlSnapshot['rundown']; running: boolean; transition: Transition },
  tell: StudioCommands['tell'],
): { taking: boolean; takeNext: (() => void) | null } {
  const { t } = useTranslation('studio');
  const [taking, setTaking] = useState(false);
  const takeNext = async () => {
    if (taking) return;
    setTaking(true);
    const asked = call('rundown:takeNext', { slug, version: rundown.version, transition });
    await tell(asked, { conflict: t('take.nextOvertaken') });
    setTaking(false);
  };
  return { taking, takeNext: running && rundown.nextItemId !== null ? () => void takeNext() : null };
}
