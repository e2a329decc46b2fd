import { resolve } from 'node:path';
import type { Assessment } from '#core/assessment.ts';
import { modelOf } from '#reports/model.ts';
import { exchangeText } from '#reports/text/exchange.ts';
import { exitCodes } from '../flags.ts';
import { exitCodeOf, type FailOn } from '../output/fail-on.ts';
import { writeFolder } from '../output/folder.ts';
import type { EvidenceStore } from '../store/ports.ts';

export type Delivered = {
  folder: string;
  html: string | null;
  json: string | null;
  model: ReturnType<typeof modelOf>;
};

/** Writes report, result and the evidence they point to as one folder that can be moved, sent and opened from disk. */
export async function deliver(
  assessment: Assessment,
  evidence: EvidenceStore,
  folder: string,
  options: { generatedAt: string; formats?: ReadonlySet<string> },
): Promise<Delivered> {
  const formats = options.formats ?? new Set(['html', 'json']);
  const names = new Map<string, string>();
  const files = new Map<string, string | Uint8Array>();
  for (const sha256 of cited(assessment)) {
    const bytes = await evidence.get(sha256);
    if (!bytes) continue;
    const path = evidence.path(sha256);
    const name = `evidence/${sha256.slice(0, 16)}${path.slice(path.lastIndexOf('/') + 1).replace(/^[^.]*/, '')}`;
    files.set(name, bytes);
    // What a person opens is the record in words; the record itself, whose hash is cited, lies beside it.
    const words = name.endsWith('.json')
      ? exchangeText(new TextDecoder().decode(bytes), { name: name.slice('evidence/'.length), sha256 })
      : null;
    const shown = words === null ? name : name.replace(/\.json$/, '.txt');
    if (words !== null) files.set(shown, words);
    names.set(sha256, shown);
  }
  const model = modelOf(assessment, {
    evidenceHref: (sha256) => names.get(sha256) ?? null,
    generatedAt: options.generatedAt,
  });
  if (formats.has('html')) {
    const { renderReport } = await import('#reports/html/report.ts');
    files.set('report.html', renderReport(model));
  }
  if (formats.has('json')) files.set('assessment.json', `${JSON.stringify(assessment, null, 2)}\n`);
  const target = resolve(folder);
  await writeFolder(target, files);
  return {
    folder: target,
    html: formats.has('html') ? `${target}/report.html` : null,
    json: formats.has('json') ? `${target}/assessment.json` : null,
    model,
  };
}

/** Hashes that the result points to, in findings and information; what nobody points to stays in the data folder. */
function cited(a: Assessment): Set<string> {
  const hashes = new Set<string>();
  for (const subject of a.subjects) {
    for (const item of subject.items)
      if (item.applicable) for (const f of item.verdict.findings) for (const e of f.evidence) hashes.add(e.sha256);
    for (const i of subject.information) for (const e of i.evidence) hashes.add(e.sha256);
    for (const u of subject.unseen) for (const e of u.evidence) hashes.add(e.sha256);
  }
  return hashes;
}

/** Exit code of a finished assessment. An indicator that threw is our own fault: its item is 无法判定, the others stand, and it is told. */
export function exitOf(conditions: readonly FailOn[], assessment: Assessment): number {
  const faults = assessment.subjects.flatMap((s) =>
    s.items.flatMap((i) => (i.applicable && i.error !== undefined ? [`${s.subject.name}·${i.title}：${i.error}`] : [])),
  );
  for (const line of faults.slice(0, shownFaults)) process.stderr.write(`程序出错，这一项按无法判定处理：${line}\n`);
  if (faults.length > shownFaults) process.stderr.write(`……共 ${faults.length} 项，其余见报告\n`);
  if (faults.length > 0) return exitCodes.fault;
  return conditions.length === 0 ? exitCodes.done : exitCodeOf(conditions, assessment);
}

const shownFaults = 10;
