import { networkInterfaces } from 'node:os';
import type { types } from 'mediasoup';

export interface RtcPorts {
  min: number;
  max: number;
}

/**
 * Where a worker listens for browsers, UDP first and TCP as the way out of networks that block UDP.
 * With an announced address: on every interface, told as that address. Without one: on loopback and on each IPv4
 * address that this machine has now, so that browsers on it and in its local network reach it with nothing to set.
 * Two workers and two instances share one port range: each socket takes the first free port of it.
 */
export function listenInfos(announced: string | undefined, ports: RtcPorts): types.TransportListenInfo[] {
  const portRange = { min: ports.min, max: ports.max };
  const places = announced
    ? [{ ip: '0.0.0.0', announcedAddress: announced }]
    : ['127.0.0.1', ...ownAddresses()].map((ip) => ({ ip }));
  return (['udp', 'tcp'] as const).flatMap((protocol) => places.map((place) => ({ protocol, ...place, portRange })));
}

/** IPv4 addresses of this machine's interfaces, loopback and link-local ones left out. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    .map(({ address }) => address);
}
