/** One transport to the SFU, with the repair of its network path. */
import type { Device, types } from 'mediasoup-client';
import { type LinkEvent, type LinkPhase, nextLinkPhase } from './rtc-recovery.ts';
import { failureCode, fromWire, type RtcAsk, toWire } from './rtc-wire.ts';

const TICK_MS = 500;

export interface RtcLink {
  readonly transport: types.Transport;
  readonly phase: LinkPhase['name'];
  /** Closes this end and its producers and consumers; tells nobody. Safe twice. */
  close(): void;
}

export interface RtcLinkOptions {
  device: Device;
  direction: 'send' | 'recv';
  ask: RtcAsk;
  onPhase: () => void;
  /** The path cannot be repaired: the link is closed already, and somebody should open another one. */
  onLost: () => void;
}

/** Asks the SFU for a transport and makes its counterpart. The caller closes it. Rejects as the request does. */
export async function openRtcLink({ device, direction, ask, onPhase, onLost }: RtcLinkOptions): Promise<RtcLink> {
  const options = fromWire.transport(await ask({ type: 'createTransport', direction }));
  const transport = direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
  let phase: LinkPhase = { name: 'new' };
  let closed = false;

  const close = () => {
    if (closed) return;
    closed = true;
    clearInterval(timer);
    transport.close();
  };
  const happen = (event: LinkEvent) => {
    if (closed) return;
    const step = nextLinkPhase(phase, event, performance.now());
    const changed = step.phase.name !== phase.name;
    phase = step.phase;
    if (step.action === 'restartIce') void restartIce();
    if (step.action === 'renew') {
      close();
      onLost();
    } else if (changed) onPhase();
  };
  const restartIce = async () => {
    try {
      const reply = await ask({ type: 'restartIce', transportId: transport.id });
      if (!closed) await transport.restartIce({ iceParameters: fromWire.iceParameters(reply.iceParameters) });
    } catch (error) {
      // With signalling away too, the machine's patience ends in a new one.
      if (failureCode(error) === 'notFound') happen('forgotten');
    }
  };

  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    ask({ type: 'connectTransport', transportId: transport.id, dtlsParameters: toWire(dtlsParameters) }).then(
      done,
      failed,
    );
  });
  transport.on('produce', ({ kind, rtpParameters }, done, failed) => {
    ask({ type: 'produce', transportId: transport.id, kind, rtpParameters: toWire(rtpParameters) }).then(
      (reply) => done({ id: reply.producerId }),
      failed,
    );
  });
  transport.on('connectionstatechange', (state) => {
    if (state === 'connecting' || state === 'connected' || state === 'disconnected' || state === 'failed') {
      happen(state);
    }
  });
  const timer = setInterval(() => happen('tick'), TICK_MS);

  return {
    transport,
    get phase() {
      return phase.name;
    },
    close,
  };
}
