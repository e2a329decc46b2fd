/**
 * What a page costs: `npm run -s bench:page -- [--corpus <dir>] [--rounds 7] [--json]`. CPU time of this process (all threads, so garbage
 * collection counts) for the bare parse, for decoding and parsing, and for all page probes on top; median of the rounds.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseDocument } from 'htmlparser2';
import type { PageSnapshot } from '#core/evidence.ts';
import { clueSigns } from '#probes/page/clues.ts';
import { flowOf } from '#probes/page/dates/flow.ts';
import { linksOf } from '#probes/page/links.ts';
import { pageIndex } from '#probes/page/text.ts';
import { pageProbes as listed } from '../../probes/index.ts';
import { shippedInput, shippedProbe } from './corpus/clues.ts';
import { bytesOf, dayOf, type Entry, isMarkup, openPage, readLabels } from './corpus/pages.ts';

/** Rounds before the first that counts: the engine compiles what is hot. */
const WARM_UP = 2;
/** Pages measured together: asking the system for the time costs as much as a small part of one page. */
const BATCH = 16;

/** 内容线索 with the program's word lists, as the pipeline puts it to a page. */
const clues = shippedProbe();
const clueInput = shippedInput();
const pageProbes = listed.map((p) => (p.produces === clues.produces ? clues : p));

type Sample = { entry: Entry; body: Uint8Array; sha256: string; text: string; today: string };
/** Part → CPU milliseconds of one round over all pages. */
type Round = Map<string, number>;

const parts = {
  bare: 'htmlparser2 裸解析',
  open: '解码并解析',
  index: '共用：页面索引',
  flow: '共用：版面流',
  probe: (title: string) => `探测：${title}`,
  idle: (title: string) => `探测：${title}（本不用它的页面类型）`,
  links: '另计：页面链接',
  signs: '另计：抓取时的线索预检',
} as const;

main();

function main(): void {
  const { values } = parseArgs({
    options: {
      corpus: { type: 'string' },
      rounds: { type: 'string', default: '7' },
      json: { type: 'boolean', default: false },
    },
  });
  const dir = path.resolve(
    values.corpus ?? process.env.XUNCHA_CORPUS ?? path.join(import.meta.dirname, '../../../shared/corpus'),
  );
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1_000) {
    console.error(`--rounds 应是 1 到 1000 的整数，得到“${values.rounds}”`);
    process.exitCode = 3;
    return;
  }
  if (!existsSync(path.join(dir, 'labels.json'))) {
    const why = `未测量：没有真实页面集（${dir}）。用 --corpus <目录> 或环境变量 XUNCHA_CORPUS 指向它`;
    console.log(values.json ? JSON.stringify({ corpus: null, notMeasured: why }) : why);
    return;
  }
  const samples = samplesOf(dir);
  for (let i = 0; i < WARM_UP; i++) measure(samples);
  const all: Round[] = [];
  for (let i = 0; i < rounds; i++) all.push(measure(samples));
  const report = reportOf(dir, samples, all);
  console.log(values.json ? JSON.stringify(report, null, 2) : print(report));
}

/** Pages of the corpus that a snapshot can be made of, decoded once for the bare parse. */
function samplesOf(dir: string): Sample[] {
  return readLabels(dir).entries.flatMap((entry) => {
    const body = isMarkup(entry) ? bytesOf(dir, entry) : null;
    if (body === null) return [];
    const page = openPage(entry, body);
    return 'notPage' in page ? [] : [{ entry, body, sha256: page.sha256, text: page.html, today: dayOf(entry) }];
  });
}

/** One round. The parts of a few pages are measured right after one another, so that a busy machine slows all of them alike. */
function measure(samples: readonly Sample[]): Round {
  const round: Round = new Map();
  const timed = <T>(part: string, work: () => T): T => {
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    round.set(part, (round.get(part) ?? 0) + (user + system) / 1_000);
    return result;
  };
  for (let i = 0; i < samples.length; i += BATCH) {
    const batch = samples.slice(i, i + BATCH);
    timed(parts.bare, () => batch.map((s) => parseDocument(s.text)));
    const pages = timed(parts.open, () => batch.map((s) => openPage(s.entry, s.body, s.sha256) as PageSnapshot));
    timed(parts.index, () => pages.map((p) => pageIndex(p.document)));
    timed(parts.flow, () => pages.map((p) => flowOf(p.document)));
    for (const probe of pageProbes) {
      const [on, off] = [parts.probe(probe.title), parts.idle(probe.title)];
      const asked = (p: PageSnapshot) => probe.on.includes(p.role);
      timed(on, () => pages.map((p, n) => asked(p) && probe.read(p, batch[n]!.today)));
      timed(off, () => pages.map((p, n) => !asked(p) && probe.read(p, batch[n]!.today)));
    }
    timed(parts.links, () => pages.map((p) => linksOf(p)));
    timed(parts.signs, () => pages.map((p) => clueSigns(p, clueInput)));
  }
  return round;
}

type Line = { part: string; msPerPage: number; pagesPerSecond: number; low: number; high: number; timesBare: number };
type Report = {
  corpus: string;
  pages: number;
  megabytes: number;
  rounds: number;
  /** Median, lowest and highest round; CPU milliseconds a page. */
  lines: Line[];
  /** Each probe on the pages it is put to, and every probe on every page. */
  totals: Line[];
};

function reportOf(corpus: string, samples: readonly Sample[], rounds: readonly Round[]): Report {
  const pages = samples.length;
  const bareOf = (r: Round) => r.get(parts.bare)!;
  const lineOf = (part: string, read: (r: Round) => number): Line => ({
    part,
    msPerPage: median(rounds.map(read)) / pages,
    pagesPerSecond: (1_000 * pages) / median(rounds.map(read)),
    low: Math.min(...rounds.map(read)) / pages,
    high: Math.max(...rounds.map(read)) / pages,
    timesBare: median(rounds.map((r) => read(r) / bareOf(r))),
  });
  const names = [...rounds[0]!.keys()];
  const inside = names.filter((n) => n !== parts.bare && n !== parts.links && n !== parts.signs);
  const sumOf = (wanted: readonly string[]) => (r: Round) => wanted.reduce((sum, n) => sum + r.get(n)!, 0);
  const idle = new Set(pageProbes.map((p) => parts.idle(p.title)));
  const totals = [
    lineOf('解码、解析加各类页面该用的探测', sumOf(inside.filter((n) => !idle.has(n)))),
    lineOf('解码、解析加全部探测', sumOf(inside)),
  ];
  return {
    corpus,
    pages,
    megabytes: samples.reduce((n, s) => n + s.body.length, 0) / 1e6,
    rounds: rounds.length,
    // A probe that is put to every page has no rest.
    lines: names.map((name) => lineOf(name, (r) => r.get(name)!)).filter((l) => l.msPerPage > 0.001),
    totals,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function print(report: Report): string {
  const row = ({ part, msPerPage, pagesPerSecond, low, high, timesBare }: Line) =>
    `${part}：${msPerPage.toFixed(3)} ms/页（${low.toFixed(3)}–${high.toFixed(3)}），每秒 ${Math.round(pagesPerSecond)} 页，裸解析的 ${timesBare.toFixed(2)} 倍`;
  return [
    `${report.pages} 页，${report.megabytes.toFixed(1)} MB，${report.rounds} 轮取中位数（括号内是最小和最大），CPU 时间`,
    ...report.lines.map(row),
    ...report.totals.map(row),
  ].join('\n');
}
