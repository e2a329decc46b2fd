import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Observation } from '#core/observation.ts';
import { Registry } from '#core/registry.ts';
import { indicators } from '#indicators/index.ts';
import { judge } from '#pipeline/judge.ts';
import { slotsBetween } from '#pipeline/slots.ts';
import { type DataFolder, openDataFolder } from '../../src/store/data-folder.ts';
import { loadPolicy } from '../../src/store/files/policies.ts';
import { access, seen, timedOut, unseen } from '../indicators/build.ts';
import { at } from './sim.ts';

/** 20 visits a day for a week: 140, as the clause counts. The week ends at midnight, so that each day holds its 20. */
const plans = [{ fromDay: '2026-11-01', seed: 'week', perDay: 20 }];
const from = at(2);
const asOf = at(9);

type Case = { id: string; failed: number; void: number; missing?: number; expected: 'pass' | 'fail' | 'needs-review' };
const cases: Case[] = [
  { id: 'none-failed', failed: 0, void: 0, expected: 'pass' },
  { id: 'six-of-140', failed: 6, void: 0, expected: 'pass' },
  { id: 'seven-of-140', failed: 7, void: 0, expected: 'fail' },
  { id: 'six-and-five-void', failed: 6, void: 5, expected: 'needs-review' },
  { id: 'six-and-one-void', failed: 6, void: 1, expected: 'needs-review' },
  { id: 'seven-and-five-void', failed: 7, void: 5, expected: 'fail' },
  { id: 'one-and-five-void', failed: 1, void: 5, expected: 'pass' },
  { id: 'two-and-five-void', failed: 2, void: 5, expected: 'needs-review' },
  { id: 'all-void', failed: 0, void: 140, expected: 'needs-review' },
  { id: 'one-missing', failed: 0, void: 0, missing: 1, expected: 'needs-review' },
  { id: 'many-failed-one-missing', failed: 50, void: 0, missing: 1, expected: 'needs-review' },
];

describe('one week of stored visits, judged under the national policy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xuncha-week-'));
  let data: DataFolder;
  let assessment: Awaited<ReturnType<typeof judge>>;

  beforeAll(async () => {
    data = await openDataFolder(folder);
    const registry = Registry.parse({
      version: 1,
      title: '示例县',
      organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
      sites: cases.map((c) => ({ id: c.id, organization: 'gov', name: c.id, home: `http://${c.id}.example.gov.cn/` })),
      accounts: [],
    });
    for (const c of cases) {
      const slots = slotsBetween(c.id, plans, from, asOf);
      expect(slots).toHaveLength(140);
      const url = `http://${c.id}.example.gov.cn/`;
      // Failed and void ones lie scattered over the week.
      const order = slots.map((_, i) => slots[(i * 37) % 140]!);
      const failed = new Set(order.slice(0, c.failed));
      const voids = new Set(order.slice(c.failed, c.failed + c.void));
      const gone = new Set(order.slice(140 - (c.missing ?? 0)));
      const visits = slots
        .filter((slot) => !gone.has(slot))
        .map((slot): Observation => {
          const given = { subjectId: c.id, target: url, slot };
          if (voids.has(slot)) return unseen('site.access', url, 'local-network', given);
          return seen('site.access', failed.has(slot) ? timedOut({ url }) : access({ url }), given);
        });
      await data.observations.append(visits);
    }
    const policy = loadPolicy('national', [resolve(import.meta.dirname, '../../data/policies')], indicators);
    assessment = await judge({
      run: {
        id: 'week',
        asOf: asOf.toISOString(),
        policy: { id: policy.policy.id, title: policy.policy.title, digest: policy.digest },
        registry: { title: registry.title, digest: '' },
        seed: '',
        tool: 'test',
        notes: [],
      },
      policy: policy.policy,
      registry,
      indicators,
      observations: data.observations,
      reviews: [],
      asOf,
    });
  });
  afterAll(async () => {
    await data.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(cases)('$failed failed, $void void, $missing missing: $expected ($id)', (c) => {
    const subject = assessment.subjects.find((s) => s.subject.id === c.id)!;
    const item = subject.items.find((i) => i.itemId === 'site-access')!;
    expect(item.applicable && item.verdict.outcome).toBe(c.expected);
    if (c.expected === 'fail') expect(subject.conclusion).toBe('unqualified');
    else expect(subject.conclusion).not.toBe('unqualified');
  });
});
