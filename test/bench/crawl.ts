/**
 * What crawling a whole site costs: `npm run -s bench:crawl -- [--pages 2000] [--runs 3] [--only bare,linkinator,xuncha] [--delay 0] [--json]`.
 * A made-up site (30 KB a page, some 60 links each, 200 images, 400 attachments, 100 dead links) is served on loopback by a process of its own; each
 * tool runs over it in a process of its own, one after the other, all runs in turn. `--pages 2000,20000` measures both sizes.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Found } from './crawl/found.ts';
import type { ServerReport } from './crawl/server.ts';
import { openSite } from './crawl/site.ts';
import type { Usage } from './crawl/usage.ts';

const seed = 20_261_122;
const cli = path.join(import.meta.dirname, '../../src/bin.js');
const here = (file: string) => path.join(import.meta.dirname, 'crawl', file);
/** Longest one tool may take for one run, milliseconds. */
const longestMs = 3_600_000;

type Tool = {
  id: string;
  title: string;
  /** Command line over the site at `home`; files of its own go to `folder`. */
  command(home: string, folder: string, pages: number): readonly string[];
  /** What it printed → what it found. */
  read(stdout: string): Found;
};

const readFound = (stdout: string): Found => JSON.parse(stdout) as Found;
const tools: readonly Tool[] = [
  {
    id: 'bare',
    title: '裸循环（undici Pool + htmlparser2 事件，并发 50）',
    command: (home) => [here('bare.ts'), home, '50'],
    read: readFound,
  },
  {
    id: 'linkinator',
    title: 'linkinator 8（并发 100）',
    command: (home) => [here('linkinator.ts'), home, '100'],
    read: readFound,
  },
  {
    id: 'xuncha',
    title: '巡查（crawl 命令，单主机并发 16、无间隔，死链隔 200 ms 复核）',
    command(home, folder) {
      const config = path.join(folder, 'xuncha.config.yaml');
      writeFileSync(config, 'allowPrivate: true\nhostConcurrency: 16\nhostIntervalMs: 0\nsecondLookMs: 200\n');
      const files = ['--data', path.join(folder, 'data'), '--out', path.join(folder, 'out')];
      const caps = ['--pages', '1000000', '--depth', '100'];
      return [cli, 'crawl', home, '--config', config, ...files, ...caps, '--json', '--quiet'];
    },
    read(stdout) {
      const { crawl, links } = JSON.parse(stdout) as Crawled;
      const settled = [crawl.links.home, crawl.links.inner].flatMap((l) => Object.values(l));
      return {
        pages: crawl.pages.read,
        urls: settled.reduce((sum, n) => sum + n, 0),
        dead: links.filter((l) => l.value?.status === 'broken').map((l) => l.target),
      };
    },
  },
];

/** What `xuncha crawl --json` prints, as far as it is read here. */
type Crawled = {
  crawl: { pages: { read: number }; links: Record<'home' | 'inner', Record<string, number>> };
  links: { target: string; value?: { status: string } }[];
};

/** One run of one tool. */
type Run = Usage & { tool: string; sitePages: number; wallMs: number; found: Found; server: ServerReport };
/** Medians of the runs of one tool over one site. */
type Line = {
  tool: string;
  title: string;
  sitePages: number;
  runs: number;
  pages: number;
  pagesPerSecond: number;
  cpuMsPerPage: number;
  cpuLow: number;
  cpuHigh: number;
  rssMb: number;
  requests: number;
  /** GET requests for what had been asked for before. */
  twice: number;
  mostSockets: number;
  deadFound: number;
  /** Dead links that were missed, and living ones called dead. */
  missed: number;
  falselyDead: number;
};

await main();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pages: { type: 'string', default: '2000' },
      runs: { type: 'string', default: '3' },
      only: { type: 'string', default: tools.map((t) => t.id).join(',') },
      delay: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  });
  const sizes = values.pages.split(',').map(Number);
  const runs = Number(values.runs);
  const delay = Number(values.delay);
  const wanted = values.only.split(',');
  const refuse = (message: string) => {
    console.error(message);
    process.exitCode = 3;
  };
  if (sizes.some((n) => !Number.isInteger(n) || n < 10 || n > 1_000_000))
    return refuse(`--pages 应是 10 到 1000000 的整数，几个用逗号隔开，得到“${values.pages}”`);
  if (!Number.isInteger(runs) || runs < 1 || runs > 100)
    return refuse(`--runs 应是 1 到 100 的整数，得到“${values.runs}”`);
  if (!Number.isInteger(delay) || delay < 0 || delay > 60_000)
    return refuse(`--delay 应是 0 到 60000 的整数（毫秒），得到“${values.delay}”`);
  const unknown = wanted.find((id) => !tools.some((t) => t.id === id));
  if (unknown !== undefined) return refuse(`--only 里的“${unknown}”不认识，可用：${tools.map((t) => t.id).join('、')}`);

  const all: Run[] = [];
  for (const pages of sizes) {
    const server = await openServer(pages, delay);
    try {
      for (let n = 0; n < runs; n++)
        for (const tool of tools) {
          if (!wanted.includes(tool.id)) continue;
          if (!values.json) console.error(`${pages} 页，第 ${n + 1} 轮：${tool.title} …`);
          all.push(await runOf(tool, pages, server));
        }
    } finally {
      server.close();
    }
  }
  const lines = linesOf(all);
  console.log(
    values.json ? JSON.stringify({ seed, delayMs: delay, lines, runs: all.map(brief) }, null, 2) : print(lines, delay),
  );
}

