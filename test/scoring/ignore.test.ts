import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findingId, type Review } from '#core/assessment.ts';
import { IgnoreRule } from '#core/ignores.ts';
import type { Observation } from '#core/observation.ts';
import { indicators } from '#indicators/index.ts';
import { assessSubject } from '#scoring/assess.ts';
import { loadPolicy } from '#store/files/policies.ts';
import { asOf, attempts, crawl, home, link, roundSlot, seen, site } from '../indicators/build.ts';

const shipped = fileURLToPath(new URL('../../data/policies/', import.meta.url));
const national = loadPolicy('national', [shipped], indicators).policy;

const rule = (over: object) =>
  IgnoreRule.parse({
    site: 'shili',
    why: '已停办',
    person: '李某',
    recorded: '2026-11-01',
    expires: '2026-12-31',
    ...over,
  });
const dead = (host: string, n: string) =>
  link(n, 'broken', 'DNS_NXDOMAIN', { url: `http://${host}/${n}`, attempts: attempts('ENOTFOUND', 'ENOTFOUND') });
const gone = seen('link.status', link('gone', 'broken', 'HTTP_404'));
const old = ['a', 'b', 'c'].map((n) => seen('link.status', dead('old.example.com', n)));
const ok = seen('link.status', link('x', 'ok', 'OK'));

function judged(
  links: readonly Observation<'link.status'>[],
  ignores: readonly IgnoreRule[],
  more: { crawls?: Observation<'site.crawl'>[]; reviews?: readonly Review[]; at?: string } = {},
) {
  const result = assessSubject({
    subject: { id: site.id, type: 'site', name: site.name, record: site },
    organization: undefined,
    policy: national,
    indicators,
    observations: { 'link.status': links, 'site.crawl': more.crawls ?? [] },
    reviews: more.reviews ?? [],
    ignores,
    asOf: new Date(more.at ?? asOf),
  });
  const item = result.items.find((i) => i.itemId === 'dead-links');
  if (!item?.applicable) throw new Error('不适用');
  return item;
}

