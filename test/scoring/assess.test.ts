import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { findingId, type Review, type Run } from '#core/assessment.ts';
import { type AnyIndicator, defineIndicator, type Subject } from '#core/indicator.ts';
import type { Observation } from '#core/observation.ts';
import { Organization, Registry, Site } from '#core/registry.ts';
import { indicators } from '#indicators/index.ts';
import {
  type AssessSubjectInput,
  assess,
  assessSubject,
  lookback,
  neededKinds,
  type SubjectObservations,
  subjectsOf,
} from '#scoring/assess.ts';
import { loadPolicy } from '#store/files/policies.ts';
import {
  access,
  account,
  asOf,
  evidence,
  footer,
  home,
  link,
  post,
  posts,
  seen,
  site,
  timedOut,
  unseen,
} from '../indicators/build.ts';

const shipped = fileURLToPath(new URL('../../data/policies/', import.meta.url));
const national = loadPolicy('national', [shipped], indicators).policy;
const fengdu = loadPolicy('fengdu', [shipped], indicators).policy;
const organization = Organization.parse({ id: 'shili-gov', name: '示例县人民政府办公室', class: 'county-government' });
const department = Site.parse({
  id: 'jyj',
  organization: 'shili-gov',
  name: '示例县教育局',
  home: 'https://jyj.shili.gov.cn/',
});
const subjectOf = (record: Site): Subject => ({ id: record.id, type: 'site', name: record.name, record });
const accountSubject: Subject = { id: account.id, type: 'account', name: account.name, record: account };

function put(over: Partial<AssessSubjectInput> = {}) {
  return assessSubject({
    subject: subjectOf(site),
    organization,
    policy: national,
    indicators,
    observations: {},
    reviews: [],
    asOf: new Date(asOf),
    ...over,
  });
}
const itemOf = (a: ReturnType<typeof put>, id: string) => {
  const item = a.items.find((i) => i.itemId === id);
  if (!item?.applicable) throw new Error(`${id} 不适用`);
  return item;
};
const week = (bad: number): Observation<'site.access'>[] =>
  Array.from({ length: 140 }, (_, n) => {
    const slot = new Date(Date.parse(asOf) - n * 4_320_000).toISOString();
    return seen('site.access', n < bad ? timedOut() : access(), { slot, evidence: [evidence(home, slot, 'exchange')] });
  });
const clue = { kind: 'farm' as const, href: 'http://spam.example/', text: '示例', why: '外部链接成群', place: {} };
let n = 0;
const review = (over: Partial<Review>): Review => {
  n++;
  return {
    id: `r${n}`,
    subjectId: site.id,
    itemId: 'hidden-links',
    decision: 'confirm',
    reason: '看过',
    person: '李某',
    at: '2026-11-23T00:00:00.000Z',
    ...over,
  };
};

