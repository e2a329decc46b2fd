import { basename, dirname, isAbsolute, resolve, sep } from 'node:path';
import { shanghaiDay } from '#core/calendar.ts';
import { InputError, type InputProblem } from '#core/errors.ts';
import type { Evidence } from '#core/evidence.ts';
import { suggest } from '#core/explain.ts';
import type { AnyIndicator } from '#core/indicator.ts';
import type { Observation } from '#core/observation.ts';
import type { Entry } from '#crawlers/import/header.ts';
import { refuse } from '#crawlers/import/refuse.ts';
import { policyOf, systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { type EvidenceFile, readEvidenceFile } from './evidence-file.ts';
import { readFilledSheet } from './filled-sheet.ts';
import {
  answerOf,
  partOf,
  type RecordField,
  type RecordPart,
  type RecordWrong,
  recordObservation,
  sheetMark,
  subjectIn,
  TypedRecord,
} from './record-make.ts';
import { recordColumns } from './record-sheet.ts';
import { printJson, say, withData } from './session.ts';

export type RecordImportFlags = GlobalFlags & { evidenceDir?: string };
export type RecordAddFlags = GlobalFlags & {
  subject: string;
  item: string;
  result: string;
  fault?: string;
  target?: string;
  count?: string;
  note?: string;
  from: string;
  to?: string;
  person: string;
  evidence?: string[];
};
type Field = keyof typeof recordColumns;
type Data = Pick<DataFolder, 'observations' | 'evidence' | 'registry'>;

/** Takes over a filled 人工检查表, whole or not at all. */
export async function importRecords(file: string, flags: RecordImportFlags): Promise<number> {
  return withData(flags, 'share', async (data) => {
    const { indicators } = await import('../indicators/index.ts');
    const dir = flags.evidenceDir ?? dirname(file);
    const done = await takeOverRecords(file, data, { dir, indicators, now: systemClock.now() });
    if (flags.json) printJson(done);
    else {
      const known = done.known > 0 ? `，${done.known} 份以前已经导入` : '';
      const blank = done.blank > 0 ? `，${done.blank} 行还没有检查` : '';
      say(`已导入人工记录 ${done.added} 份，佐证文件 ${done.files} 个${known}${blank}`);
      if (done.added > 0) say('执行 xuncha assess 后生效');
    }
    return exitCodes.done;
  });
}

type Group = {
  entry: Entry<Field>;
  subjectId: string;
  indicator: AnyIndicator;
  parts: [RecordPart, ...RecordPart[]];
  proofs: Map<string, EvidenceFile>;
};

export async function takeOverRecords(
  file: string,
  data: Data,
  o: { dir: string; indicators: readonly AnyIndicator[]; now: Date },
): Promise<{ added: number; known: number; blank: number; files: number }> {
  const { table, entries, title } = await readFilledSheet<Field>(file, recordColumns, {
    from: 'xuncha record template',
  });
  const registry = await data.registry.load();
  const byId = new Map(o.indicators.map((i) => [i.id, i]));
  const at = o.now.toISOString();
  const problems: InputProblem[] = [];
  const groups = new Map<string, Group>();
  const files = new Map<string, EvidenceFile>();
  let blank = 0;
  for (const entry of entries) {
    const place = (field: Field) => `${entry.place}“${title(field)}”`;
    const bad = (field: Field, message: string, hint?: string) =>
      problems.push({ file, place: place(field), message, ...(hint === undefined ? {} : { hint }) });
    const filled = (Object.keys(recordColumns) as Field[]).filter(
      (f) => f !== 'subject' && f !== 'indicator' && entry.get(f) !== '',
    );
    if (filled.length === 0) {
      blank++;
      continue;
    }
    const indicator = byId.get(entry.get('indicator'));
    if (!indicator?.needs.includes('manual.record')) {
      bad('indicator', `没有可以由人记录的检查指标“${entry.get('indicator').slice(0, 60)}”`, '隐藏的列不要改动');
      continue;
    }
    const subject = subjectIn(registry, indicator.subject, entry.get('subject'));
    if (!subject) {
      bad(
        'subject',
        `台账里没有“${entry.get('subject').slice(0, 60)}”`,
        '隐藏的列不要改动；对象已从台账删除的，删去这一行',
      );
      continue;
    }
    const typed = TypedRecord.safeParse(typedOf((f) => entry.get(f)));
    if (!typed.success) {
      for (const issue of typed.error.issues)
        bad(issue.path[0] as Field, issue.message, '检查结果、检查开始日期、检查人要一起填');
      continue;
    }
    const proofs: EvidenceFile[] = [];
    for (const name of namesOf(entry.get('evidence'))) {
      try {
        const path = insideOf(o.dir, name, { file, place: place('evidence') });
        const found = files.get(path) ?? (await readEvidenceFile(path, { file, place: place('evidence') }, at));
        files.set(path, found);
        proofs.push(found);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        problems.push(...error.problems);
      }
    }
    const today = shanghaiDay(o.now);
    const part = partOf(typed.data, {
      indicator,
      address: subject.address,
      proofs: namesOf(entry.get('evidence')).length,
      today,
    });
    if (isRecordWrong(part)) {
      bad(part.field, part.message, part.hint);
      continue;
    }
    const key = [subject.id, indicator.id, part.person, part.period.from, part.period.to].join('\n');
    const group = groups.get(key);
    if (group) group.parts.push(part);
    else groups.set(key, { entry, subjectId: subject.id, indicator, parts: [part], proofs: new Map() });
    for (const p of proofs) groups.get(key)?.proofs.set(p.evidence.sha256, p);
  }
  refuse(file, problems);
  if (groups.size === 0)
    throw new InputError({ file, place: '', message: '没有一行填了检查结果', hint: '填好有颜色的列再导入' });

  const sheet: Evidence = {
    kind: 'import',
    sha256: table.sha256,
    url: `${sheetMark}${basename(file)}`,
    capturedAt: at,
  };
  const made: Observation<'manual.record'>[] = [];
  const used = new Map<string, EvidenceFile>();
  let known = 0;
  for (const g of groups.values()) {
    const answer = answerOf(g.indicator.id, g.parts);
    if (!('value' in answer)) {
      problems.push({ file, place: g.entry.place, ...answer });
      continue;
    }
    const { value } = answer;
    const stored = [...(await recordsOf(data, g.subjectId)), ...made.filter((m) => m.subjectId === g.subjectId)];
    const proofs = [...g.proofs.values()];
    const observation = recordObservation({
      subjectId: g.subjectId,
      value,
      proofs: proofs.map((p) => p.evidence),
      sheet,
      now: o.now,
      stored,
    });
    if (observation === undefined) known++;
    else {
      made.push(observation);
      for (const p of proofs) used.set(p.evidence.sha256, p);
    }
  }
  refuse(file, problems);
  // Bytes first: a record never points to what is not there.
  if (made.length > 0) await data.evidence.put(table.bytes);
  for (const p of used.values()) await data.evidence.put(p.bytes);
  const added = await data.observations.append(made);
  return { added, known, blank, files: used.size };
}

/** 登记一份: one answer typed on the command line. */
export async function addRecord(flags: RecordAddFlags): Promise<number> {
  return withData(flags, 'share', async (data, config) => {
    const { policy, indicators } = await policyOf(config);
    const items = policy.items.filter((i) =>
      indicators.find((x) => x.id === i.indicator)?.needs.includes('manual.record'),
    );
    const item = items.find((i) => i.id === flags.item);
    const bad = (flag: string, message: string, hint?: string) =>
      new InputError({ file: flag, place: '', message, ...(hint === undefined ? {} : { hint }) });
    if (!item)
      throw bad(
        '--item',
        `没有可以由人记录的指标项“${flags.item}”`,
        suggest(
          flags.item,
          items.map((i) => i.id),
        ),
      );
    const indicator = indicators.find((i) => i.id === item.indicator) as AnyIndicator;
    const registry = await data.registry.load();
    const subject = subjectIn(registry, indicator.subject, flags.subject);
    if (!subject)
      throw bad(
        '--subject',
        `台账里没有“${flags.subject}”，或它不是这一项的检查对象`,
        '用 registry check 查看登记的编号',
      );
    const now = systemClock.now();
    const at = now.toISOString();
    const { fault, target, count, note, from, to, person } = flags;
    const given: Partial<Record<RecordField, string | undefined>> = {
      outcome: flags.result,
      fault,
      target,
      count,
      note,
      from,
      to,
      person,
    };
    const typed = TypedRecord.safeParse(typedOf((f) => given[f] ?? ''));
    if (!typed.success) {
      const issue = typed.error.issues[0];
      throw bad(flagOf(String(issue?.path[0])), issue?.message ?? '写法不对');
    }
    const files: EvidenceFile[] = [];
    for (const path of flags.evidence ?? [])
      files.push(await readEvidenceFile(path, { file: '--evidence', place: '' }, at));
    const part = partOf(typed.data, {
      indicator,
      address: subject.address,
      proofs: files.length,
      today: shanghaiDay(now),
    });
    if (isRecordWrong(part)) throw bad(flagOf(part.field), part.message, part.hint);
    const answer = answerOf(indicator.id, [part]);
    if (!('value' in answer)) throw bad('--result', answer.message, answer.hint);
    const { value } = answer;
    const sheetBytes = new TextEncoder().encode(
      `${JSON.stringify({ 类型: '人工检查登记', 对象编号: subject.id, ...value, 登记时间: at })}\n`,
    );
    const sha256 = await data.evidence.put(sheetBytes);
    const observation = recordObservation({
      subjectId: subject.id,
      value,
      proofs: files.map((f) => f.evidence),
      sheet: { kind: 'import', sha256, url: `${sheetMark}${person} 登记`, capturedAt: at },
      now,
      stored: await recordsOf(data, subject.id),
    });
    for (const f of files) await data.evidence.put(f.bytes);
    const added = observation === undefined ? 0 : await data.observations.append([observation]);
    if (flags.json) printJson({ added, observation: observation ?? null });
    else if (added === 0) say('以前已经这样登记过，没有再记');
    else say(`已登记：${subject.name} [${item.title}] ${flags.result}（${person}）。执行 xuncha assess 后生效`);
    return exitCodes.done;
  });
}

function recordsOf(data: Pick<DataFolder, 'observations'>, subjectId: string) {
  return data.observations.window('manual.record', subjectId, '1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z');
}

function typedOf(get: (field: keyof TypedRecord) => string): Record<keyof TypedRecord, string> {
  return {
    outcome: get('outcome'),
    fault: get('fault'),
    target: get('target'),
    count: get('count'),
    note: get('note'),
    from: get('from'),
    to: get('to'),
    person: get('person'),
  };
}

const namesOf = (cell: string): string[] =>
  cell
    .split(/[;；\n]/)
    .map((n) => n.trim())
    .filter((n) => n !== '');

/** Only files below the folder: a sheet must not make the program read the rest of the disk. */
function insideOf(dir: string, name: string, at: { file: string; place: string }): string {
  const base = resolve(dir);
  const path = resolve(base, name);
  if (isAbsolute(name) || !path.startsWith(base.endsWith(sep) ? base : base + sep))
    throw new InputError({
      ...at,
      message: `佐证文件 ${name.slice(0, 80)} 不在文件夹 ${dir} 里`,
      hint: '只写文件名，用 --evidence-dir 指明文件夹',
    });
  return path;
}

const flagOf = (field: string) => (field === 'outcome' ? '--result' : `--${field}`);

function isRecordWrong(x: RecordPart | RecordWrong): x is RecordWrong {
  return 'field' in x;
}
