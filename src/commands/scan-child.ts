import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';

export type ScanOrder = { config: Config; notes: readonly string[] };
/** What the child says last. */
export type ScanAnswer = { ok: true; detail: string } | { ok: false; message: string };

/** After a stop the child has this long to close its browser, milliseconds. */
const graceMs = 5_000;

/**
 * 定期巡查 in a process of its own and at low priority: parsing thousands of pages must not hold up the clock of a timed visit, and
 * whatever kills it leaves the watch alive. Resolves with what came of it; rejects with why not.
 */
export function scanInChild(order: ScanOrder, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('scan-main.ts', import.meta.url)), [], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let answer: ScanAnswer | undefined;
    let kill: NodeJS.Timeout | undefined;
    const stop = () => {
      child.kill('SIGTERM');
      kill = setTimeout(() => child.kill('SIGKILL'), graceMs);
    };
    child.on('spawn', () => {
      try {
        if (child.pid !== undefined) setPriority(child.pid, 10);
      } catch {
        // Already gone, or not allowed: the scan is only less modest.
      }
      child.send(order);
    });
    child.on('message', (message) => {
      answer = message as ScanAnswer;
    });
    child.on('error', reject);
    child.on('close', (code, by) => {
      clearTimeout(kill);
      signal.removeEventListener('abort', stop);
      if (answer?.ok === true && !signal.aborted) resolve(answer.detail);
      else reject(new Error(answer?.ok === false ? answer.message : `巡查进程提前结束（${by ?? code}）`));
    });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
