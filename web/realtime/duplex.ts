import { type DuplexServerEvents, DuplexState, duplexCommands, RtcNotice, TalkToMe } from '@antenne/server/contract';
import { z } from 'zod';
import { type Connection, connect } from './connection.ts';
import { type Messages, revokedMessage } from './messages.ts';

const duplex = {
  namespace: '/duplex',
  commands: duplexCommands,
  messages: {
    state: DuplexState,
    talks: z.object({ talks: z.array(TalkToMe) }),
    rtc: RtcNotice,
    revoked: revokedMessage,
    replaced: z.undefined(),
  } satisfies Messages<DuplexServerEvents>,
} as const;

export type DuplexConnection = Connection<typeof duplex>;

/** A contributor's connection. Send `duplex:join` in `onConnect`: after each reconnect too. The caller closes it. */
export function connectDuplex(): DuplexConnection {
  return connect(duplex, { pace: 'staff' });
}
