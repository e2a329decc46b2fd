/**
 * What judging a large county's accounts costs: `npm run -s bench:accounts -- [--accounts 10000] [--weeks 52] [--policy fengdu] [--json]`.
 * Made-up units of 20 accounts hand in one CSV each for the whole time (seeded; most accounts post some times a week, some sleep, some are dead, some
 * files are unsigned). Import and storing run in one process, judging and keeping the result in another, writing the account audit (HTML, CSV, workbook)
 * in a third, as three commands would.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { addDays } from '#core/calendar.ts';
import type { Registry } from '#core/registry.ts';
import { importPosts } from '#crawlers/import/posts.ts';
import { readTable } from '#crawlers/import/table.ts';
import { inspectionRun } from '#pipeline/inspection-run.ts';
import { judge } from '#pipeline/judge.ts';
import { policyOf } from '../../src/app.ts';
import { addAccountAudit } from '../../src/commands/account-audit-files.ts';
import { digestOf } from '../../src/commands/session.ts';
import { Config } from '../../src/config.ts';
import { openDataFolder } from '../../src/store/data-folder.ts';

const seed = 20_261_122;
const perUnit = 20;
const lastDay = '2026-11-21';
const asOf = '2026-11-22T04:00:00.000Z';
const importedAt = new Date('2026-11-22T01:00:00.000Z');
const platforms = ['wechat', 'weibo', 'douyin', 'toutiao', 'wechat-channels', 'kuaishou', 'thepaper', 'app'] as const;
const platformWords: Record<(typeof platforms)[number], string> = {
  wechat: '微信公众号',
  weibo: '新浪微博',
  douyin: '抖音',
  toutiao: '今日头条',
  'wechat-channels': '微信视频号',
  kuaishou: '快手',
  thepaper: '澎湃号',
  app: '移动客户端',
};

/** `peakMb`: the most memory up to the end of the phase. */
type Phase = { name: string; ms: number; note: string; peakMb?: number };
type Outcome = { phases: Phase[]; cpuMs: number; peakMb: number };

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '10000' },
    weeks: { type: 'string', default: '52' },
    policy: { type: 'string', default: 'fengdu' },
    json: { type: 'boolean', default: false },
    phase: { type: 'string' },
    folder: { type: 'string' },
  },
});
const accounts = Number(values.accounts);
const weeks = Number(values.weeks);
if (!Number.isInteger(accounts) || accounts < 1 || !Number.isInteger(weeks) || weeks < 1)
  throw new Error('--accounts 和 --weeks 写正整数');

if (values.phase === 'import') await bringIn(values.folder ?? '');
else if (values.phase === 'assess') await assessAll(values.folder ?? '');
else if (values.phase === 'audit') await auditAll(values.folder ?? '');
else main();

function main(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'xuncha-bench-accounts-'));
  try {
    const size = generate(folder);
    const run = (phase: 'import' | 'assess' | 'audit'): Outcome => {
      const args = [import.meta.filename, '--phase', phase, '--folder', folder, '--policy', values.policy];
      const done = spawnSync(process.execPath, [...args, '--accounts', values.accounts, '--weeks', values.weeks], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
        maxBuffer: 64_000_000,
      });
      if (done.status !== 0) throw new Error(`${phase} ended with ${done.status ?? done.signal}`);
      return JSON.parse(done.stdout) as Outcome;
    };
    const imported = run('import');
    const assessed = run('assess');
    const audited = run('audit');
    if (values.json)
      process.stdout.write(
        `${JSON.stringify({ accounts, weeks, seed, ...size, imported, assessed, audited }, null, 2)}\n`,
      );
    else print(size, imported, assessed, audited);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Size = { posts: number; csvMb: number };

