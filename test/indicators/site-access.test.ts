import { expect, test } from 'vitest';
import { siteAccess } from '#indicators/site/site-access.ts';
import { testIndicator } from '../harness/indicator.ts';
import { access, asOf, evidence, home, seen, site, timedOut, unseen } from './build.ts';

type Value = ReturnType<typeof access>;
const step = (7 * 86_400_000) / 140;
/** Slot of the n-th visit (0 = oldest) of an even week that ends at asOf. */
const slotOf = (n: number, of = 140) => new Date(Date.parse(asOf) - (of - 1 - n) * step).toISOString();

/** Nobody looked at the other forms of the address. */
const none = { 'site.address-forms': [] };
/** A week of visits; `bad` of them not opened, `void_` of them not seen. */
function week(bad: number, void_ = 0, { of = 140, failing = timedOut() as Value } = {}) {
  return {
    ...none,
    'site.access': Array.from({ length: of }, (_, n) => {
      const slot = slotOf(n, of);
      if (n >= of - void_) return unseen('site.access', home, 'local-network', { slot });
      return seen('site.access', n < bad ? failing : access(), { slot, evidence: [evidence(home, slot, 'exchange')] });
    }),
  };
}

/** A day's look at one other form. */
function forms(open: boolean, slot = '2026-11-21T16:00:00.000Z') {
  const url = 'https://www.shili.gov.cn/x';
  const form = open
    ? { outcome: 'response' as const, status: 200, certificate: 'valid' as const }
    : { outcome: 'tls-failure' as const, certificate: 'expired' as const };
  const value = { url: home, forms: [{ url, finalUrl: url, ms: 90, leadsHome: open, ...form }] };
  return seen('site.address-forms', value, { slot });
}

test('what the other forms answer never changes a verdict', () => {
  const params = siteAccess.params.parse({});
  const subject = { id: site.id, type: 'site' as const, name: site.name, record: site };
  const judge = (visits: ReturnType<typeof week>, looks: ReturnType<typeof forms>[]) =>
    siteAccess.judge({
      subject,
      asOf: new Date(asOf),
      params,
      observations: { 'site.access': visits['site.access'], 'site.address-forms': looks },
    });
  const lost = unseen('site.address-forms', home, 'local-network', { slot: '2026-11-21T16:00:00.000Z' });
  for (const visits of [week(0), week(6), week(7), week(6, 5), week(140), week(0, 0, { of: 20 })]) {
    const { notes: _, ...bare } = judge(visits, []);
    for (const looks of [
      [forms(true)],
      [forms(false)],
      [lost],
      [forms(false, '2026-11-20T16:00:00.000Z'), forms(true)],
    ]) {
      const { notes: __, ...with_ } = judge(visits, looks);
      expect(with_).toEqual(bare);
    }
  }
  // Some visits opened, or the other form does not open either: nothing to say.
  expect(judge(week(7), [forms(true)]).notes).toBeUndefined();
  expect(judge(week(140), [forms(false)]).notes).toBeUndefined();
});

