import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Site } from '#core/registry.ts';
import { type Candidate, drawSample, sampleKinds, sampleRules, sampleSize } from '#core/sample.ts';
import { siteCandidates } from '#core/sample-candidates.ts';

const candidates = Array.from(
  { length: 12 },
  (_, i): Candidate => ({ id: `https://www.shili.gov.cn/zc/${i + 1}.html`, title: `文件 ${i + 1}`, day: '' }),
);
const draw = (over: Partial<Parameters<typeof drawSample>[0]> = {}) =>
  drawSample({ kind: 'policies', scope: 'shili', seed: 'run-1', candidates, ...over });
const ids = (s: ReturnType<typeof draw>) => s.drawn.map((c) => c.id.replace(/^.*\/(\d+)\.html$/, '$1'));

describe('drawing', () => {
  test('the same list on any machine', () => {
    // Worked out once, apart from the program, with the platform's SHA-256; a change here means that samples already on record can no longer be drawn again.
    expect(ids(draw())).toEqual(['11', '12', '2']);
    expect(ids(draw({ seed: 'run-2' }))).toEqual(['12', '7', '6']);
    expect(draw().digest).toBe('fef75f861e9e8e57');
  });
  test('the order they come in, doubles and other titles change nothing', () =>
    fc.assert(
      fc.property(fc.shuffledSubarray(candidates, { minLength: 12 }), (shuffled) => {
        const more = shuffled.map((c) => ({ ...c, title: `${c.title}（重）` }));
        expect(draw({ candidates: [...more, ...shuffled] })).toEqual(draw());
      }),
    ));
  test('one more candidate moves no other', () =>
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (id, seed) => {
        const before = draw({ seed, count: 12 }).drawn.map((c) => c.id);
        const after = draw({ seed, count: 13, candidates: [...candidates, { id, title: '', day: '' }] });
        expect(after.drawn.map((c) => c.id).filter((x) => before.includes(x))).toEqual(before);
      }),
    ));
  test('seed, kind and site each give another draw', () => {
    const all = [draw(), draw({ seed: 'x' }), draw({ scope: 'y' }), draw({ kind: 'guides', count: 3 })];
    expect(new Set(all.map((s) => ids(s).join())).size).toBe(4);
  });
  test('too few: all of them, and it shows', () =>
    expect(draw({ candidates: candidates.slice(0, 2) })).toMatchObject({ wanted: 3, of: 2, drawn: { length: 2 } }));
  test('none', () => expect(draw({ candidates: [] })).toMatchObject({ of: 0, drawn: [] }));
  test('every candidate is drawn about equally often', () => {
    const times = new Map<string, number>();
    for (let i = 0; i < 4_000; i++)
      for (const id of ids(draw({ seed: `s${i}` }))) times.set(id, (times.get(id) ?? 0) + 1);
    // 4,000 × 3 / 12 = 1,000 each; four standard deviations are about 110.
    for (const n of times.values()) expect(Math.abs(n - 1_000)).toBeLessThan(110);
    expect(times.size).toBe(12);
  });
});

describe('how many', () => {
  test('as the index says', () =>
    expect(Object.fromEntries(sampleKinds.map((k) => [k, sampleRules[k].count]))).toEqual({
      policies: 3,
      interpretations: 3,
      guides: 5,
      forms: 2,
      letters: 5,
      titles: 4,
      pages: 5,
      columns: 5,
      accounts: 'over-half',
    }));
  test.each([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [10, 6],
    [11, 6],
    [101, 51],
  ])('of %i accounts %i: more than half', (n, size) => {
    expect(sampleSize('accounts', n)).toBe(size);
    if (n > 0) expect(size / n).toBeGreaterThan(0.5);
  });
});

/** A record as it is stored, as far as it is read here. */
const observed = <V>(value: V) => ({ status: 'observed' as const, value });

describe('candidates of a site', () => {
  const site = Site.parse({ id: 'shili', organization: 'gov', name: '示例县', home: 'https://www.shili.gov.cn/' });
  const interpretation = (url: string, kind: 'document' | 'interpretation' | 'none') =>
    observed({ url, title: `题 ${url}`, kind, number: null, links: [], forms: [], unread: [] });
  test('documents and interpretations apart, of its own hosts only, without fragments', () => {
    const observations = {
      'page.interpretation': [
        interpretation('https://www.shili.gov.cn/a.html#top', 'document'),
        interpretation('https://shili.gov.cn/b.html', 'interpretation'),
        interpretation('https://www.shili.gov.cn/c.html', 'none'),
        interpretation('https://other.example.com/d.html', 'document'),
      ],
    };
    expect(siteCandidates('policies', site, observations).map((c) => c.id)).toEqual([
      'https://www.shili.gov.cn/a.html',
    ]);
    expect(siteCandidates('interpretations', site, observations).map((c) => c.id)).toEqual([
      'https://shili.gov.cn/b.html',
    ]);
    expect(siteCandidates('letters', site, observations)).toEqual([]);
  });
  test('titles need a title, pages do not', () => {
    const article = (url: string, title: string) =>
      observed({
        url,
        title,
        date: '2026-11-20',
        time: null,
        source: 'labelled' as const,
        confidence: 'high' as const,
        candidates: [],
        isArticle: true,
      });
    const observations = {
      'page.publish-date': [
        article('https://www.shili.gov.cn/1.html', '召开会议'),
        article('https://www.shili.gov.cn/2.html', ' '),
      ],
    };
    expect(siteCandidates('titles', site, observations)).toEqual([
      { id: 'https://www.shili.gov.cn/1.html', title: '召开会议', day: '2026-11-20' },
    ]);
    expect(siteCandidates('pages', site, observations)).toHaveLength(2);
  });
  test('letters with an address, those of 信访 left out', () => {
    const row = (title: string, url: string | null) => ({
      title,
      url,
      asked: '2026-11-01',
      replied: null,
      office: null,
      content: null,
      state: 'unknown' as const,
      place: {},
    });
    const list = (url: string, excluded: string | null) =>
      observed({
        url,
        title: '留言',
        kind: 'list' as const,
        excluded,
        letters: [row('路灯', `${url}1.html`), row('没有链接', null)],
        statistics: null,
        newest: null,
        unread: [],
      });
    const observations = {
      'page.letters': [list('https://www.shili.gov.cn/ly/', null), list('https://www.shili.gov.cn/xf/', '信访')],
    };
    expect(siteCandidates('letters', site, observations)).toEqual([
      { id: 'https://www.shili.gov.cn/ly/1.html', title: '路灯', day: '2026-11-01' },
    ]);
  });
});
