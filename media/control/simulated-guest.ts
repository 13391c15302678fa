/** Keeps one simulated contributor sending whenever no person has the place. */
import type { Logger } from 'pino';
import { SfuFailure } from '../sfu/failure.ts';
import type { RtpIngress } from '../sfu/ingress.ts';
import type { Room } from '../sfu/room.ts';
import { SerialTask } from '../sfu/serial-task.ts';
import type { Simulator } from '../simulated/simulator.ts';

export interface SimulatedGuest {
  /** Stops sending. Safe twice. */
  close(): void;
}

export function openSimulatedGuest(options: {
  room: Room;
  contributorId: string;
  /** Which made-up picture and sound. */
  which: number;
  simulator: Simulator;
  log: Logger;
}): SimulatedGuest {
  const { room, contributorId, which, simulator, log } = options;
  let ingress: RtpIngress | null = null;
  let closed = false;

  const task = new SerialTask(
    async () => {
      if (closed || ingress || !room.router || room.feed(contributorId).sender !== null) return;
      const source = simulator.source(which);
      // Not made yet, or the simulator is being started again: it says when.
      if (!source) return;
      const opened = await room.openIngress(contributorId, source);
      if (closed) {
        opened.close();
        return;
      }
      ingress = opened;
      const stop = simulator.push(which, opened);
      opened.onClose(() => {
        ingress = null;
        stop();
        task.run();
      });
    },
    (err) => {
      // A person came first, or the router went: either says so when it changes.
      if (!(err instanceof SfuFailure)) log.error({ err, contributorId }, 'simulated contributor could not send');
    },
  );
  const onFeed = (id: string) => {
    if (id === contributorId) task.run();
  };
  const onUp = () => task.run();
  room.events.on('feed', onFeed);
  room.events.on('up', onUp);
  const unsubscribe = simulator.onChange(() => {
    // Another process sends from another port.
    if (!simulator.source(which)) ingress?.close();
    task.run();
  });
  task.run();

  return {
    close() {
      if (closed) return;
      closed = true;
      unsubscribe();
      room.events.off('feed', onFeed);
      room.events.off('up', onUp);
      ingress?.close();
    },
  };
}
