import type { Assessment, ItemAssessment } from '#core/assessment.ts';
import { InputError } from '#core/errors.ts';
import { suggest } from '#core/explain.ts';
import type { AnyIndicator } from '#core/indicator.ts';
import type { PolicyItem } from '#core/policy.ts';
import type { Registry } from '#core/registry.ts';
import { whyNotApplicable } from '#scoring/applies.ts';
import { subjectsOf } from '#scoring/assess.ts';
import { type PolicyInUse, policyOf, systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { type Worksheet, writeWorksheet } from '../output/worksheet.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { faultWords, outcomeWords, subjectIn } from './record-make.ts';
import { printJson, say, withData } from './session.ts';

export type RecordTemplateFlags = GlobalFlags & { subject?: string[]; all?: boolean };

/** Columns that `record import` needs, by the names they are written under. */
export const recordColumns = {
  outcome: ['检查结果'],
  fault: ['问题类型'],
  target: ['问题所在'],
  count: ['处数'],
  note: ['情况说明'],
  from: ['检查开始日期'],
  to: ['检查结束日期'],
  person: ['检查人'],
  evidence: ['佐证文件'],
  subject: ['对象编号'],
  indicator: ['检查指标编号'],
} as const;

/** One thing a person is to look at. */
export type RecordRow = {
  subject: { id: string; name: string; address: string };
  item: PolicyItem;
  indicator: AnyIndicator;
  /** 现状 by the newest run, Chinese. */
  state: string;
};

/** 人工检查表: what only a person can judge, and what is 未检 or open, one row for each subject and indicator. */
export async function recordTemplate(flags: RecordTemplateFlags): Promise<number> {
  const out = flags.out ?? '人工检查表.xlsx';
  return withData(flags, 'share', async (data, config) => {
    const policy = await policyOf(config);
    const registry = await data.registry.load();
    const run = await newestOf(policy.policy.id, data);
    const wanted = new Set(flags.subject ?? []);
    const now = systemClock.now();
    const rows = recordRows({ registry, policy, run, all: flags.all === true, now }).filter(
      (r) => wanted.size === 0 || wanted.has(r.subject.id),
    );
    const known = [...registry.sites, ...registry.accounts, ...registry.organizations].map((s) => s.id);
    for (const id of wanted)
      if (!known.includes(id))
        throw new InputError({ file: '--subject', place: id, message: '台账里没有这个编号', hint: suggest(id, known) });
    await writeWorksheet(out, recordSheet(rows));
    if (flags.json) printJson({ file: out, rows: rows.length });
    else
      say(rows.length === 0 ? `没有要由人检查的项，${out} 里只有表头` : `已写出 ${rows.length} 项要由人检查的：${out}`);
    return exitCodes.done;
  });
}

async function newestOf(policyId: string, data: Pick<DataFolder, 'assessments'>): Promise<Assessment | undefined> {
  const known = await data.assessments.list(200);
  const last = known.find((k) => k.policy === policyId);
  return last === undefined ? undefined : data.assessments.load(last.runId);
}

/** Pure. Without a run, everything that takes records of people stands in it. */
export function recordRows(o: {
  registry: Registry;
  policy: Pick<PolicyInUse, 'policy' | 'indicators'>;
  run: Assessment | undefined;
  /** Also what is settled. */
  all: boolean;
  now: Date;
}): RecordRow[] {
  const byId = new Map(o.policy.indicators.map((i) => [i.id, i]));
  const judged = new Map(o.run?.subjects.map((s) => [`${s.subject.type}|${s.subject.id}`, s]));
  const organizations = new Map(o.registry.organizations.map((x) => [x.id, x]));
  const { subjects } = subjectsOf(o.registry, o.now);
  const units = o.registry.organizations
    .filter((x) => !subjects.some((s) => s.subject.type === 'organization' && s.subject.id === x.id))
    .map((record) => ({ subject: { id: record.id, type: 'organization' as const, name: record.name, record } }));
  const rows: RecordRow[] = [];
  for (const { subject } of [...subjects, ...units]) {
    const seen = new Set<string>();
    const organization =
      subject.type === 'organization' ? subject.record : organizations.get(subject.record.organization);
    for (const item of o.policy.policy.items) {
      const indicator = byId.get(item.indicator);
      if (!indicator || indicator.subject !== subject.type || !indicator.needs.includes('manual.record')) continue;
      if (seen.has(indicator.id) || whyNotApplicable(item, subject, organization) !== undefined) continue;
      const found = judged.get(`${subject.type}|${subject.id}`)?.items.find((i) => i.itemId === item.id);
      const state = stateOf(found);
      if (!o.all && state.settled) continue;
      seen.add(indicator.id);
      const shown = subjectIn(o.registry, subject.type, subject.id);
      rows.push({
        subject: shown ?? { id: subject.id, name: subject.name, address: '' },
        item,
        indicator,
        state: state.text,
      });
    }
  }
  return rows;
}

function stateOf(item: ItemAssessment | undefined): { settled: boolean; text: string } {
  if (item === undefined) return { settled: false, text: '还没有检查过' };
  if (!item.applicable) return { settled: true, text: `不适用：${item.because}` };
  if (item.unexamined === true) return { settled: false, text: '未检' };
  const { verdict } = item;
  if (verdict.outcome === 'pass') return { settled: true, text: '没有发现问题' };
  if (verdict.outcome === 'fail') return { settled: true, text: '存在问题' };
  return {
    settled: false,
    text: `${verdict.because.kind === 'suspect' ? '疑似' : '无法判定'}：${verdict.because.note}`,
  };
}

/** Pure. */
export function recordSheet(rows: readonly RecordRow[]): Worksheet<RecordRow> {
  const none = () => '';
  return {
    name: '人工检查表',
    rows,
    help: [
      '每行是一个对象的一项检查，只有人能做，或程序没有看成。',
      '检查后填有颜色的列。整行不填的不导入；“检查结果”“检查开始日期”“检查人”一起填。',
      '“检查结果”填“存在问题”的，还要选“问题类型”，写“情况说明”和“佐证文件”；一项有几种问题或几个地方的，复制这一行，每处一行，检查人和日期相同。',
      '“佐证文件”写文件名（照片、截图、PDF、表格），几个文件用分号隔开，和本表放在同一个文件夹，或导入时用 --evidence-dir 指明文件夹。',
      '“不适用”要在“情况说明”里写明理由。“检查结束日期”不填就是开始那天。',
      '不要删改表头和隐藏的列。填好后执行 xuncha record import 文件名；同一份表导入两次只算一次。',
    ],
    columns: [
      { title: '对象', width: 24, cell: (r) => r.subject.name },
      { title: '网址或账号', width: 30, cell: (r) => r.subject.address },
      { title: '指标项', width: 22, cell: (r) => r.item.title },
      { title: '依据', width: 40, cell: (r) => r.item.clauses.at(-1)?.summary ?? '' },
      { title: '要检查什么', width: 40, cell: (r) => r.indicator.machine.person },
      { title: '现状', width: 24, cell: (r) => r.state },
      { title: '检查结果', width: 14, fill: true, cell: none, choices: () => Object.keys(outcomeWords) },
      { title: '问题类型', width: 24, fill: true, cell: none, choices: (r) => [...faultWords(r.indicator).keys()] },
      { title: '问题所在', width: 30, fill: true, cell: none },
      { title: '处数', width: 8, fill: true, cell: none },
      { title: '情况说明', width: 36, fill: true, cell: none },
      { title: '检查开始日期', width: 14, fill: true, cell: none },
      { title: '检查结束日期', width: 14, fill: true, cell: none },
      { title: '检查人', width: 12, fill: true, cell: none },
      { title: '佐证文件', width: 24, fill: true, cell: none },
      { title: '对象编号', width: 12, hidden: true, cell: (r) => r.subject.id },
      { title: '检查指标编号', width: 12, hidden: true, cell: (r) => r.indicator.id },
    ],
  };
}