const brief = ({ found, ...rest }: Run) => ({ ...rest, found: { ...found, dead: found.dead.length } });

type Server = { home: string; urls: number; report(): Promise<ServerReport>; close(): void };

async function openServer(pages: number, delay: number): Promise<Server> {
  const child = fork(here('server.ts'), [String(pages), String(seed), String(delay)]);
  const { port, urls } = await message<{ port: number; urls: number }>(child);
  return {
    home: `http://127.0.0.1:${port}/`,
    urls,
    report() {
      const answer = message<ServerReport>(child);
      child.send('report');
      return answer;
    },
    close: () => child.disconnect(),
  };
}

function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`the server ended with ${code}`));
    child.once('exit', gone);
    child.once('message', (m) => {
      child.off('exit', gone);
      resolve(m as T);
    });
  });
}

async function runOf(tool: Tool, pages: number, server: Server): Promise<Run> {
  const folder = mkdtempSync(path.join(tmpdir(), 'xuncha-bench-'));
  try {
    await server.report();
    const usage = path.join(folder, 'usage.json');
    const start = performance.now();
    const { code, stdout, stderr } = await ended(
      spawn(process.execPath, ['--import', here('usage.ts'), ...tool.command(server.home, folder, pages)], {
        env: { ...process.env, XUNCHA_BENCH_USAGE: usage },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    const wallMs = performance.now() - start;
    if (code !== 0) throw new Error(`${tool.id} ended with ${code}: ${stderr.slice(-2_000)}`);
    return {
      ...(JSON.parse(readFileSync(usage, 'utf8')) as Usage),
      tool: tool.id,
      sitePages: pages,
      wallMs,
      found: tool.read(stdout),
      server: await server.report(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const timer = setTimeout(() => child.kill(), longestMs);
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}

function linesOf(all: readonly Run[]): Line[] {
  const groups = Map.groupBy(all, (r) => `${r.sitePages}|${r.tool}`);
  return [...groups.values()].map((runs) => {
    const [first] = runs as [Run, ...Run[]];
    const { sitePages } = first;
    const lost = new Set(openSite({ pages: sitePages, seed }).dead);
    const pathsOf = (r: Run) => new Set(r.found.dead.map((u) => new URL(u).pathname));
    const cpu = runs.map((r) => r.cpuMs / sitePages);
    return {
      tool: first.tool,
      title: tools.find((t) => t.id === first.tool)?.title ?? first.tool,
      sitePages,
      runs: runs.length,
      pages: first.found.pages,
      pagesPerSecond: median(runs.map((r) => (sitePages * 1_000) / r.wallMs)),
      cpuMsPerPage: median(cpu),
      cpuLow: Math.min(...cpu),
      cpuHigh: Math.max(...cpu),
      rssMb: Math.max(...runs.map((r) => r.rssMb)),
      requests: Math.max(...runs.map((r) => r.server.requests)),
      twice: Math.max(...runs.map((r) => r.server.twice)),
      mostSockets: Math.max(...runs.map((r) => r.server.mostSockets)),
      deadFound: Math.min(...runs.map((r) => [...lost].filter((u) => pathsOf(r).has(u)).length)),
      missed: Math.max(...runs.map((r) => [...lost].filter((u) => !pathsOf(r).has(u)).length)),
      falselyDead: Math.max(...runs.map((r) => [...pathsOf(r)].filter((u) => !lost.has(u)).length)),
    };
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function print(lines: readonly Line[], delay: number): string {
  const out: string[] = [];
  for (const [size, group] of Map.groupBy(lines, (l) => l.sitePages)) {
    out.push(
      `网站 ${size} 页${delay > 0 ? `，每次应答延迟 ${delay} ms` : ''}；CPU 是整个进程（含启动）的用户加系统时间，中位数（最小–最大）`,
    );
    for (const l of group)
      out.push(
        `${l.title}：每秒 ${Math.round(l.pagesPerSecond)} 页，CPU ${l.cpuMsPerPage.toFixed(2)} ms/页（${l.cpuLow.toFixed(2)}–${l.cpuHigh.toFixed(2)}），内存峰值 ${Math.round(l.rssMb)} MB，请求 ${l.requests} 次（重复 ${l.twice}），同时最多 ${l.mostSockets} 个连接；死链找到 ${l.deadFound}，漏 ${l.missed}，误报 ${l.falselyDead}`,
      );
    const cpu = (id: string) => group.find((l) => l.tool === id)?.cpuMsPerPage;
    const [bare, other, ours] = [cpu('bare'), cpu('linkinator'), cpu('xuncha')];
    if (ours !== undefined && other !== undefined)
      out.push(`linkinator 每页 CPU 是巡查的 ${(other / ours).toFixed(1)} 倍（目标：至少 5 倍）`);
    if (ours !== undefined && bare !== undefined)
      out.push(`巡查每页 CPU 是裸循环的 ${(ours / bare).toFixed(2)} 倍（目标：至多 1.5 倍）`);
  }
  const sizes = lines.filter((l) => l.tool === 'xuncha').toSorted((a, b) => a.sitePages - b.sitePages);
  const [small, large] = [sizes[0], sizes.at(-1)];
  if (small && large && small !== large)
    out.push(
      `巡查内存峰值：${small.sitePages} 页 ${Math.round(small.rssMb)} MB，${large.sitePages} 页 ${Math.round(large.rssMb)} MB，${(large.rssMb / small.rssMb).toFixed(2)} 倍`,
    );
  return out.join('\n');
}
