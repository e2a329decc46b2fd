import { setImmediate as turn } from 'node:timers/promises';
import type { HttpClient, Log } from '#core/context.ts';
import type { Exchange } from '#core/evidence.ts';
import type { JobQueue } from '../../src/queue/queue.ts';
import type { Time } from '../../src/watch/time.ts';

/** 10:00 of a day in November 2026, say, as an instant. */
export const at = (day: number, clock = '00:00') =>
  new Date(`2026-11-${String(day).padStart(2, '0')}T${clock}:00+08:00`);

/**
 * A clock that stands still while anything is being done and leaps to the next thing when nothing is. Nobody waits, and the same script
 * gives the same course.
 */
export function simulatedTime(start: Date) {
  let wall = start.getTime();
  let mono = 0;
  let busy: () => Promise<unknown> = async () => {};
  const events: { at: number; what: () => void }[] = [];
  const later: { at: number; what: () => void }[] = [];
  const time: Time = {
    now: () => new Date(wall),
    mono: () => mono,
    async sleep(ms) {
      await busy();
      // What follows the last piece of work by promises alone runs dry.
      await turn();
      await turn();
      const step = Math.max(
        0,
        Math.min(
          ms,
          (events[0]?.at ?? Number.POSITIVE_INFINITY) - wall,
          (later[0]?.at ?? Number.POSITIVE_INFINITY) - mono,
        ),
      );
      wall += step;
      mono += step;
      while (events[0] && events[0].at <= wall) events.shift()?.what();
      while (later[0] && later[0].at <= mono) later.shift()?.what();
    },
  };
  return {
    time,
    /** Waits for these before time goes on. */
    work(...of: (JobQueue | (() => Promise<unknown>))[]) {
      busy = async () => {
        for (const w of of) await (typeof w === 'function' ? w() : w.idle());
      };
    },
    on(when: Date, what: () => void) {
      events.push({ at: when.getTime(), what });
      events.sort((a, b) => a.at - b.at);
    },
    /** After so many milliseconds, whatever the wall clock does meanwhile. */
    after(ms: number, what: () => void) {
      later.push({ at: mono + ms, what });
      later.sort((a, b) => a.at - b.at);
    },
    /** The wall clock moves, the monotonic one does not: a sleeping machine, or a clock that was set. */
    shift(ms: number) {
      wall += ms;
    },
    /** Time passes while nobody watches. */
    skipTo(when: Date) {
      mono += when.getTime() - wall;
      wall = when.getTime();
    },
  };
}

export type Answer = 'ok' | 'timeout' | 'refused';

/** HTTP client that answers from a script. Counts what was asked. */
export function scriptedHttp(answer: (url: string) => Answer): HttpClient & { asked: Map<string, number> } {
  const asked = new Map<string, number>();
  const body = new TextEncoder().encode(
    `<html><head><title>示例</title></head><body><h1>示例县人民政府</h1><p>${'欢迎访问示例县人民政府网站。'.repeat(20)}</p></body></html>`,
  );
  return {
    asked,
    async fetch({ url }): Promise<Exchange> {
      asked.set(url, (asked.get(url) ?? 0) + 1);
      const how = answer(url);
      const base = { requestedUrl: url, finalUrl: url, startedAt: '2026-11-01T00:00:00.000Z', protocolFaults: [] };
      if (how === 'ok')
        return {
          ...base,
          outcome: 'response',
          status: 200,
          hops: [
            {
              url,
              method: 'GET',
              status: 200,
              headers: [['content-type', 'text/html; charset=utf-8']],
              address: '192.0.2.1',
              phases: { end: 80 },
            },
          ],
          totalMs: 80,
          certificate: 'none',
          body,
          bodyComplete: true,
          readableMs: 70,
        };
      return {
        ...base,
        outcome: how,
        ...(how === 'timeout' ? { stage: 'connect' as const, code: 'ETIMEDOUT' } : { code: 'ECONNREFUSED' }),
        hops: [{ url, method: 'GET', headers: [], phases: { end: how === 'timeout' ? 30_000 : 5 } }],
        totalMs: how === 'timeout' ? 30_000 : 5,
        certificate: 'none',
        body: new Uint8Array(),
        bodyComplete: false,
        readableMs: null,
      };
    },
    async close() {},
  };
}

/** A log that keeps its lines. */
export function keptLog(): Log & { lines: { level: string; fields: object; message: string }[] } {
  const lines: { level: string; fields: object; message: string }[] = [];
  const on = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message });
  return { lines, debug: on('debug'), info: on('info'), warn: on('warn'), error: on('error') };
}
