import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Room for a burst of key frames while the process works on a tick. */
const RECEIVE_BUFFER_BYTES = 1024 * 1024;

export interface FeedSocket {
  readonly port: number;
  /** Safe twice. */
  close(): void;
}

/** A UDP port on loopback for one feed's RTP and RTCP. */
export async function openFeedSocket(onDatagram: (datagram: Buffer) => void): Promise<FeedSocket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.on('message', onDatagram);
  let closed = false;
  return {
    port: socket.address().port,
    close() {
      if (closed) return;
      closed = true;
      socket.close();
    },
  };
}