describe('one subject', () => {
  test('nothing observed: every item undeterminable, nobody is failed, all questions listed', () => {
    const a = put();
    expect(a.conclusion).toBe('undetermined');
    expect(a.score).toEqual({ lower: 9_500, upper: 10_000 });
    expect(a.items.every((i) => i.applicable && i.verdict.outcome === 'needs-review')).toBe(true);
    expect(a.openQuestions.map((q) => [q.itemId, q.effect])).toEqual([
      ['hidden-links', 'veto'],
      ['site-access', 'veto'],
      ['home-update', 'veto'],
      ['footer-marks', 300],
      ['dead-links', 100],
      ['error-report-entry', 100],
    ]);
  });

  test('only items of its own type are judged', () => {
    expect(put().items.map((i) => i.itemId)).not.toContain('account-update');
    expect(put({ subject: accountSubject }).items.map((i) => i.itemId)).toEqual([
      'account-incidents',
      'account-update',
      'app-unusable',
      'account-interaction',
    ]);
  });

  test('an item that does not bind is 不适用 with its clause, and its indicator is not called', () => {
    const called: string[] = [];
    const spied = indicators.map(
      (i): AnyIndicator => ({
        ...i,
        judge: (x) => {
          called.push(i.id);
          return i.judge(x);
        },
      }),
    );
    const a = put({ subject: subjectOf(department), indicators: spied });
    const marks = a.items.find((i) => i.itemId === 'footer-marks');
    expect(marks).toMatchObject({
      applicable: false,
      because: expect.stringMatching(/^只适用于政府门户网站（依据：国办秘函〔2019〕19号.*网站标识）$/),
    });
    expect(called).not.toContain('footer-marks');
    expect(a.score).toBeNull();
    expect(put({ subject: subjectOf(department), policy: fengdu }).score).not.toBeNull();
  });

  test('an indicator that throws spoils its own item only', () => {
    const broken = indicators.map(
      (i): AnyIndicator =>
        i.id === 'footer-marks'
          ? {
              ...i,
              judge: () => {
                throw new TypeError('坏了');
              },
            }
          : i,
    );
    const a = put({ indicators: broken, observations: { 'site.access': week(0) } });
    expect(itemOf(a, 'footer-marks')).toMatchObject({
      error: 'TypeError: 坏了',
      verdict: { because: { kind: 'undeterminable' } },
      cost: { lower: 0, upper: 300 },
    });
    expect(itemOf(a, 'site-access').verdict.outcome).toBe('pass');
  });

  test('an account is judged by vetoes and never scored; the two policies differ by a week', () => {
    const observations: SubjectObservations = {
      'account.posts': [seen('account.posts', posts([post('a', '2026-11-12T00:00:00.000Z')]))],
    };
    expect(put({ subject: accountSubject, observations })).toMatchObject({ conclusion: 'qualified', score: null });
    expect(put({ subject: accountSubject, observations, policy: fengdu })).toMatchObject({
      conclusion: 'unqualified',
      score: null,
      // The veto has decided; only whether a duty is met is still open.
      openQuestions: [{ itemId: 'repost-source', effect: 'duty' }],
    });
  });

  test('a failed veto ends it: no score, no questions', () => {
    const a = put({ observations: { 'site.access': week(7) } });
    expect(a).toMatchObject({ conclusion: 'unqualified', score: null, openQuestions: [] });
    expect(itemOf(a, 'footer-marks').cost).toEqual({ lower: 0, upper: 300 });
  });

  test('prices: two marks missing and a dead link cost 1.2 points', () => {
    const a = put({
      observations: {
        'page.footer-marks': [seen('page.footer-marks', footer({ icp: null, contact: null }))],
        'link.status': [seen('link.status', link('gone', 'broken', 'HTTP_404'))],
      },
    });
    expect([
      itemOf(a, 'footer-marks').cost,
      itemOf(a, 'dead-links').cost,
      itemOf(a, 'error-report-entry').cost,
    ]).toEqual([
      { lower: 100, upper: 100 },
      { lower: 20, upper: 20 },
      { lower: 0, upper: 0 },
    ]);
    expect(a.score).toEqual({ lower: 9_880, upper: 9_880 });
  });

  test('a unit without outward service under a policy that exempts it', () => {
    const exempt = Organization.parse({ ...organization, outwardService: false });
    const observations: SubjectObservations = {
      'page.footer-marks': [seen('page.footer-marks', footer({ icp: null, contact: null }))],
      'link.status': [seen('link.status', link('ok', 'ok', 'OK'))],
    };
    expect(put({ observations, policy: fengdu, organization: exempt }).score).toEqual({ lower: 9_867, upper: 9_867 });
    expect(put({ observations, policy: fengdu }).score).toEqual({ lower: 9_900, upper: 9_900 });
  });
});

