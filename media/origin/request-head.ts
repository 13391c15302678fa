/**
 * Heads of requests as players send them by the thousand: a GET in one piece with well-formed fields (RFC 9112). What is
 * anything else is for Node's parser to read or to refuse. Pure.
 */

/** What the origin reads of a request; Node's own has this shape. */
export interface HttpRequest {
  method?: string | undefined;
  /** Path and query. */
  url?: string | undefined;
  headers: { range?: string | undefined; 'accept-encoding'?: string | undefined };
}

export interface PlainHead extends HttpRequest {
  method: 'GET' | 'HEAD';
  url: string;
  /** The connection is to end after the answer. */
  closes: boolean;
}

type Fields = Pick<PlainHead, 'headers' | 'closes'>;

/** Longer heads are unusual. Bytes. */
const LONGEST = 8 * 1024;
const LINE = /^(GET|HEAD) (\/[!-~]*) HTTP\/1\.1$/;
const FIELDS = /^(?:[\w!#$%&'*+\-.^`|~]+:[\t -~\x80-\xff]*\r\n)+\r\n$/;
/** They mean a body, or another protocol. */
const UNUSUAL = new Set(['content-length', 'transfer-encoding', 'expect', 'upgrade']);
/** A player's fields are the same in all of its requests, and much the same in all players. */
const MOST_KNOWN = 256;

export class HeadReader {
  /** By their text. */
  readonly #known = new Map<string, Fields | null>();

  /** Null: not one plain request, whole and nothing after it. */
  read(bytes: Buffer): PlainHead | null {
    if (bytes.length > LONGEST) return null;
    const text = bytes.toString('latin1');
    const end = text.indexOf('\r\n');
    const [, method, url] = LINE.exec(text.slice(0, end)) ?? [];
    if (url === undefined) return null;
    const fields = this.#fields(text.slice(end + 2));
    return (
      fields && { method: method === 'HEAD' ? 'HEAD' : 'GET', url, headers: fields.headers, closes: fields.closes }
    );
  }

  #fields(text: string): Fields | null {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    const fields = readFields(text);
    this.#known.set(text, fields);
    return fields;
  }
}

function readFields(text: string): Fields | null {
  if (!FIELDS.test(text)) return null;
  const values = new Map<string, string>();
  for (const line of text.slice(0, -4).split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (UNUSUAL.has(name)) return null;
    // What is said twice means something only where it is a list.
    const isRead = name === 'host' || name === 'connection' || name === 'range' || name === 'accept-encoding';
    if (isRead && values.has(name)) return null;
    if (isRead) values.set(name, line.slice(colon + 1).replace(/^[\t ]+|[\t ]+$/g, ''));
  }
  const connection = (values.get('connection') ?? 'keep-alive').toLowerCase();
  if (!values.has('host') || (connection !== 'keep-alive' && connection !== 'close')) return null;
  const headers = { range: values.get('range'), 'accept-encoding': values.get('accept-encoding') };
  return { headers, closes: connection === 'close' };
}
