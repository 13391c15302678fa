/** Why the SFU refused a request. The codes are a subset of the wire contract's. */
export type SfuFailureCode =
  | 'badRequest'
  | 'forbidden'
  | 'notFound'
  | 'invalidState'
  | 'tooMany'
  /** Nothing to receive from this source now, or the worker is being replaced: later it can succeed. */
  | 'mediaUnavailable';

/** An expected failure: the caller tells the browser, and nothing else happens. */
export class SfuFailure extends Error {
  override name = 'SfuFailure';
  readonly code: SfuFailureCode;

  constructor(code: SfuFailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
