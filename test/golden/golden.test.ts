import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Review, type Run } from '#core/assessment.ts';
import { type Observation, type ObservationKind, observationValues } from '#core/observation.ts';
import { crossCheck, Registry } from '#core/registry.ts';
import { indicators } from '#indicators/index.ts';
import { renderReport } from '#reports/html/report.ts';
import { modelOf } from '#reports/model.ts';
import { assess, type SubjectObservations } from '#scoring/assess.ts';
import { canonicalDigest, loadPolicy } from '#store/files/policies.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const shipped = fileURLToPath(new URL('../../data/policies/', import.meta.url));
const cases = readdirSync(here, { withFileTypes: true }).filter((e) => e.isDirectory());

/** What a case says of itself: the instant, the policies it is judged by (its own folder first), and whether the report belongs to it. */
const About = z.strictObject({
  asOf: z.iso.datetime(),
  policies: z.array(z.string()).min(1),
  report: z.boolean().default(false),
});

function observationsIn(dir: string): Observation[] {
  const lines = readFileSync(join(dir, 'observations.jsonl'), 'utf8').split('\n');
  return lines.filter((l) => l.trim() !== '').map((line) => {
    const o = JSON.parse(line) as Observation;
    if (o.status === 'observed') observationValues[o.kind].parse(o.value);
    return o;
  });
}

function bySubject(all: readonly Observation[]): (id: string) => SubjectObservations {
  const map = new Map<string, Partial<Record<ObservationKind, Observation[]>>>();
  for (const o of all) {
    const kinds = map.get(o.subjectId) ?? {};
    kinds[o.kind] = [...(kinds[o.kind] ?? []), o];
    map.set(o.subjectId, kinds);
  }
  return (id) => (map.get(id) ?? {}) as SubjectObservations;
}

/** Stored observations judged again: the whole result must be what it was. `XUNCHA_GOLDEN=write` writes what it is now, to be read before it is committed. */
for (const { name } of cases) {
  const dir = join(here, name);
  const about = About.parse(JSON.parse(readFileSync(join(dir, 'case.json'), 'utf8')));
  const registry = Registry.parse(JSON.parse(readFileSync(join(dir, 'registry.json'), 'utf8')));
  const reviewFile = join(dir, 'reviews.json');
  const reviews = existsSync(reviewFile) ? z.array(Review).parse(JSON.parse(readFileSync(reviewFile, 'utf8'))) : [];

  test.each(about.policies)(`${name} under %s`, (id) => {
    expect(crossCheck(registry)).toEqual([]);
    const { policy, digest } = loadPolicy(id, [dir, shipped], indicators);
    const run: Run = {
      id: `golden-${name}`,
      asOf: about.asOf,
      policy: { id, title: policy.title, digest },
      registry: { title: registry.title, digest: canonicalDigest(registry) },
      seed: 'golden',
      tool: 'golden',
      notes: [],
    };
    const observationsOf = bySubject(observationsIn(dir));
    const result = assess({ run, policy, registry, indicators, observationsOf, reviews, asOf: new Date(about.asOf) });
    const file = join(dir, `assessment.${id}.json`);
    if (process.env.XUNCHA_GOLDEN === 'write') writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
    expect(result).toEqual(JSON.parse(readFileSync(file, 'utf8')));
    if (!about.report) return;
    const report = renderReport(modelOf(result, { evidenceHref: () => null, generatedAt: about.asOf }));
    const page = join(dir, `report.${id}.html`);
    if (process.env.XUNCHA_GOLDEN === 'write') writeFileSync(page, report);
    expect(report).toBe(readFileSync(page, 'utf8'));
  });
}

test('there are golden cases', () => expect(cases.length).toBeGreaterThan(0));
