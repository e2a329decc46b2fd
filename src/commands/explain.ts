import { addDays, shanghaiDay, startOfDay } from '#core/calendar.ts';
import { InputError } from '#core/errors.ts';
import { suggest } from '#core/explain.ts';
import { lookbackOf } from '#core/indicator.ts';
import type { Observation, ObservationKind } from '#core/observation.ts';
import { explainLines } from '#reports/text/explain.ts';
import { policyOf } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { loadRun } from './compare.ts';
import { printJson, say, withData } from './session.ts';

/** 说明 of one subject of one run, or of one item of it. */
export async function explain(
  typed: string,
  subjectId: string,
  itemId: string | undefined,
  flags: GlobalFlags,
): Promise<number> {
  return withData(flags, 'share', async (data, config) => {
    const id = typed === 'latest' ? ((await data.assessments.list(1))[0]?.runId ?? typed) : typed;
    const assessment = await loadRun(id, data.assessments, 'explain');
    const subject = assessment.subjects.find((s) => s.subject.id === subjectId);
    const wrong = (place: string, message: string, known: readonly string[]) =>
      new InputError({ file: 'explain', place, message, hint: suggest(place, known) });
    if (!subject)
      throw wrong(
        subjectId,
        '这次检查里没有这个对象',
        assessment.subjects.map((s) => s.subject.id),
      );
    if (itemId !== undefined && !subject.items.some((i) => i.itemId === itemId))
      throw wrong(
        itemId,
        '这个对象没有这个指标项',
        subject.items.map((i) => i.itemId),
      );
    const used = await policyOf({ ...config, policy: assessment.run.policy.id }).catch((error: unknown) => {
      if (error instanceof InputError) return null;
      throw error;
    });
    const items = subject.items.filter((i) => itemId === undefined || i.itemId === itemId);
    const observations = new Map<string, readonly Observation[]>();
    for (const item of items) {
      const indicator = used?.indicators.find((i) => i.id === item.indicator.id);
      if (!indicator || !item.applicable) continue;
      const params: unknown = indicator.params.parse(item.params);
      const found: Observation[] = [];
      for (const kind of indicator.needs as readonly ObservationKind[])
        found.push(
          ...(await windowOf(data, kind, subjectId, assessment.run.asOf, lookbackOf(indicator, params, kind))),
        );
      observations.set(item.itemId, found);
    }
    const known = used !== null && used.digest === assessment.run.policy.digest;
    if (flags.json) {
      printJson({
        run: assessment.run,
        subject: { ...subject, items },
        prices: known ? Object.fromEntries(used.policy.items.map((i) => [i.id, i.deduct])) : null,
        observations: Object.fromEntries(observations),
      });
      return exitCodes.done;
    }
    const lines = explainLines({
      runId: assessment.run.id,
      asOf: assessment.run.asOf,
      policy: assessment.policy,
      subject,
      item: itemId,
      prices: known ? new Map(used.policy.items.map((i) => [i.id, i.deduct])) : null,
      observationsOf: (item) => observations.get(item.itemId) ?? [],
      evidencePath: (sha256) => data.evidence.path(sha256),
    });
    for (const line of lines) say(line);
    return exitCodes.done;
  });
}

async function windowOf(
  data: DataFolder,
  kind: ObservationKind,
  subjectId: string,
  asOf: string,
  days: number,
): Promise<Observation[]> {
  const from = startOfDay(addDays(shanghaiDay(new Date(asOf)), -days)).toISOString();
  return data.observations.window(kind, subjectId, from, asOf);
}
