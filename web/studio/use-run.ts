import type { Rundown, Transition } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import type { ControlRoom } from '../realtime/index.ts';
import type { StudioCommands } from './use-commands.ts';

/** What a producer does to the run besides *Take next*. A refusal is said with its reason. */
export type RunHands = {
  take: (itemId: string) => void;
  takePrevious: () => void;
  /** @param ms more (+) or less (−) for the current item */
  addTime: (ms: number) => void;
  skip: (itemId: string, skip: boolean) => void;
  hold: () => void;
  pause: () => void;
  rehearse: (on: boolean) => void;
};

/** @param transition how items come on air */
export function useRun(
  { call, slug }: ControlRoom,
  { rundown, transition }: { rundown: Rundown; transition: Transition },
  tell: StudioCommands['tell'],
): RunHands {
  const { t } = useTranslation(['studio', 'run']);
  const reasons = { conflict: t('take.nextOvertaken'), invalidState: t('run:notNow') };
  const { version, currentItemId, heldAt, pausedAt } = rundown;
  return {
    take: (itemId) => void tell(call('rundown:take', { slug, version, itemId, transition }), reasons),
    takePrevious: () => void tell(call('rundown:takePrevious', { slug, version, transition }), reasons),
    addTime: (ms) =>
      void tell(call('rundown:addTime', { slug, ms, ...(currentItemId && { itemId: currentItemId }) }), reasons),
    skip: (itemId, skip) => void tell(call('rundown:skip', { slug, itemId, skip }), reasons),
    // What is asked for is what the button said: two producers who press at once mean the same.
    hold: () => void tell(call('rundown:hold', { slug, on: heldAt === null }), reasons),
    pause: () => void tell(call('rundown:pause', { slug, on: pausedAt === null }), reasons),
    rehearse: (on) => void tell(call('rundown:rehearse', { slug, on }), reasons),
  };
}