describe('what an indicator is shown', () => {
  const probe = (spec: { lookbackDays: number }) => {
    let got: readonly Observation<'site.access'>[] = [];
    const spy = defineIndicator({
      id: 'site-access',
      version: 1,
      title: '站点',
      description: '示例',
      subject: 'site',
      needs: ['site.access'],
      faults: { 'not-open': '打不开' },
      params: z.object({}),
      lookbackDays: () => spec.lookbackDays,
      machine: { alone: '一', person: '二' },
      judge: ({ observations }) => {
        got = observations['site.access'];
        return { outcome: 'pass', basis: { examined: 0, unobserved: 0, unit: '次', from: '', to: '' }, findings: [] };
      },
    });
    const policy = { ...national, items: national.items.filter((i) => i.id === 'site-access') };
    return (list: Observation<'site.access'>[]) => {
      const others = { 'link.status': [seen('link.status', link('x', 'ok', 'OK'))] };
      put({ policy, indicators: [spy], observations: { 'site.access': list, ...others } });
      return got.map((o) => o.slot);
    };
  };
  const slot = (days: number) => new Date(Date.parse(asOf) - days * 86_400_000).toISOString();

  test('its time only, in order, nothing later than the instant', () => {
    const list = [0, 3, -0.001, 7, 7.001, 1].map((d) => seen('site.access', access(), { slot: slot(d) }));
    expect(probe({ lookbackDays: 7 })(list)).toEqual([7, 3, 1, 0].map(slot));
  });
});

describe('reviews', () => {
  const farm: SubjectObservations = {
    'page.suspect-links': [seen('page.suspect-links', { url: home, clues: [clue], examined: 9 })],
  };
  const id = findingId('hidden-links', site.id, { fault: 'farm', target: home });

  test('a clue is a question, a person makes it a veto', () => {
    expect(itemOf(put({ observations: farm }), 'hidden-links').verdict).toMatchObject({
      outcome: 'needs-review',
      because: { kind: 'suspect' },
    });
    const confirmed = put({ observations: farm, reviews: [review({ findingId: id })] });
    expect(confirmed).toMatchObject({ conclusion: 'unqualified', score: null });
    expect(itemOf(confirmed, 'hidden-links').reviews).toHaveLength(1);
    expect(
      itemOf(put({ observations: farm, reviews: [review({ findingId: id, decision: 'reject' })] }), 'hidden-links')
        .verdict.outcome,
    ).toBe('pass');
  });
  test('reviews of other subjects and items change nothing', () => {
    const others = [review({ subjectId: 'jyj', findingId: id }), review({ itemId: 'site-access' })];
    expect(itemOf(put({ observations: farm, reviews: others }), 'hidden-links')).toMatchObject({
      verdict: { outcome: 'needs-review' },
      reviews: [],
    });
  });
  test('reviewOnFail sends a machine fail to a person first', () => {
    const policy = {
      ...national,
      items: national.items.map((i) => (i.id === 'site-access' ? { ...i, reviewOnFail: true } : i)),
    };
    const observations = { 'site.access': week(7) };
    const open = put({ policy, observations });
    expect(open.conclusion).toBe('undetermined');
    expect(itemOf(open, 'site-access').verdict).toMatchObject({
      outcome: 'needs-review',
      because: { kind: 'suspect', note: expect.stringMatching(/须经人工复核/) },
      findings: [{ certainty: 'suspected' }],
    });
    const settled = put({ policy, observations, reviews: [review({ itemId: 'site-access', decision: 'fail' })] });
    expect(settled.conclusion).toBe('unqualified');
  });
});

