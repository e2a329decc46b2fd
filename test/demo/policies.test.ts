import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { indicators } from '#indicators/index.ts';
import { loadPolicies, loadPolicy } from '#store/files/policies.ts';
import { county } from '../../src/demo/county/county.ts';
import { expectedDuties } from '../../src/demo/expected-duties.ts';
import { demoPolicyYaml, demoTime } from '../../src/demo/policy.ts';

const shipped = fileURLToPath(new URL('../../data/policies/', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'xuncha-demo-policies-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test.each([...loadPolicies([shipped]).keys()])(
  'the demo runs under %s: nothing changed but the time of a visit',
  (id) => {
    const { policy } = loadPolicy(id, [shipped], indicators);
    writeFileSync(join(scratch, `demo-${id}.yaml`), demoPolicyYaml(policy));
    const demo = loadPolicy(`demo-${id}`, [scratch, shipped], indicators).policy;
    expect(demo.items.map((i) => i.id)).toEqual(policy.items.map((i) => i.id));
    for (const [n, i] of demo.items.entries()) {
      const params = i.id === 'site-access' ? { ...i.params, timeoutMs: 15_000 } : i.params;
      expect(params, i.id).toEqual(policy.items[n]?.params);
    }
    const visit = demo.items.find((i) => i.id === 'site-access');
    expect(visit?.params.timeoutMs).toBe(visit === undefined ? undefined : demoTime.limitMs);
  },
);

test('the duties that were written down name units of the county and items of the policy', () => {
  const units = new Set(county('2026-01-20').organizations.map((o) => o.id));
  for (const [id, wanted] of Object.entries(expectedDuties)) {
    const items = new Set(loadPolicy(id, [shipped], indicators).policy.items.map((i) => i.id));
    for (const [unit, duties] of Object.entries(wanted)) {
      expect(units, unit).toContain(unit);
      for (const item of Object.keys(duties)) expect(items, item).toContain(item);
    }
  }
});
