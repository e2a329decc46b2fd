import { expect, test } from 'vitest';
import type { Evidence } from '#core/evidence.ts';
import type { Observation, ObservationValue } from '#core/observation.ts';
import type { Photographed } from '#crawlers/site/render-pages.ts';
import { hiddenLinks } from '#indicators/site/hidden-links.ts';
import { type PageShooter, shootClues } from '#pipeline/clue-shots.ts';
import { asOf, site } from '../indicators/build.ts';

type Clue = ObservationValue<'page.suspect-links'>['clues'][number];
const now = '2026-11-22T04:00:00.000Z';
const home = 'https://www.qinghe.gov.example/';
const sha = (n: number) => String(n).padStart(64, '0');
const clue = (kind: Clue['kind'], selector: string | undefined, n = 1): Clue => ({
  kind,
  href: `http://spam${n}.example/`,
  text: `词${n}`,
  why: '样式 display:none',
  place: { ...(selector === undefined ? {} : { selector }), line: n, column: 1 },
});
const html = (n: number): Evidence => ({ kind: 'html', sha256: sha(n), url: home, capturedAt: now });
function observation(clues: Clue[], evidence: Evidence[], target = home): Observation {
  return {
    kind: 'page.suspect-links',
    subjectId: site.id,
    target,
    slot: now,
    observedAt: now,
    probe: { id: 'suspect-links', version: 1 },
    key: `${site.id}|page.suspect-links|${target}|${now}`,
    status: 'observed',
    value: { url: target, clues, examined: 9 },
    evidence,
  };
}

const pages: Readonly<Record<string, string>> = { [sha(1)]: '<p>一</p>', [sha(2)]: '<p>二</p>' };
async function shoot(seen: Observation[], max: number, answer: (html: string, mark: string) => Photographed) {
  const asked: string[] = [];
  const kept: Uint8Array[] = [];
  const shooter: PageShooter = async (page, mark, hosts) => {
    expect(hosts).toEqual(['www.qinghe.gov.example']);
    asked.push(`${page.html} ${mark}`);
    return answer(page.html, mark);
  };
  await shootClues(seen, {
    shoot: shooter,
    max,
    hosts: ['www.qinghe.gov.example'],
    clock: { now: () => new Date(now) },
    evidence: {
      get: async (s) => (pages[s] === undefined ? undefined : new TextEncoder().encode(pages[s])),
      put: async (bytes) => sha(100 + kept.push(bytes)),
      path: () => '',
    },
  });
  return { asked, kept };
}
const taken = (marked: 'shown' | 'revealed' | 'missing' = 'shown'): Photographed => ({
  png: new Uint8Array([1]),
  thumbnail: new Uint8Array([2]),
  marked,
});
const shots = (o: Observation) => o.evidence.filter((e) => e.kind === 'screenshot');

test('one picture a group, at the place of its first clue', async () => {
  const seen = observation(
    [
      clue('lexicon', 'ul > a:nth-of-type(1)', 1),
      clue('lexicon', 'ul > a:nth-of-type(2)', 2),
      clue('lexicon', 'div.foot > a:nth-of-type(1)', 3),
      clue('hidden', 'body > div:nth-of-type(4)', 4),
    ],
    [html(1)],
  );
  const { asked } = await shoot([seen], 9, (_, mark) => taken(mark.startsWith('body') ? 'revealed' : 'shown'));
  expect(asked).toEqual([
    '<p>一</p> ul > a:nth-of-type(1)',
    '<p>一</p> body > div:nth-of-type(4)',
    '<p>一</p> div.foot > a:nth-of-type(1)',
  ]);
  expect(shots(seen)).toMatchObject([
    { sha256: sha(101), preview: sha(102), url: home, locator: { selector: 'ul > a:nth-of-type(1)', line: 1 } },
    { revealed: true, locator: { selector: 'body > div:nth-of-type(4)' } },
    { locator: { line: 3 } },
  ]);
  expect(shots(seen)[0]?.revealed).toBeUndefined();
});

test('no more pictures than wanted, the first of each kind of every page before the second', async () => {
  const one = observation(
    [clue('lexicon', 'p > a', 1), clue('lexicon', 'div > a', 2), clue('farm', 'ul > a', 3)],
    [html(1)],
  );
  const two = observation([clue('hidden', 'div.x', 4)], [html(2)], `${home}a.html`);
  const { asked } = await shoot([one, two], 3, () => taken());
  expect(asked.map((a) => a.split(' ').slice(1).join(' '))).toEqual(['p > a', 'ul > a', 'div.x']);
});

function linkOf(more: object): Observation {
  const { kind: _, value: __, ...head } = observation([], []) as Extract<Observation, { status: 'observed' }>;
  return {
    ...head,
    kind: 'link.status',
    target: 'http://spam.example/',
    value: {
      url: 'http://spam.example/',
      status: 'ok',
      reason: 'OK',
      ...more,
      attempts: [],
      parents: [{ url: home, role: 'home', tag: 'a', text: '链接', place: { selector: 'p > a', line: 3 } }],
      parentCount: 1,
      external: true,
    },
    evidence: [
      { ...html(2), url: 'http://spam.example/' },
      { ...html(1), locator: { selector: 'p > a', line: 3 } },
    ],
  } as Observation;
}