testIndicator(siteAccess, {
  params: { timeoutMs: 15_000, failPercent: 5, windowDays: 7, minPerDay: 20, minVisits: 140 },
  asOf,
  record: site,
  pass: [
    { name: 'all 140 visits opened', observations: week(0), expect: { basis: { examined: 140, unobserved: 0 } } },
    { name: '6 of 140 not opened is below 5 percent', observations: week(6) },
    {
      name: 'visits to the address that the register had wrongly before are not counted',
      observations: {
        ...none,
        'site.access': [
          ...week(0)['site.access'],
          ...Array.from({ length: 60 }, (_, n) =>
            seen('site.access', timedOut(), { slot: slotOf(n), target: 'http://wrong.example/' }),
          ),
        ],
      },
      expect: { basis: { examined: 140 } },
      says: [/60 次访问的是台账改动之前的网址/],
    },
    { name: 'unseen visits that cannot change the answer', observations: week(1, 5), says: [/5 次访问没有看成/] },
    {
      name: 'opened one millisecond before the limit',
      observations: week(140, 0, { failing: access({ openedMs: 14_999 }) }),
    },
    {
      name: 'failures inside a reported closure are not counted',
      observations: week(20),
      record: {
        closures: [
          {
            from: '2026-11-15T12:00:00+08:00',
            to: '2026-11-16T12:00:00+08:00',
            approval: '示例函〔2026〕1号',
            reason: '升级',
          },
        ],
      },
      expect: { basis: { examined: 121 } },
      says: [/19 次访问落在报备的关停维护时段内（示例函〔2026〕1号）/],
    },
    {
      name: 'visits before the window are none of its business',
      observations: {
        ...none,
        'site.access': [
          ...Array.from({ length: 100 }, (_, n) => {
            const slot = new Date(Date.parse(asOf) - 7 * 86_400_000 - n * step).toISOString();
            return seen('site.access', timedOut(), { slot });
          }),
          ...week(0)['site.access'],
        ],
      },
      expect: { basis: { examined: 140 } },
    },
    {
      name: 'a compressed demonstration week',
      params: { dayHours: 24 / 10_000, timeoutMs: 15 },
      observations: {
        ...none,
        'site.access': Array.from({ length: 140 }, (_, n) =>
          seen('site.access', access({ openedMs: 14 }), {
            slot: new Date(Date.parse(asOf) - Math.round((n * step) / 10_000)).toISOString(),
          }),
        ),
      },
    },
  ],
  fail: [
    {
      name: '7 of 140 is exactly 5 percent',
      observations: week(7),
      expect: { findings: [{ fault: 'not-open', certainty: 'confirmed', target: home, since: slotOf(0) }] },
      says: [
        /140 次，其中 7 次超过 15 秒没有打开首页，占 5%/,
        /首次 2026-11-15 13:12，末次 2026-11-15 20:24/,
        /超时无响应 7 次/,
      ],
    },
    {
      name: 'opened exactly at the limit is too late',
      observations: week(7, 0, { failing: access({ openedMs: 15_000 }) }),
      says: [/打开过慢 7 次/],
    },
    {
      name: 'never opened while another form of the address does: still a fail, and a hint at the register',
      observations: { ...week(140), 'site.address-forms': [forms(true)] },
      says: [/一次也没有打开，而 https:\/\/www\.shili\.gov\.cn\/x 能打开（2026-11-22 00:00）；请核对台账登记的网址/],
    },
    { name: 'fails even if every unseen visit had opened', observations: week(8, 10) },
    {
      name: 'an empty page and an error page are not open',
      observations: week(7, 0, { failing: access({ outcome: 'http-error', status: 502, openedMs: null }) }),
      says: [/服务器返回错误（HTTP 502） 7 次/, /错误日志/],
    },
    {
      name: 'names at most twenty pieces of evidence, first and last visit among them',
      observations: week(140, 0, { failing: access({ outcome: 'dns-failure', openedMs: null }) }),
      says: [/占 100%/, /域名是否到期/],
    },
  ],
  needsReview: [
    {
      name: '6 failed and 5 lost to our own network',
      observations: week(6, 5),
      expect: { because: { kind: 'undeterminable' } },
      says: [/6 次没有按时打开（4.44%），另有 5 次没有看成，足以改变结论/],
    },
    {
      name: '7 failed, but 1 unseen visit could not save it: still fail is proved only at 5 percent of all',
      observations: week(6, 1),
    },
    {
      name: 'too few visits, and how many are missing',
      observations: week(0, 0, { of: 120 }),
      says: [/访问 120 次，少于规定的 140 次，还差 20 次/],
    },
    {
      name: 'one visit can never tell a week',
      observations: week(1, 0, { of: 1 }),
      says: [/还差 139 次/, /1 次中有 1 次没有按时打开/],
    },
    {
      name: 'enough visits, but one day nearly without',
      params: { minVisits: 100 },
      observations: { ...none, 'site.access': week(0)['site.access'].filter((_, n) => n < 40 || n >= 55) },
      says: [/第 3 天的访问不足 20 次/],
    },
    {
      name: 'failures without any evidence are not claimed',
      observations: {
        ...none,
        'site.access': Array.from({ length: 140 }, (_, n) =>
          seen('site.access', n < 20 ? timedOut() : access(), { slot: slotOf(n), evidence: [] }),
        ),
      },
      says: [/没有留下佐证/],
    },
    {
      name: 'closed the whole week',
      observations: week(140),
      record: {
        closures: [
          {
            from: '2026-11-01T00:00:00+08:00',
            to: '2026-12-01T00:00:00+08:00',
            approval: '示例函〔2026〕2号',
            reason: '改版',
          },
        ],
      },
    },
  ],
});