function print(size: Size, imported: Outcome, assessed: Outcome, audited: Outcome): void {
  const line = (text: string) => process.stdout.write(`${text}\n`);
  line(
    `${accounts} 个账号 × ${weeks} 周，发布 ${size.posts} 条（CSV ${size.csvMb.toFixed(0)} MB），指标体系 ${values.policy}，种子 ${seed}`,
  );
  for (const [name, o] of [
    ['导入（一个进程）', imported],
    ['判定（一个进程）', assessed],
    ['核查报告（一个进程）', audited],
  ] as const) {
    const wall = o.phases.reduce((n, p) => n + p.ms, 0);
    line(`${name}：共 ${seconds(wall)}，CPU ${seconds(o.cpuMs)}，内存峰值 ${o.peakMb.toFixed(0)} MB`);
    for (const p of o.phases)
      line(
        `  ${p.name} ${seconds(p.ms)}${p.peakMb === undefined ? '' : `，到此峰值 ${p.peakMb.toFixed(0)} MB`}${p.note === '' ? '' : `（${p.note}）`}`,
      );
  }
}
function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} 秒`;
}

/** Mulberry32: the same numbers for the same seed everywhere. */
function random(start: number): () => number {
  let a = start;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Register and one CSV a unit. */
function generate(folder: string): Size {
  const next = random(seed);
  const units = Math.ceil(accounts / perUnit);
  const register = { version: 1, title: '示例市', organizations: [] as object[], sites: [], accounts: [] as object[] };
  mkdirSync(path.join(folder, 'csv'));
  mkdirSync(path.join(folder, 'data'));
  const firstDay = addDays(lastDay, 1 - 7 * weeks);
  let posts = 0;
  let bytes = 0;
  for (let u = 0; u < units; u++) {
    const unit = `unit-${u}`;
    register.organizations.push({ id: unit, name: `示例市第${u}局`, class: 'department' });
    const rows = ['账号编号,平台,标题,发布时间,链接,原创'];
    for (let i = 0; i < perUnit && u * perUnit + i < accounts; i++) {
      const n = u * perUnit + i;
      const platform = platforms[i % platforms.length] ?? 'wechat';
      register.accounts.push({
        id: `a-${n}`,
        organization: unit,
        platform,
        name: `示例${u}号${i}`,
        handle: `shili${n}`,
        openedOn: '2019-05-06',
        filedOn: next() < 0.9 ? '2019-05-08' : '2019-07-08',
      });
      const kind = next();
      // Dead for the whole time, asleep for the last weeks, or alive with 0 to 6 posts a week.
      const until = kind < 0.05 ? 0 : kind < 0.15 ? weeks - 3 : weeks;
      for (let w = 0; w < until; w++) {
        const count = Math.floor(next() * 7);
        for (let k = 0; k < count; k++) {
          const day = addDays(firstDay, 7 * w + Math.floor(next() * 7));
          const time = `${String(8 + Math.floor(next() * 10)).padStart(2, '0')}:${String(Math.floor(next() * 60)).padStart(2, '0')}`;
          const original = next();
          rows.push(
            `a-${n},${platformWords[platform]},示例工作动态第${posts}期：推进重点事项落实,${day} ${time},https://mp.example.cn/s/${n}-${posts},${original < 0.5 ? '是' : original < 0.8 ? '否' : ''}`,
          );
          posts++;
        }
      }
      if (until === 0) rows.push(`a-${n},${platformWords[platform]},无更新,,,`);
    }
    const file = path.join(folder, 'csv', `${unit}.csv`);
    writeFileSync(file, `${rows.join('\n')}\n`);
    bytes += statSync(file).size;
  }
  writeFileSync(path.join(folder, 'data', 'registry.json'), JSON.stringify(register));
  return { posts, csvMb: bytes / 1_048_576 };
}