describe('what could not be seen, and what is only information', () => {
  test('one line a kind and reason, with its count', () => {
    const observations: SubjectObservations = {
      'site.access': Array.from({ length: 30 }, (_, i) =>
        unseen('site.access', home, 'local-network', {
          slot: new Date(Date.parse(asOf) - i * 3_600_000).toISOString(),
        }),
      ),
      'page.footer-marks': [
        unseen('page.footer-marks', `${home}old.html`, 'crashed', { slot: '2026-11-20T03:00:00.000Z' }),
        ...Array.from({ length: 8 }, (_, i) => unseen('page.footer-marks', `${home}${i}.html`)),
      ],
    };
    expect(put({ observations }).unseen.map((u) => [u.kind, u.reason, u.count, u.detail.slice(-30)])).toEqual(
      [
        ['page.footer-marks', 'blocked', 8, expect.stringMatching(/等 8 处$/)],
        ['site.access', 'local-network', 30, expect.stringMatching(/（共 30 次）$/)],
      ].sort((a, b) => String(b[0]).localeCompare(String(a[0]))),
    );
  });
  test('an expired certificate, a lenient opening, a future date', () => {
    const observations: SubjectObservations = {
      'site.access': [
        ...week(0).slice(2),
        seen('site.access', access({ certificate: 'expired', notes: ['响应头里有两个不同的 Content-Length'] }), {
          slot: asOf,
        }),
        seen('site.access', access({ certificate: 'expired' }), { slot: '2026-11-22T01:00:00.000Z' }),
      ],
      'page.publish-date': [
        seen('page.publish-date', {
          url: `${home}a.html`,
          title: '示例',
          date: '2027-01-01',
          time: null,
          source: 'labelled',
          confidence: 'high',
          candidates: [],
          isArticle: true,
        }),
      ],
    };
    const messages = put({ observations }).information.map((i) => i.message);
    expect(messages.join('\n')).toMatch(/证书已过期.*（共 2 次）/);
    expect(messages.join('\n')).toMatch(/两个不同的 Content-Length$/m);
    expect(messages.join('\n')).toMatch(/发布时间（2027-01-01）晚于查看的日期/);
  });
  test('clues that no item asks about, or that are unsure: what a person must decide, the newest round only', () => {
    const clue = (kind: 'typo' | 'spam' | 'personal-data', confidence: 'high' | 'low', text: string) => ({
      kind,
      text,
      why: `出现“${text}”`,
      source: { id: 'own', title: '示例词表', date: '2026-11-01' },
      confidence,
      times: 1,
      place: { selector: 'p', line: 3, column: 1 },
    });
    const page = (clues: ReturnType<typeof clue>[], slot?: string) =>
      seen(
        'page.clues',
        { url: home, role: 'home', title: '示例', clues, found: clues.length, lists: [] },
        slot === undefined ? {} : { slot },
      );
    const observations: SubjectObservations = {
      'page.clues': [
        page([clue('typo', 'low', '旧词')], '2026-11-10T03:00:00.000Z'),
        page([
          clue('typo', 'low', '布署'),
          clue('spam', 'low', '某词'),
          clue('spam', 'high', '坏词'),
          clue('personal-data', 'high', '500*************21'),
        ]),
      ],
    };
    const { information } = put({ observations });
    expect(information.map((i) => i.message)).toEqual([
      `疑似错别字，须由人判断是否确为错别字：页面 ${home} 出现“布署”（“布署”，依据示例词表，2026-11-01）`,
      expect.stringMatching(/^疑似赌博、色情等违规词语，须由人判断/),
      expect.stringMatching(/^疑似个人信息外露，.*报告中已遮盖，留存的原页面没有遮盖，须妥善保管/),
    ]);
    expect(information[0]?.evidence[0]?.locator).toEqual({ selector: 'p', line: 3, column: 1 });
    const many = Array.from({ length: 40 }, (_, i) => clue('typo', 'low', `误${i}`));
    const lines = put({ observations: { 'page.clues': [page(many)] } }).information;
    expect(lines).toHaveLength(19);
    expect(lines.at(-1)?.message).toBe('另有 22 条内容线索没有逐条列出，见监测记录');
  });
  test('of the other forms of the address the newest look, with the bytes that show it', () => {
    const https = home.replace('www.', '');
    const certified = (certificate: 'expired' | 'valid') => ({
      url: home,
      forms: [
        certificate === 'valid'
          ? {
              url: https,
              outcome: 'response' as const,
              status: 200,
              finalUrl: https,
              certificate,
              ms: 9,
              leadsHome: true,
            }
          : { url: https, outcome: 'tls-failure' as const, finalUrl: https, certificate, ms: 9, leadsHome: false },
      ],
    });
    const bytes = evidence(https, asOf, 'exchange');
    const days = ['2026-11-20T16:00:00.000Z', '2026-11-21T16:00:00.000Z'] as const;
    const look = (slot: string, state: 'expired' | 'valid') =>
      seen('site.address-forms', certified(state), { slot, evidence: [evidence('http://other.example/'), bytes] });
    const told = (...looks: ReturnType<typeof look>[]) =>
      put({ observations: { 'site.access': week(0), 'site.address-forms': looks } });
    expect(told(look(days[0], 'valid'), look(days[1], 'expired')).information).toEqual([
      { message: expect.stringMatching(/^用 https 访问 .+ 时证书已过期/), evidence: [bytes] },
    ]);
    expect(told(look(days[0], 'expired'), look(days[1], 'valid')).information).toEqual([]);
    const { information: _, ...without } = put({ observations: { 'site.access': week(0) } });
    const { information: __, ...with_ } = told(look(days[1], 'expired'));
    expect(with_).toEqual(without);
  });
  test('the lists stay short whatever comes', () => {
    const noisy = Array.from({ length: 500 }, (_, i) =>
      seen('site.access', access({ notes: [`第 ${i} 种情况`] }), {
        slot: new Date(Date.parse(asOf) - i * 60_000).toISOString(),
      }),
    );
    expect(put({ observations: { 'site.access': noisy } }).information.length).toBeLessThanOrEqual(30);
  });
});

