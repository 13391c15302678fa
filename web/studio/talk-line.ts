/**
 * The producer's voice: microphone, track and the server's routes, made to agree with what the hands want. Ending comes
 * first: the track is silent before anybody is asked. Wishes are told one after the other, the last one always.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Microphone, type MicrophoneProblem, MicrophoneRefusal } from './microphone.ts';
import { sameWish, type Wish } from './talk-intent.ts';

export interface TalkLineState {
  /** What the server has acknowledged: these people hear us, as far as the browser is connected. */
  told: Wish | null;
  problem: MicrophoneProblem | 'server' | null;
}

export interface TalkLinePorts {
  microphone: Microphone;
  /** Sends this track from now on; null: nothing. */
  publish(track: MediaStreamTrack | null): void;
  /** Tells the server; resolves to whether it agreed. */
  tell(wish: Wish | null): Promise<boolean>;
  /** It cannot be: the hands are opened. */
  onFailed(): void;
}

export interface TalkLine {
  readonly state: StoreApi<TalkLineState>;
  want(wish: Wish | null): void;
  /** The connection went, and with it what the server knew. */
  forget(): void;
  /** The server says that we do not speak. Where it was not asked to end it, the voice could not be kept open. */
  unlisted(): void;
}

export function openTalkLine({ microphone, publish, tell, onFailed }: TalkLinePorts): TalkLine {
  const state = createStore<TalkLineState>(() => ({ told: null, problem: null }));
  let wanted: Wish | null = null;
  let running = false;

  const fail = (problem: TalkLineState['problem']) => {
    wanted = null;
    microphone.speak(false);
    state.setState({ problem });
    onFailed();
  };

  const step = async (): Promise<void> => {
    const wish = wanted;
    if (wish) {
      try {
        publish(await microphone.open());
      } catch (error) {
        fail(error instanceof MicrophoneRefusal ? error.problem : 'unknown');
        return;
      }
      // The finger may be up again: the question for the permission takes its time.
      if (!sameWish(wanted, wish)) return;
    }
    if (await tell(wish)) state.setState({ told: wish });
    else if (wish) {
      state.setState({ told: null });
      fail('server');
      // It may have agreed and only not said so in time.
      await tell(null);
    } else state.setState({ told: null });
  };

  const run = async () => {
    if (running) return;
    running = true;
    try {
      while (!sameWish(wanted, state.getState().told)) await step();
    } finally {
      running = false;
    }
  };

  return {
    state,
    want(wish) {
      if (sameWish(wish, wanted)) return;
      wanted = wish;
      microphone.speak(wish !== null);
      if (wish) state.setState({ problem: null });
      void run();
    },
    forget() {
      state.setState({ told: null });
    },
    unlisted() {
      // While it is being told something, its list is about what it was told before.
      if (running || state.getState().told === null) return;
      state.setState({ told: null });
      fail('server');
    },
  };
}
