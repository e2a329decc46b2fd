import type { Failure } from './failures.ts';

export type Headers = readonly (readonly [string, string])[];

/** What came back on one connection, strict or lenient. Times are milliseconds since the request's start. */
export type Answer = {
  /** Absent when no complete header block came; then `failure` says why. */
  status?: number;
  headers: Headers;
  failure?: Failure;
  headersAt?: number;
  firstByteAt?: number;
  endAt: number;
  /** The body came to its end. */
  complete: boolean;
  /** What cut the body, when it is not complete. */
  cut?: 'bytes' | 'time' | 'reset' | 'encoding';
  /** Code of the fault that cut the body. */
  code?: string;
  /** Faults a browser forgives, Chinese. Only the lenient reader can see them. */
  faults: readonly string[];
};

export type Ask = {
  url: URL;
  method: 'GET' | 'HEAD' | 'POST';
  /** Bytes of a POST. */
  body?: string;
  headers: Readonly<Record<string, string>>;
  maxHeaderBytes: number;
  start: number;
  signal: AbortSignal;
  /** A complete header block came (never 1xx). False: the body is not wanted. */
  onHeaders(status: number, headers: Headers, stop: () => void): boolean;
  /** Raw bytes of the body with their time of arrival. */
  onData(chunk: Uint8Array, at: number): void;
  /** Something measured happened. */
  onPhase(): void;
};
