/**
 * Who may ask for a broadcast that is not for everybody. The server signs passes and tells which generation of them is
 * good; a pass stands in the path (`/hls/<slug>/~<expires>.<signature>/…`), the same for all viewers of some hours, so that
 * relative addresses keep it and caches share what they have. Kept on disk: what is closed stays so while no server is there.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { z } from 'zod';
import { isSigned } from '../core/signed-address.ts';

const Gate = z.object({
  /** Passes of another one open nothing. */
  generation: z.number().int(),
  /** Nothing is answered without a pass. */
  closed: z.boolean(),
});
export type Gate = z.infer<typeof Gate>;

const Kept = z.record(z.string(), Gate);
const OPEN: Gate = { generation: 0, closed: false };
/** Where nobody knows any more what was closed, everything is, until the server says so. */
const UNKNOWN: Gate = { generation: -1, closed: true };
/** Each has one way to be written: caches take every other for another one. */
const PASS = /^[1-9]\d{0,11}\.[\w-]{42}[AEIMQUYcgkosw048]$/;
/** Passes whose signature was looked at; there are two of a broadcast at a time. */
const MOST_KNOWN = 256;

/** `owner`: also of what was cut out. `until`: ms since the epoch. */
export type Right = { of: 'viewer' | 'owner'; until: number };

export interface GatesOptions {
  /** File that keeps them. */
  path: string;
  /** What server and media share. */
  secret: string;
  /** What a viewer's pass signs. */
  passText(slug: string, generation: number, expires: number): string;
  /** What an owner's pass signs, with which a finished broadcast is there as it was before cuts. */
  uncutText(slug: string, expires: number): string;
  now?: () => number;
  log: Logger;
}

export class Gates {
  readonly #options: GatesOptions;
  readonly #now: () => number;
  readonly #gates: Map<string, Gate>;
  readonly #others: Gate;
  /** By slug, generation and pass. */
  readonly #known = new Map<string, Right>();

  constructor(options: GatesOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    const kept = this.#read();
    this.#gates = new Map(Object.entries(kept ?? {}));
    this.#others = kept ? OPEN : UNKNOWN;
  }

  /** What the server says of a broadcast. Written before it returns. */
  set(slug: string, gate: Gate = OPEN): void {
    const before = this.#gates.get(slug) ?? this.#others;
    if (before.generation === gate.generation && before.closed === gate.closed) return;
    this.#gates.set(slug, gate);
    this.#write();
    this.#options.log.info({ slug, ...gate }, 'who may watch');
  }

  /** @param pass as it stands in the path, empty where there is none. @returns null: nothing may be answered */
  judge(slug: string, pass: string): Right | null {
    const gate = this.#gates.get(slug) ?? this.#others;
    if (pass === '') return gate.closed ? null : { of: 'viewer', until: Number.POSITIVE_INFINITY };
    const key = `${slug} ${gate.generation} ${pass}`;
    const right = this.#known.get(key) ?? this.#check(slug, gate, pass);
    if (!right) return null;
    this.#known.set(key, right);
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    return right.until > this.#now() ? right : null;
  }

  #check(slug: string, { generation }: Gate, pass: string): Right | null {
    if (!PASS.test(pass)) return null;
    const { secret, passText, uncutText } = this.#options;
    const [expires = '', signature = ''] = pass.split('.', 2);
    const key = { expires, signature };
    const until = Number(expires) * 1000;
    const now = this.#now();
    if (isSigned(key, (at) => passText(slug, generation, at), secret, now)) return { of: 'viewer', until };
    if (isSigned(key, (at) => uncutText(slug, at), secret, now)) return { of: 'owner', until };
    return null;
  }

  /** Null: there is something that cannot be read. */
  #read(): z.infer<typeof Kept> | null {
    const { path, log } = this.#options;
    try {
      return Kept.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch (err) {
      if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return {};
      log.error({ err, path }, 'who may watch cannot be read: nobody, until the server says so');
      return null;
    }
  }

  #write(): void {
    const { path } = this.#options;
    const fresh = `${path}.new`;
    // Open ones of the first generation are what is not named at all, unless everything else is closed.
    const kept = [...this.#gates].filter(([, { generation, closed }]) => closed || generation !== OPEN.generation);
    writeFileSync(fresh, JSON.stringify(Object.fromEntries(kept)), { mode: 0o600, flush: true });
    renameSync(fresh, path);
  }
}
