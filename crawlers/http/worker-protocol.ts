import type { MessagePort } from 'node:worker_threads';
import type { FetchRequest } from '#core/context.ts';
import type { Exchange } from '#core/evidence.ts';
import type { HttpOptions } from './client.ts';

/** What the main thread and the thread of the HTTP client say to each other. */
export type WorkerStart = { options: Omit<HttpOptions, 'resolve'>; port: MessagePort };
export type ToWorker =
  | { kind: 'fetch'; id: number; request: Omit<FetchRequest, 'signal'> }
  | { kind: 'abort'; id: number }
  | { kind: 'close' };
export type FromWorker = { id: number; exchange: Exchange };
