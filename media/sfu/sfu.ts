/** The SFU of one media node: its workers and a room per broadcast. */
import { setLogEventListeners } from 'mediasoup';
import type { Logger } from 'pino';
import type { RtcPorts } from './addresses.ts';
import { Room } from './room.ts';
import { openWorkerPool } from './worker-pool.ts';

export interface SfuOptions {
  /** Number of worker processes. */
  workers: number;
  workerBin?: string | undefined;
  /** Address that browsers are told to send to; this machine's own addresses when absent. */
  announcedAddress?: string | undefined;
  ports: RtcPorts;
  log: Logger;
}

export interface Sfu {
  /** Opens a room; the caller closes it. */
  openRoom(broadcastId: string): Promise<Room>;
  workerPids(): number[];
  /** Ends all workers, and with them what is left in the rooms. Safe twice. */
  close(): Promise<void>;
}

/** @throws when a worker cannot be started */
export async function openSfu(options: SfuOptions): Promise<Sfu> {
  const { log, ports } = options;
  setLogEventListeners({
    onwarn: (namespace, message) => log.debug({ namespace }, message),
    onerror: (namespace, message, err) => log.warn({ namespace, err }, message),
  });
  const pool = await openWorkerPool({
    count: options.workers,
    workerBin: options.workerBin,
    announcedAddress: options.announcedAddress,
    ports,
    log,
  });
  const rooms = new Set<Room>();
  return {
    async openRoom(broadcastId) {
      for (const known of rooms) if (known.closed) rooms.delete(known);
      const room = new Room({ broadcastId, pool, ports, log });
      rooms.add(room);
      await room.open();
      return room;
    },
    workerPids: () => pool.pids(),
    async close() {
      for (const room of rooms) room.close();
      rooms.clear();
      await pool.close();
    },
  };
}