describe('a register', () => {
  const registry = Registry.parse({
    version: 1,
    title: '示例县',
    organizations: [organization],
    sites: [
      department,
      { ...site, closedOn: '2026-11-22' },
      { ...site, id: 'later', home: 'https://later.shili.gov.cn/', siteCode: undefined, closedOn: '2026-11-23' },
    ],
    accounts: [account, { ...account, id: 'gone', closedOn: '2020-01-01' }],
  });
  const run: Run = {
    id: 'run',
    asOf,
    policy: { id: 'fengdu', title: fengdu.title, digest: 'd' },
    registry: { title: '示例县', digest: 'r' },
    seed: 's',
    tool: 'test',
    notes: [],
  };
  const result = assess({
    run,
    policy: fengdu,
    registry,
    indicators,
    observationsOf: () => ({}),
    reviews: [],
    asOf: new Date(asOf),
  });

  test('in the order of the register; closed by the day of the instant means skipped, closed tomorrow does not', () => {
    expect(result.subjects.map((s) => s.subject.id)).toEqual(['shili-gov', 'jyj', 'later', 'shili-wx']);
    expect(result.skipped).toEqual([
      { id: 'shili', name: '示例县人民政府', reason: '网站已于 2026-11-22 关停或迁移' },
      { id: 'gone', name: '示例发布', reason: '账号已于 2020-01-01 注销' },
    ]);
    expect(subjectsOf(registry, new Date('2026-11-21T15:59:59.000Z')).subjects.map((s) => s.subject.id)).toContain(
      'shili',
    );
  });
  test('says whom and by what', () => {
    expect(result.subjects[0]?.subject).toEqual({
      id: 'shili-gov',
      type: 'organization',
      name: organization.name,
      organization: organization.name,
      address: '',
      detail: '县级政府',
    });
    expect(result.subjects[1]?.subject).toEqual({
      id: 'jyj',
      type: 'site',
      name: '示例县教育局',
      organization: organization.name,
      address: department.home,
      detail: '部门网站',
    });
    expect(result.subjects[3]?.subject).toMatchObject({ type: 'account', address: 'shilifabu', detail: '微信公众号' });
    expect(result.policy).toMatchObject({ id: 'fengdu', flow: fengdu.flow, unchecked: fengdu.unchecked });
  });
  test('survives JSON unchanged', () => expect(JSON.parse(JSON.stringify(result))).toEqual(result));
});

test('lookback and kinds: what to load and what to collect', () => {
  const back = lookback(fengdu, indicators);
  expect(
    Object.fromEntries([...back].map(([type, list]) => [type, Object.fromEntries(list.map((l) => [l.kind, l.days]))])),
  ).toMatchObject({
    site: {
      'page.suspect-links': 14,
      'site.access': 7,
      'page.footer-marks': 14,
      'link.status': 62,
      'site.crawl': 62,
      // Systems and plans: a year, and a year more to tell that a record has run out: no other kind is read for that long.
      'manual.record': 366 + 366,
    },
    // A quarter, and a year more.
    account: { 'account.posts': 92, 'account.profile': 92, 'manual.record': 92 + 366 },
    organization: { 'account.posts': 92, 'inspection.run': 366, 'manual.record': 366 + 366 },
  });
  expect(neededKinds({ ...fengdu, items: fengdu.items.filter((i) => i.id === 'home-update') }, indicators)).toEqual(
    new Set(['page.dated-items', 'page.publish-date']),
  );
});
