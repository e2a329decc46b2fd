import { addDays, shanghaiDay, startOfDay } from '#core/calendar.ts';
import { InputError } from '#core/errors.ts';
import { suggest } from '#core/explain.ts';
import { type Observation, observationKinds } from '#core/observation.ts';
import { platformNames, type Registry, type Site } from '#core/registry.ts';
import { type Candidate, drawSample, type Sample, type SampleKind, sampleKinds, sampleRules } from '#core/sample.ts';
import { candidateKinds, siteCandidates } from '#core/sample-candidates.ts';
import { sampleLines } from '#reports/text/sample.ts';
import { subjectsOf } from '#scoring/assess.ts';
import { systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { type Worksheet, writeWorksheet } from '../output/worksheet.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { printJson, say, withData } from './session.ts';

export type SampleFlags = GlobalFlags & { site?: string[]; seed?: string; run?: string; count?: string; days?: string };

/** 抽样: draws by a recorded seed from what the records up to a run know. */
export async function sample(typed: string, flags: SampleFlags): Promise<number> {
  const kind = kindOf(typed);
  const count = wholeNumber('--count', flags.count, 100_000);
  const days = wholeNumber('--days', flags.days, 3660) ?? 92;
  return withData(flags, 'share', async (data) => {
    const registry = await data.registry.load();
    const run = await runFor(flags.run, data);
    const seed = flags.seed?.trim() ?? run?.seed;
    if (seed === undefined || seed === '')
      throw new InputError({
        file: '--seed',
        place: '',
        message: '还没有检查可以取种子',
        hint: '先执行 xuncha run，或用 --seed 写明种子并记录下来',
      });
    if (seed.length > 200) throw new InputError({ file: '--seed', place: '', message: '不超过 200 个字符' });
    const asOf = run?.asOf ?? systemClock.now().toISOString();
    const samples: Sample[] = [];
    const names = new Map<string, string>();
    if (kind === 'accounts') {
      if ((flags.site ?? []).length > 0)
        throw new InputError({ file: '--site', place: '', message: '抽账号不分网站', hint: '去掉 --site' });
      samples.push(drawSample({ kind, scope: '*', seed, candidates: accountCandidates(registry, asOf), count }));
    } else
      for (const site of sitesOf(registry, flags.site ?? [], asOf)) {
        names.set(site.id, site.name);
        const observations = await observationsOf(data, site, asOf, days);
        const candidates = siteCandidates(kind, site, observations);
        samples.push(drawSample({ kind, scope: site.id, seed, candidates, count }));
      }
    if (flags.out !== undefined) await writeWorksheet(flags.out, sampleSheet(samples, names));
    if (flags.json) printJson({ asOf, samples });
    else {
      for (const line of sampleLines(samples, { asOf, names })) say(line);
      if (flags.out !== undefined) say(`已写出抽样表：${flags.out}`);
    }
    return exitCodes.done;
  });
}

/** `policies` or 政策文件. Throws InputError. */
function kindOf(typed: string): SampleKind {
  const found = sampleKinds.find((k) => k === typed || sampleRules[k].name === typed);
  if (found) return found;
  throw new InputError({
    file: 'sample',
    place: typed,
    message: '没有这种抽样',
    hint: `可写：${sampleKinds.map((k) => `${k}（${sampleRules[k].name}）`).join('、')}`,
  });
}

function wholeNumber(flag: string, typed: string | undefined, most: number): number | undefined {
  if (typed === undefined) return undefined;
  const n = Number(typed);
  if (/^[1-9]\d*$/.test(typed) && n <= most) return n;
  throw new InputError({ file: flag, place: typed, message: `要写 1 到 ${most} 的整数` });
}

/** The seed and instant of a run; by default the newest one's, and none where there is none yet. */
async function runFor(id: string | undefined, data: Pick<DataFolder, 'assessments'>) {
  const newest = id === undefined || id === 'latest' ? (await data.assessments.list(1))[0]?.runId : id;
  const found = newest === undefined ? undefined : (await data.assessments.load(newest))?.run;
  if (id !== undefined && found === undefined)
    throw new InputError({ file: '--run', place: id, message: '没有这个检查编号', hint: '用 latest 表示最近一次' });
  return found;
}

function sitesOf(registry: Registry, ids: readonly string[], asOf: string): Site[] {
  for (const id of ids)
    if (!registry.sites.some((s) => s.id === id))
      throw new InputError({
        file: '--site',
        place: id,
        message: '台账里没有这个网站',
        hint: suggest(
          id,
          registry.sites.map((s) => s.id),
        ),
      });
  const open = new Set(subjectsOf(registry, new Date(asOf)).subjects.map((s) => s.subject.id));
  return registry.sites.filter((s) => (ids.length === 0 ? open.has(s.id) : ids.includes(s.id)));
}

/** Every account in force at the instant: those that are closed are nobody's to inspect. */
export function accountCandidates(registry: Registry, asOf: string): Candidate[] {
  return subjectsOf(registry, new Date(asOf)).subjects.flatMap(({ subject }) =>
    subject.type === 'account'
      ? [{ id: subject.id, title: `${platformNames[subject.record.platform]} ${subject.name}`, day: '' }]
      : [],
  );
}

async function observationsOf(data: Pick<DataFolder, 'observations'>, site: Site, asOf: string, days: number) {
  const from = startOfDay(addDays(shanghaiDay(new Date(asOf)), -days)).toISOString();
  const out: Record<string, readonly Observation[]> = {};
  for (const kind of observationKinds)
    if (candidateKinds.has(kind)) out[kind] = await data.observations.window(kind, site.id, from, asOf);
  return out;
}

type SampleRow = { sample: Sample; n: number; candidate: Candidate };

function sampleSheet(samples: readonly Sample[], names: ReadonlyMap<string, string>): Worksheet<SampleRow> {
  const none = () => '';
  return {
    name: '抽样表',
    rows: samples.flatMap((s) => s.drawn.map((candidate, i) => ({ sample: s, n: i + 1, candidate }))),
    help: [
      '按记录的种子从已知的候选里抽取；种子和候选相同，在任何机器上抽出的都相同。',
      ...samples.map(
        (s) =>
          `${names.get(s.scope) ?? '全部账号'}：${sampleRules[s.kind].name}，种子 ${s.seed}，候选 ${s.of}（摘要 ${s.digest}），抽出 ${s.drawn.length}`,
      ),
    ],
    columns: [
      { title: '网站', width: 24, cell: (r) => names.get(r.sample.scope) ?? '' },
      { title: '种类', width: 16, cell: (r) => sampleRules[r.sample.kind].name },
      { title: '序号', width: 6, cell: (r) => String(r.n) },
      { title: '标题', width: 44, cell: (r) => r.candidate.title },
      { title: '日期', width: 12, cell: (r) => r.candidate.day },
      { title: '链接或编号', width: 44, cell: (r) => r.candidate.id },
      { title: '检查情况', width: 36, fill: true, cell: none },
      { title: '检查人', width: 12, fill: true, cell: none },
      { title: '种子', width: 20, cell: (r) => r.sample.seed },
      { title: '候选摘要', width: 20, cell: (r) => `${r.sample.of} 个 ${r.sample.digest}` },
    ],
  };
}
