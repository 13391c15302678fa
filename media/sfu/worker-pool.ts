/** mediasoup's worker processes: one per core, each replaced when it dies. */
import { createWorker, type types } from 'mediasoup';
import type { Logger } from 'pino';
import { listenInfos, type RtcPorts } from './addresses.ts';
import { routerCodecs } from './codecs.ts';
import { SfuFailure } from './failure.ts';

export interface WorkerPoolOptions {
  count: number;
  /** Path of the worker's binary; mediasoup's own place when absent. */
  workerBin?: string | undefined;
  announcedAddress?: string | undefined;
  ports: RtcPorts;
  log: Logger;
}

/** A router and the sockets of its worker. Both die with the worker: `router.on('workerclose')` tells. */
export interface RouterSeat {
  router: types.Router;
  webRtcServer: types.WebRtcServer;
  /** The worker died. Otherwise the end of the router is wanted: somebody stops this process. */
  died(): boolean;
}

export interface WorkerPool {
  /** A new router on the worker that has the fewest; waits while workers are being replaced. The caller closes it. */
  seat(): Promise<RouterSeat>;
  /** Process ids of the workers that live now. */
  pids(): number[];
  /** Ends all workers and with them all routers; resolves when their processes are gone. Safe twice. */
  close(): Promise<void>;
}

interface Member {
  worker: types.Worker;
  webRtcServer: types.WebRtcServer;
  routers: number;
}

const RESTART_FIRST_MS = 50;
const RESTART_MOST_MS = 5000;

/** Starts all workers. @throws when one cannot be started: at the start, that is a machine to repair */
export async function openWorkerPool(options: WorkerPoolOptions): Promise<WorkerPool> {
  const { log } = options;
  const members = new Set<Member>();
  const waiting = new Set<() => void>();
  const gone = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  const start = async (): Promise<void> => {
    const worker = await createWorker({
      logLevel: 'warn',
      ...(options.workerBin ? { workerBin: options.workerBin } : {}),
    });
    const ended = new Promise<void>((resolve) => worker.once('subprocessclose', () => resolve()));
    gone.add(ended);
    void ended.then(() => gone.delete(ended));
    if (closed) {
      worker.close();
      return;
    }
    try {
      const webRtcServer = await worker.createWebRtcServer({
        listenInfos: listenInfos(options.announcedAddress, options.ports),
      });
      const member: Member = { worker, webRtcServer, routers: 0 };
      // mediasoup closes its workers by itself on SIGINT and SIGTERM: then there is no death to tell of.
      worker.observer.once('close', () => members.delete(member));
      worker.once('died', (error) => {
        log.error({ pid: worker.pid, err: error }, 'mediasoup worker died, starting another');
        restart(RESTART_FIRST_MS);
      });
      members.add(member);
      log.info({ pid: worker.pid }, 'mediasoup worker is up');
    } catch (error) {
      worker.close();
      throw error;
    }
    for (const wake of waiting) wake();
  };

  const restart = (delay: number): void => {
    if (closed) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      start().catch((err: unknown) => {
        log.error({ err }, 'mediasoup worker could not be started');
        restart(Math.min(RESTART_MOST_MS, delay * 2));
      });
    }, delay);
    timers.add(timer);
  };

  const close = async (): Promise<void> => {
    closed = true;
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    for (const { worker } of members) worker.close();
    members.clear();
    for (const wake of waiting) wake();
    await Promise.all(gone);
  };

  try {
    await Promise.all(Array.from({ length: options.count }, start));
  } catch (error) {
    await close();
    throw error;
  }

  return {
    async seat() {
      for (;;) {
        if (closed) throw new SfuFailure('mediaUnavailable', 'the SFU is closing');
        const member = [...members].sort((a, b) => a.routers - b.routers)[0];
        if (!member) {
          await new Promise<void>((resolve) => {
            const wake = () => {
              waiting.delete(wake);
              resolve();
            };
            waiting.add(wake);
          });
          continue;
        }
        member.routers += 1;
        try {
          const router = await member.worker.createRouter({ mediaCodecs: routerCodecs });
          router.observer.once('close', () => {
            member.routers -= 1;
          });
          return { router, webRtcServer: member.webRtcServer, died: () => member.worker.died };
        } catch (error) {
          member.routers -= 1;
          // It died under the request: another one will do. Anything else is ours to know.
          if (!member.worker.closed) throw error;
          members.delete(member);
        }
      }
    },
    pids: () => [...members].map(({ worker }) => worker.pid),
    close,
  };
}
