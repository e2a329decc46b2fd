/** A job is data: everything needed to do it again on another machine. */
export type Job<T = unknown> = {
  name: string;
  /** Same key, same job: a repeated send is a no-op. */
  key: string;
  /** UTC; not before this instant. */
  startAfter?: string;
  payload: T;
};
export type Handler = (job: Job) => Promise<void>;

/** 任务队列. Jobs are recomputable, so a queue may forget them with the process. */
export interface JobQueue {
  send(jobs: readonly Job[]): Promise<void>;
  work(name: string, concurrency: number, handler: Handler): Promise<void>;
  /** Resolves when nothing is waiting or running. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}