const pageClue = (kind: ObservationValue<'page.clues'>['clues'][number]['kind'], selector: string) => ({
  kind,
  text: '示例',
  why: '出现“示例”',
  source: { id: 'own', title: '示例词表', date: '2026-11-01' },
  confidence: 'high' as const,
  times: 1,
  place: { selector, line: 1, column: 1 },
});
function cluesOf(kinds: Parameters<typeof pageClue>[], evidence: Evidence[]): Observation {
  const { kind: _, value: __, ...head } = observation([], evidence) as Extract<Observation, { status: 'observed' }>;
  const clues = kinds.map((k) => pageClue(...k));
  const value = { url: home, role: 'home', title: '示例', clues, found: clues.length, lists: [] };
  return { ...head, kind: 'page.clues', value } as Observation;
}

test('clues of a text are photographed like links', async () => {
  const seen = cluesOf([['secrecy', 'p.mark']], [html(1)]);
  const { asked } = await shoot([seen], 9, () => taken());
  expect(asked).toEqual(['<p>一</p> p.mark']);
  expect(shots(seen)).toHaveLength(1);
});

test('no picture of a page with personal data, whatever it is wanted for; of other pages yes', async () => {
  const personal = cluesOf(
    [
      ['personal-data', 'td.id'],
      ['typo', 'p.text'],
    ],
    [html(1)],
  );
  const links = observation([clue('farm', 'ul > a', 3)], [html(1)]);
  const other = observation([clue('hidden', 'div.x', 4)], [html(2)], `${home}a.html`);
  const { asked } = await shoot([links, personal, other], 9, () => taken());
  expect(asked).toEqual(['<p>二</p> div.x']);
  expect([...shots(personal), ...shots(links)]).toEqual([]);
});

test('a link that leads to a doubtful place is photographed on the page that holds it', async () => {
  const link = linkOf({ suspect: { kind: 'gambling', why: '页面标题' } });
  const { asked } = await shoot([link], 9, () => taken());
  expect(asked).toEqual(['<p>一</p> p > a']);
  expect(shots(link)).toMatchObject([{ url: home, locator: { selector: 'p > a', line: 3 } }]);
});

test('a dead link gets a picture when no clue wants it, one that opens gets none', async () => {
  const dead = linkOf({ status: 'broken', reason: 'HTTP_404' });
  const clues = observation([clue('farm', 'ul > a'), clue('farm', 'div > a')], [html(2)]);
  const { asked } = await shoot([linkOf({}), dead, clues], 9, () => taken());
  expect(asked).toEqual(['<p>二</p> ul > a', '<p>二</p> div > a', '<p>一</p> p > a']);
  expect(shots(dead).length).toBe(1);
});

test('a title cannot be seen on a picture, and what has no place cannot be found', async () => {
  const seen = observation(
    [clue('lexicon', 'head > title'), clue('hidden', 'title'), clue('farm', undefined)],
    [html(1)],
  );
  expect((await shoot([seen], 9, () => taken())).asked).toEqual([]);
});

test('in a page of frames the document that has the place is photographed', async () => {
  const seen = observation([clue('farm', 'ul > a')], [html(1), html(9), html(2)]);
  const { asked } = await shoot([seen], 1, (page) => taken(page.includes('二') ? 'shown' : 'missing'));
  expect(asked).toEqual(['<p>一</p> ul > a', '<p>二</p> ul > a']);
  expect(shots(seen).length).toBe(1);
});

test('a browser that fails leaves the clue with its page', async () => {
  const seen = observation([clue('farm', 'ul > a')], [html(1)]);
  const { kept } = await shoot([seen], 9, () => ({ failed: '超时', reason: 'timeout' }));
  expect([seen.evidence, kept]).toEqual([[html(1)], []]);
});

test('other observations and those not seen are passed over', async () => {
  const { key, kind, subjectId, target, slot, observedAt, probe } = observation([], []);
  const unseen = { key, kind, subjectId, target, slot, observedAt, probe } as const;
  const missed = { ...unseen, status: 'unobserved', reason: 'blocked', detail: '', evidence: [] } as Observation;
  expect((await shoot([missed], 9, () => taken())).asked).toEqual([]);
});

test('each finding carries the pictures of its own clues only', async () => {
  const seen = observation([clue('lexicon', 'p > a', 1), clue('hidden', 'div.x', 2)], [html(1)]);
  await shoot([seen], 9, () => taken());
  const verdict = hiddenLinks.judge({
    subject: { id: site.id, type: 'site', name: site.name, record: site },
    observations: { 'page.suspect-links': [seen], 'link.status': [], 'site.crawl': [] } as never,
    params: hiddenLinks.params.parse({}),
    asOf: new Date(asOf),
  });
  expect(
    verdict.findings.map((f) => [
      f.fault,
      f.evidence.flatMap((e) => (e.kind === 'screenshot' ? [e.locator?.selector] : [])),
    ]),
  ).toEqual([
    ['lexicon', ['p > a']],
    ['hidden', ['div.x']],
  ]);
});
