import type { ErrorCode, Failure } from '../contract/index.ts';

/** An expected refusal: it travels to the client as a `Failure`, and undoes the transaction that it is thrown in. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly failure: Failure;

  constructor(code: ErrorCode, message: string, more: Omit<Failure, 'code' | 'message'> = {}) {
    super(message);
    this.failure = { code, message, ...more };
  }
}

/** The HTTP status that goes with each code. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  badRequest: 400,
  notSignedIn: 401,
  forbidden: 403,
  locked: 403,
  notFound: 404,
  conflict: 409,
  invalidState: 409,
  closed: 409,
  tooMany: 429,
  mediaUnavailable: 503,
  unavailable: 503,
};
