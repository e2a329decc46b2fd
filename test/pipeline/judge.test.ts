import { describe, expect, test } from 'vitest';
import type { AnyIndicator } from '#core/indicator.ts';
import { type Observation, registerSubject } from '#core/observation.ts';
import { PolicyFile, resolve } from '#core/policy.ts';
import { Registry } from '#core/registry.ts';
import { indicators } from '#indicators/index.ts';
import { judge } from '#pipeline/judge.ts';
import type { ObservationStore } from '#store/ports.ts';
import { asOf, post, seen } from '../indicators/build.ts';
import { attested } from '../indicators/local.ts';

const clause = { document: '示例办法', section: '第一条', summary: '示例' };
const item = (indicator: string, params: object = {}) => ({
  title: indicator,
  indicator,
  part: 'veto',
  clause,
  params,
});
const policyOf = (...used: [string, object?][]) => {
  const file = PolicyFile.parse({
    id: 'test',
    title: '示例',
    effectiveFrom: '2020-01-01',
    flow: { base: 100, failBelow: 60, bonusAbove: 80 },
    items: Object.fromEntries(used.map(([id, params]) => [id, item(id, params)])),
  });
  const found = resolve('test', new Map([['test', file]]));
  if (!found.ok) throw new Error(found.faults[0].message);
  return found.policy;
};

const registry = Registry.parse({
  version: 1,
  title: '示例县',
  organizations: [
    { id: 'jiaoyu', name: '示例县教育局', class: 'department' },
    { id: 'caizheng', name: '示例县财政局', class: 'department' },
  ],
  sites: [
    {
      id: 'portal',
      organization: 'caizheng',
      name: '示例县人民政府',
      home: 'https://www.shili.gov.cn/',
      kind: 'portal',
    },
  ],
  accounts: [
    { id: 'jy-wx', organization: 'jiaoyu', platform: 'wechat', name: '示例教育' },
    { id: 'cz-wx', organization: 'caizheng', platform: 'wechat', name: '示例财政' },
    { id: 'jy-old', organization: 'jiaoyu', platform: 'weibo', name: '示例教育', closedOn: '2026-10-01' },
  ],
});

/** A store that tells what was asked of it. */
function storeOf(all: readonly Observation[]): ObservationStore & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    append: async () => 0,
    known: async () => new Set(),
    async window(kind, subjectId, from, to) {
      asked.push(`${subjectId} ${kind}`);
      return all.filter((o) => o.kind === kind && o.subjectId === subjectId && o.slot >= from && o.slot <= to) as never;
    },
  };
}

const given = (policy: ReturnType<typeof policyOf>, observations: ObservationStore, only?: ReadonlySet<string>) => ({
  run: {
    id: 'r1',
    asOf,
    policy: { id: policy.id, title: policy.title, digest: 'd' },
    registry: { title: registry.title, digest: 'e'.repeat(64) },
    seed: 's',
    tool: 'test',
    notes: [],
  },
  policy,
  registry,
  indicators: indicators as readonly AnyIndicator[],
  observations,
  reviews: [],
  only,
  asOf: new Date(asOf),
});
const verdictOf = (a: Awaited<ReturnType<typeof judge>>, id: string, itemId: string) => {
  const found = a.subjects.find((s) => s.subject.id === id)?.items.find((i) => i.itemId === itemId);
  return found?.applicable ? found.verdict : undefined;
};

describe('judging unit by unit', () => {
  const old = attested([post('x', '2026-11-10')], {}, { subjectId: 'jy-old' });

  test('a unit is told what its closed account published; its evidence is the register of the run as well', async () => {
    const a = await judge(given(policyOf(['closed-posting']), storeOf([old])));
    expect(a.subjects.map((s) => `${s.subject.type} ${s.subject.id}`)).toEqual([
      'organization jiaoyu',
      'organization caizheng',
    ]);
    const verdict = verdictOf(a, 'jiaoyu', 'closed-posting');
    expect(verdict).toMatchObject({ outcome: 'fail', findings: [{ fault: 'still-posting' }] });
    expect(verdict?.findings[0]?.evidence.at(-1)).toMatchObject({ sha256: 'e'.repeat(64), url: '台账' });
    expect(verdictOf(a, 'caizheng', 'closed-posting')?.outcome).not.toBe('fail');
    // Nothing is asked of sites and accounts: they are named, not passed over in silence.
    expect(a.skipped.map((s) => s.id)).toEqual(['jy-old', 'portal', 'jy-wx', 'cz-wx']);
    expect(a.skipped[1]?.reason).toContain('没有对网站的指标项');
  });

  test('units are no subjects where no item asks about them, sites are told as left out', async () => {
    const a = await judge(given(policyOf(['account-update']), storeOf([])));
    expect(a.subjects.map((s) => s.subject.type)).toEqual(['account', 'account']);
    expect(a.skipped.map((s) => s.id)).toEqual(['jy-old', 'portal']);
  });

  test('what a unit and its account both need is read once', async () => {
    const store = storeOf([old]);
    await judge(given(policyOf(['closed-posting'], ['update-quota'], ['account-per-platform']), store));
    expect(new Set(store.asked).size).toBe(store.asked.length);
    expect(store.asked).toContain('jy-wx account.posts');
  });

  test('what belongs to the whole register reaches every account', async () => {
    const list = seen(
      'relay.list',
      {
        reference: '示例发布',
        markedBy: '检查员甲',
        items: [
          {
            id: 'i1',
            title: '示例县人民政府关于冬季供暖的通知',
            excerpt: '',
            url: null,
            published: { from: '2026-11-18T01:00:00.000Z', to: '2026-11-18T01:00:00.000Z' },
          },
        ],
      },
      { subjectId: registerSubject, target: '清单', slot: '2026-11-19T00:00:00.000Z' },
    );
    const posts = attested(
      [post('r', '2026-11-18T02:00:00.000Z', { title: '示例县人民政府关于冬季供暖的通知' })],
      {},
      { subjectId: 'jy-wx' },
    );
    const silent = attested([], {}, { subjectId: 'cz-wx' });
    const a = await judge(given(policyOf(['important-relay']), storeOf([list, posts, silent])));
    expect(verdictOf(a, 'jy-wx', 'important-relay')?.outcome).toBe('pass');
    expect(verdictOf(a, 'cz-wx', 'important-relay')).toMatchObject({
      outcome: 'fail',
      findings: [{ fault: 'not-relayed' }],
    });
  });

  test('only some subjects, by the whole register', async () => {
    const a = await judge(
      given(policyOf(['account-per-platform'], ['account-update']), storeOf([]), new Set(['jy-wx'])),
    );
    expect(a.subjects.map((s) => s.subject.id)).toEqual(['jy-wx']);
    expect(a.skipped).toEqual([]);
    const unit = await judge(given(policyOf(['account-per-platform']), storeOf([]), new Set(['jiaoyu'])));
    expect(verdictOf(unit, 'jiaoyu', 'account-per-platform')).toMatchObject({
      outcome: 'pass',
      basis: { examined: 1 },
    });
  });
});
