/**
 * Where not everybody may watch, a pass stands in the path of a broadcast's addresses (`/hls/<slug>/~<pass>/…`) and runs
 * out after some hours. Whatever plays goes on with the addresses that it has: each request gets the newest pass.
 */

const PLACE = /(\/hls\/[^/]+)(\/~[^/]+)?\//;

/** The same for all passes: what a player is begun anew for when it becomes another one. */
export function withoutPass(address: string): string {
  return address.replace(PLACE, '$1/');
}

/** `address` with the pass that the broadcast's own address has, or without any. */
export function withPassOf(source: string, address: string): string {
  const pass = PLACE.exec(source)?.[2] ?? '';
  return address.replace(PLACE, `$1${pass}/`);
}