async function bringIn(folder: string): Promise<void> {
  const from = addDays(lastDay, 1 - 7 * weeks);
  const data = await openDataFolder(path.join(folder, 'data'));
  const phases: Phase[] = [];
  const clock = timer(phases);
  const registry = await clock('读台账', () => data.registry.load());
  let posts = 0;
  const times = { read: 0, map: 0, store: 0 };
  for (const { id } of registry.organizations) {
    const file = path.join(folder, 'csv', `${id}.csv`);
    let at = performance.now();
    const table = await readTable(file);
    times.read += performance.now() - at;
    at = performance.now();
    const found = importPosts(
      table,
      registry,
      { person: '林知秋', from, to: lastDay, coverage: 'complete' },
      importedAt,
    );
    times.map += performance.now() - at;
    at = performance.now();
    await data.evidence.put(table.bytes);
    await data.observations.append(found);
    times.store += performance.now() - at;
    posts += found.reduce((n, o) => n + (o.status === 'observed' ? o.value.posts.length : 0), 0);
  }
  phases.push({ name: '读表', ms: times.read, note: `${registry.organizations.length} 个文件` });
  phases.push({ name: '核对成记录', ms: times.map, note: `${posts} 条` });
  phases.push({ name: '写库', ms: times.store, note: '' });
  await data.close();
  finish(phases);
}

async function assessAll(folder: string): Promise<void> {
  const data = await openDataFolder(path.join(folder, 'data'), { use: 'share' });
  const phases: Phase[] = [];
  const clock = timer(phases);
  const { policy, digest, indicators } = await policyOf(Config.parse({ policy: values.policy }));
  const registry: Registry = await clock('读台账', () => data.registry.load());
  const assessment = await clock('判定', () =>
    judge({
      run: {
        id: 'bench',
        asOf,
        policy: { id: policy.id, title: policy.title, digest },
        registry: { title: registry.title, digest: digestOf(registry) },
        seed: 'bench',
        tool: 'bench',
        notes: [],
      },
      policy,
      registry,
      indicators,
      observations: data.observations,
      reviews: [],
      asOf: new Date(asOf),
    }),
  );
  const accountItems = assessment.subjects.filter((s) => s.subject.type === 'account');
  const count = (of: (o: string) => boolean) =>
    accountItems.flatMap((s) => s.items).filter((i) => i.applicable && of(i.verdict.outcome)).length;
  const note = `${accountItems.length} 个账号、${assessment.subjects.length - accountItems.length} 个单位；账号指标项通过 ${count((o) => o === 'pass')}、不通过 ${count((o) => o === 'fail')}、待人 ${count((o) => o === 'needs-review')}`;
  const last = phases.at(-1);
  if (last) last.note = note;
  await clock('保存结果', async () => {
    await data.assessments.save(assessment);
    await data.observations.append([inspectionRun(assessment)]);
  });
  await data.close();
  finish(phases);
}

async function auditAll(folder: string): Promise<void> {
  const data = await openDataFolder(path.join(folder, 'data'), { use: 'share' });
  const phases: Phase[] = [];
  const clock = timer(phases);
  const registry = await clock('读台账', () => data.registry.load());
  const assessment = await clock('读结果', () => data.assessments.load('bench'));
  if (!assessment) throw new Error('no assessment');
  const files = new Map<string, string | Uint8Array>();
  await clock('写核查报告', () =>
    addAccountAudit(
      files,
      { assessment, registry, observations: data.observations },
      { folder: '', href: () => null, evidence: data.evidence, generatedAt: asOf, report: null },
    ),
  );
  const last = phases.at(-1);
  const mb = (content: string | Uint8Array) => (Buffer.byteLength(content) / 1_048_576).toFixed(1);
  if (last)
    last.note = [...files]
      .filter(([n]) => !n.includes('/'))
      .map(([n, c]) => `${n} ${mb(c)} MB`)
      .join('、');
  await data.close();
  finish(phases);
}

function timer(phases: Phase[]) {
  return async <T>(name: string, what: () => Promise<T>): Promise<T> => {
    const at = performance.now();
    const result = await what();
    phases.push({ name, ms: performance.now() - at, note: '', peakMb: process.resourceUsage().maxRSS / 1024 });
    return result;
  };
}

function finish(phases: Phase[]): void {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const outcome: Outcome = { phases, cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024 };
  process.stdout.write(JSON.stringify(outcome));
}
