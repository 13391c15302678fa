import type { Logger } from 'pino';
import type { ProgramOutput } from '../core/program-output.ts';
import { Push, type PushState } from './push.ts';

/** Where the programme is pushed to. */
export interface PushTarget {
  id: string;
  /** For the log. */
  name: string;
  /** `rtmp(s)://` or `srt://`, with its key. */
  address: string;
}

export interface SimulcastOptions {
  /** Called with every change of a target's state. */
  onState(targetId: string, state: PushState): void;
  log: Logger;
}

/** One broadcast's pushes. A target that is changed is begun anew; the others never notice. */
export class Simulcast {
  readonly #options: SimulcastOptions;
  readonly #pushes = new Map<string, { push: Push; address: string }>();
  #init: Extract<ProgramOutput, { type: 'init' }> | null = null;

  constructor(options: SimulcastOptions) {
    this.#options = options;
  }

  /** Where the programme should go from now on. */
  set targets(targets: readonly PushTarget[]) {
    for (const [id, { push, address }] of this.#pushes) {
      if (targets.some((target) => target.id === id && target.address === address)) continue;
      this.#pushes.delete(id);
      void push.close();
    }
    for (const { id, name, address } of targets) {
      if (this.#pushes.has(id)) continue;
      const { log, onState } = this.#options;
      const push = new Push({
        url: address,
        name,
        log,
        onState: (state) => {
          // One that was taken away, or begun anew, has nothing more to say about its target.
          const current = this.#pushes.get(id)?.push;
          if (current === push || (current === undefined && state.type === 'stopped')) onState(id, state);
        },
      });
      this.#pushes.set(id, { push, address });
      if (this.#init) push.accept(this.#init);
    }
  }

  /** Takes the programme's next message. */
  accept(output: ProgramOutput): void {
    if (output.type === 'init') this.#init = output;
    for (const { push } of this.#pushes.values()) push.accept(output);
  }

  /** Ends all; resolves once their processes are gone. The next programme begins anew. Safe twice. */
  async close(): Promise<void> {
    this.#init = null;
    const pushes = [...this.#pushes.values()];
    this.#pushes.clear();
    await Promise.all(pushes.map(({ push }) => push.close()));
  }
}