describe('links that a rule names', () => {
  test('are listed with the rule, cost nothing, and the rest of the verdict stands', () => {
    const without = judged([gone, ...old, ok], []);
    expect(without.cost).toEqual({ lower: 80, upper: 80 });
    expect(without.ignored).toBeUndefined();
    const hosts = rule({ host: 'old.example.com' });
    const item = judged([gone, ...old, ok], [hosts]);
    expect(item.verdict).toMatchObject({
      outcome: 'fail',
      findings: [{ target: `${home}gone` }],
      basis: { examined: 5 },
    });
    expect(item.cost).toEqual({ lower: 20, upper: 20 });
    expect(item.ignored?.map((i) => [i.finding.target, i.rule])).toEqual(
      ['a', 'b', 'c'].map((n) => [`http://old.example.com/${n}`, hosts]),
    );
    expect(item.verdict.notes?.at(-1)).toBe(
      '有 3 处按人工忽略规则不计，仍列在下面：主机 old.example.com 上的全部网址，已停办（李某登记，2026-12-31 到期）',
    );
  });

  test('all of them: a pass that says what it does not count', () => {
    const item = judged([...old, ok], [rule({ prefix: 'http://old.example.com/' })]);
    expect(item.verdict.outcome).toBe('pass');
    expect(item.ignored).toHaveLength(3);
    expect(item.verdict.notes?.join()).toMatch(/3 处按人工忽略规则不计/);
  });

  test('the only ones looked at: still looked at', () => {
    expect(judged([gone], [rule({ url: `${home}gone` })]).verdict).toMatchObject({
      outcome: 'pass',
      basis: { examined: 1 },
    });
  });

  test('in a crawl that was cut short: ignoring makes no pass of it', () => {
    const capped = crawl({ home: { broken: 1 }, limits: [{ limit: 'pages', left: 9, note: '达到页面上限' }] });
    const item = judged([gone], [rule({ url: `${home}gone` })], {
      crawls: [seen('site.crawl', capped, { target: home })],
    });
    expect(item.verdict).toMatchObject({ outcome: 'needs-review', findings: [], because: { kind: 'undeterminable' } });
    expect(item.ignored).toHaveLength(1);
  });

  test('in a whole crawl: its counts are not missed', () => {
    const whole = seen('site.crawl', crawl({ home: { broken: 1 } }), { target: home });
    const item = judged([gone], [rule({ url: `${home}gone` })], { crawls: [whole] });
    expect(item.verdict).toMatchObject({ outcome: 'pass', basis: { examined: 441 } });
  });

  test.each([
    ['run out', { host: 'old.example.com', expires: '2026-11-21' }, asOf],
    ['not yet begun', { host: 'old.example.com', recorded: '2026-11-23' }, asOf],
    ['of another site', { host: 'old.example.com', site: 'other' }, asOf],
    ['for another reason', { host: 'old.example.com', reason: 'HTTP_404' }, asOf],
    ['over at midnight in Beijing', { host: 'old.example.com', expires: '2026-11-22' }, '2026-11-22T16:00:00.000Z'],
  ] as const)('a rule %s does nothing', (_, over, at) => {
    const item = judged(old, [rule(over)], { at });
    expect(item.verdict).toMatchObject({ outcome: 'fail', findings: [{}, {}, {}] });
    expect(item.ignored).toBeUndefined();
  });

  test('what could not be told is not ignored into having been seen', () => {
    const blocked = Array.from({ length: 9 }, (_, i) =>
      seen('link.status', link(`b${i}`, 'undeterminable', 'BLOCKED_RATE', { url: `http://old.example.com/${i}` })),
    );
    const item = judged([ok, ...blocked], [rule({ host: 'old.example.com' })]);
    expect(item.verdict).toMatchObject({ outcome: 'needs-review', because: { kind: 'undeterminable' } });
  });

  test('suspected ones too; a confirmed one beside them stands', () => {
    const once = seen('link.status', link('once', 'broken', 'NET_TIMEOUT', { attempts: attempts('ETIMEDOUT') }));
    expect(judged([once, ok], [rule({ url: `${home}once` })])).toMatchObject({
      verdict: { outcome: 'pass' },
      ignored: [{}],
    });
    expect(judged([once, ok], []).verdict.outcome).toBe('needs-review');
  });

  test('since when the others are dead is not touched', () => {
    const week = new Date(Date.parse(roundSlot) - 7 * 86_400_000).toISOString();
    const before = seen('link.status', link('gone', 'broken', 'HTTP_404'), { slot: week });
    expect(judged([before, gone, ...old], [rule({ host: 'old.example.com' })]).verdict.findings).toMatchObject([
      { since: week },
    ]);
  });

  test('a review speaks of what is left', () => {
    const review: Review = {
      id: 'r1',
      subjectId: 'shili',
      itemId: 'dead-links',
      findingId: findingId('dead-links', 'shili', { fault: 'home-link-dead', target: `${home}gone` }),
      decision: 'reject',
      reason: '已恢复',
      person: '张某',
      at: asOf,
    };
    const item = judged([gone, ...old, ok], [rule({ host: 'old.example.com' })], { reviews: [review] });
    expect(item).toMatchObject({
      verdict: { outcome: 'pass' },
      cost: { upper: 0 },
      ignored: [{}, {}, {}],
      reviews: [{ id: 'r1' }],
    });
  });

  test('more than a verdict lists: those beyond the list are not charged either', () => {
    const many = Array.from({ length: 700 }, (_, i) => seen('link.status', dead('old.example.com', `n${i}`)));
    const item = judged([...many, gone], [rule({ host: 'old.example.com' })]);
    expect(item.verdict.findings.map((f) => f.target)).toEqual([`${home}gone`]);
    expect(item.verdict.notes?.at(-1)).toMatch(/有 700 处按人工忽略规则不计，下面列出 500 处/);
  });
});
