/**
 * How well timed visits hold with many sites in flight: `node test/bench/probe.ts [sites=1000] [limitMs=15000] [busy]`.
 * The server runs in a process of its own on loopback. `busy` blocks the main thread half of the time meanwhile.
 * For each way of probing: misjudged visits, error of the measured time, CPU seconds, memory.
 */
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { request } from 'undici';
import type { HttpClient, ProbeContext } from '#core/context.ts';
import { openHttpClient } from '../../crawlers/http/client.ts';
import { openHttpWorker } from '../../crawlers/http/worker.ts';
import { accessProbe } from '../../probes/network/access.ts';

/** Margin on both sides of the limit that must be judged right. */
const marginMs = 100;
const page = `<html><title>示例县</title><body>${'<p>示例县人民政府信息公开</p>'.repeat(40)}</body></html>`;

type Kind = 'hang' | 'just-before' | 'just-after' | 'quick' | 'drip';
const kindOf = (i: number): Kind => {
  const share = i % 10;
  if (share < 5) return 'hang';
  if (share < 7) return 'just-before';
  if (share < 8) return 'just-after';
  return share < 9 ? 'quick' : 'drip';
};
const delayOf = (kind: Kind, limitMs: number): number =>
  kind === 'just-before' ? limitMs - marginMs : kind === 'just-after' ? limitMs + marginMs : 50;

if (process.argv[2] === '--server') serve(Number(process.argv[3]));
else await main();

function serve(limitMs: number): void {
  const server = createServer((req, res) => {
    const kind = kindOf(Number(/^site(\d+)\./.exec(req.headers.host ?? '')?.[1] ?? 0));
    if (kind === 'hang') return;
    if (kind === 'drip') {
      res.writeHead(200, { 'content-type': 'text/html' });
      const timer = setInterval(() => res.write('<br>'), 500);
      res.on('close', () => clearInterval(timer));
      return;
    }
    setTimeout(() => res.end(page), delayOf(kind, limitMs));
  });
  server.keepAliveTimeout = 0;
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
    const at = server.address();
    process.send?.(typeof at === 'object' ? at?.port : 0);
  });
  process.on('disconnect', () => process.exit());
}

type Judged = { kind: Kind; inTime: boolean; measuredMs: number | null; voided: boolean };

async function main(): Promise<void> {
  const sites = Number(process.argv[2] ?? 1_000);
  const limitMs = Number(process.argv[3] ?? 15_000);
  const busy = process.argv.includes('busy');
  const child = fork(new URL(import.meta.url).pathname, ['--server', String(limitMs)]);
  const port = await new Promise<number>((resolve) => child.once('message', (p) => resolve(Number(p))));
  const names = Array.from({ length: sites }, (_, i) => `site${i}.bench.test`);
  const hosts = new Map(names.map((name) => [name, { address: '127.0.0.1', port }]));
  const options = { userAgent: 'xuncha-bench', allowPrivate: true, hosts, perHost: { concurrency: 2, intervalMs: 0 } };
  console.log(
    `${sites} sites in flight, limit ${limitMs} ms, half hanging, answers ${marginMs} ms before and after it${busy ? ', main thread blocked 300 of every 500 ms' : ''}`,
  );

  const blocker = busy
    ? setInterval(() => {
        const until = performance.now() + 300;
        while (performance.now() < until);
      }, 500)
    : undefined;
  for (const [name, open] of [
    ['probe, client in a worker thread', () => openHttpWorker(options)],
    ['probe, client in the main thread', () => openHttpClient(options)],
  ] as const) {
    const http = open();
    // Starting the thread and compiling the parser are not part of any visit of a running daemon.
    await http.fetch({ url: `http://${names.at(-2)}/`, unpaced: true, limits: { totalMs: 1_000 } });
    await measure(name, names, limitMs, (url) => throughProbe(http, url, limitMs));
    await http.close();
  }
  await measure('undici.request + AbortSignal.timeout', names, limitMs, (url, i) =>
    bare(`http://127.0.0.1:${port}/`, new URL(url).host, limitMs, i),
  );
  clearInterval(blocker);
  child.disconnect();
}

async function throughProbe(http: HttpClient, url: string, limitMs: number): Promise<Omit<Judged, 'kind'>> {
  const context: ProbeContext = {
    http,
    clock: { now: () => new Date() },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    vantage: 'bench',
    controls: [],
  };
  const reading = await accessProbe.observe({ url, watchMs: 2 * limitMs, limitMs }, context);
  if (reading.status === 'unobserved') return { inTime: false, measuredMs: null, voided: true };
  const { openedMs } = reading.value;
  return { inTime: openedMs !== null && openedMs <= limitMs, measuredMs: openedMs, voided: false };
}

async function bare(url: string, host: string, limitMs: number, _: number): Promise<Omit<Judged, 'kind'>> {
  const start = performance.now();
  try {
    const { body } = await request(url, { headers: { host }, signal: AbortSignal.timeout(limitMs) });
    await body.text();
    return { inTime: true, measuredMs: performance.now() - start, voided: false };
  } catch {
    return { inTime: false, measuredMs: null, voided: false };
  }
}

async function measure(
  name: string,
  names: readonly string[],
  limitMs: number,
  visit: (url: string, i: number) => Promise<Omit<Judged, 'kind'>>,
): Promise<void> {
  const cpu = process.cpuUsage();
  let peak = 0;
  const memory = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 200);
  const started = performance.now();
  // Starting all at once would measure our own queue. Everything is in flight together before the first slow answer.
  const gap = Math.min(2, (limitMs * 0.7) / names.length);
  const judged = await Promise.all(
    names.map(async (host, i): Promise<Judged> => {
      await new Promise((resolve) => setTimeout(resolve, i * gap));
      return { kind: kindOf(i), ...(await visit(`http://${host}/`, i)) };
    }),
  );
  clearInterval(memory);
  const { user, system } = process.cpuUsage(cpu);
  const wrong = judged.filter((j) => !j.voided && j.inTime !== (j.kind === 'quick' || j.kind === 'just-before'));
  const errors = judged
    .filter((j) => j.measuredMs !== null && j.kind !== 'drip' && j.kind !== 'hang')
    .map((j) => Math.abs((j.measuredMs ?? 0) - delayOf(j.kind, limitMs)))
    .sort((a, b) => a - b);
  const at = (p: number) =>
    (errors[Math.min(errors.length - 1, Math.floor(errors.length * p))] ?? Number.NaN).toFixed(1);
  console.log(
    `${name}: misjudged ${wrong.length} of ${judged.length} (${count(wrong.map((j) => j.kind))}), void ${judged.filter((j) => j.voided).length}, ` +
      `time error p50 ${at(0.5)} ms p99 ${at(0.99)} ms max ${at(1)} ms, CPU ${((user + system) / 1e6).toFixed(2)} s, ` +
      `peak RSS ${Math.round(peak / 1024 / 1024)} MB, wall ${((performance.now() - started) / 1_000).toFixed(1)} s`,
  );
}

function count(kinds: readonly Kind[]): string {
  const all = new Map<Kind, number>();
  for (const k of kinds) all.set(k, (all.get(k) ?? 0) + 1);
  return [...all].map(([k, n]) => `${k} ${n}`).join(', ') || 'none';
}
