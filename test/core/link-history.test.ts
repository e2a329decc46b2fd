import { describe, expect, test } from 'vitest';
import { brokenPast, currentLinks, isWhole, linkRounds } from '#core/link-history.ts';
import type { Observation } from '#core/observation.ts';
import { crawl, home, link, roundSlot, seen, unseen } from '../indicators/build.ts';

const day = (n: number) => new Date(Date.parse(roundSlot) - n * 86_400_000).toISOString();
const at = (n: number, name: string, status: 'broken' | 'ok' | 'caution' | 'undeterminable' | 'skipped') =>
  seen('link.status', link(name, status, status === 'broken' ? 'HTTP_404' : 'OK'), { slot: day(n) });
const whole = (n: number) => seen('site.crawl', crawl(), { target: home, slot: day(n) });
const capped = (n: number) =>
  seen('site.crawl', crawl({ limits: [{ limit: 'pages', left: 9, note: '达到页面上限' }] }), {
    target: home,
    slot: day(n),
  });
const pastOf = (links: Observation<'link.status'>[], crawls: Observation<'site.crawl'>[] = []) =>
  brokenPast(linkRounds(links, crawls)).get(`${home}a`);

describe('since when a link is dead', () => {
  test.each([
    ['seen once', [at(0, 'a', 'broken')], [], { since: day(0), rounds: 1, gaps: 0 }],
    ['two rounds running', [at(7, 'a', 'broken'), at(0, 'a', 'broken')], [], { since: day(7), rounds: 2, gaps: 0 }],
    [
      'opened in between',
      [at(7, 'a', 'broken'), at(3, 'a', 'ok'), at(0, 'a', 'broken')],
      [],
      { since: day(0), rounds: 1 },
    ],
    [
      'opened with a worry in between',
      [at(7, 'a', 'broken'), at(3, 'a', 'caution'), at(0, 'a', 'broken')],
      [],
      { since: day(0) },
    ],
    [
      'could not be told in between',
      [at(7, 'a', 'broken'), at(3, 'a', 'undeterminable'), at(0, 'a', 'broken')],
      [],
      { since: day(7), rounds: 2, gaps: 1 },
    ],
    [
      'not checked in between',
      [at(7, 'a', 'broken'), at(3, 'a', 'skipped'), at(0, 'a', 'broken')],
      [],
      { since: day(7), gaps: 1 },
    ],
    [
      'not in a sample in between',
      [at(7, 'a', 'broken'), at(3, 'b', 'ok'), at(0, 'a', 'broken')],
      [],
      { since: day(7), gaps: 1 },
    ],
    [
      'not in a whole crawl in between',
      [at(7, 'a', 'broken'), at(0, 'a', 'broken')],
      [whole(3)],
      { since: day(0), rounds: 1 },
    ],
    [
      'not in a capped crawl in between',
      [at(7, 'a', 'broken'), at(0, 'a', 'broken')],
      [capped(3)],
      { since: day(7), rounds: 2, gaps: 1 },
    ],
    [
      'not told by a whole crawl in between, but named by it',
      [at(7, 'a', 'broken'), at(3, 'a', 'undeterminable'), at(0, 'a', 'broken')],
      [whole(3)],
      { since: day(7), gaps: 1 },
    ],
    [
      'a crawl in between that could not be made',
      [at(7, 'a', 'broken'), at(0, 'a', 'broken')],
      [unseen('site.crawl', home, 'blocked', { slot: day(3) })],
      { since: day(7), gaps: 1 },
    ],
  ] as const)('%s', (_, links, crawls, expected) => {
    expect(pastOf([...links], [...crawls])).toMatchObject(expected);
    expect(pastOf([...links].reverse(), [...crawls])).toMatchObject(expected);
  });

  test('after it opened, nothing is left', () => {
    expect(pastOf([at(7, 'a', 'broken'), at(0, 'a', 'ok')])).toBeUndefined();
    expect(pastOf([at(7, 'a', 'broken')], [whole(0)])).toBeUndefined();
    expect(pastOf([at(7, 'a', 'broken')], [capped(0)])).toMatchObject({ since: day(7), rounds: 1 });
  });

  test('days are those of Beijing', () => {
    const late = { ...at(1, 'a', 'broken'), observedAt: '2026-11-21T15:59:00.000Z' } as Observation<'link.status'>;
    const later = { ...at(0, 'a', 'broken'), observedAt: '2026-11-21T16:01:00.000Z' } as Observation<'link.status'>;
    expect(pastOf([late, later])?.days).toEqual(['2026-11-21', '2026-11-22']);
  });
});

describe('what is known now', () => {
  test('the newest crawl with the smaller rounds after it; nothing from before', () => {
    const links = [at(9, 'old', 'broken'), at(2, 'a', 'broken'), at(2, 'b', 'broken'), at(0, 'a', 'ok')];
    const now = currentLinks(linkRounds(links, [whole(9), whole(2)]));
    expect(now.slot).toBe(day(2));
    expect(now.links.map((o) => [o.target, o.slot])).toEqual([
      [`${home}a`, day(0)],
      [`${home}b`, day(2)],
    ]);
  });
  test('what a later look could not tell is in doubt, not gone', () => {
    const lost = unseen('link.status', `${home}a`, 'local-network');
    const links = [at(2, 'a', 'broken'), at(2, 'b', 'broken'), lost, at(0, 'b', 'caution')];
    const now = currentLinks(linkRounds(links, [whole(2)]));
    expect(now.doubtful.map((o) => [o.target, o.slot])).toEqual([[`${home}a`, day(2)]]);
    expect(now.links).toContain(lost);
  });
  test('without a crawl, the newest round alone', () => {
    const now = currentLinks(linkRounds([at(2, 'a', 'broken'), at(0, 'b', 'broken')], []));
    expect(now.links.map((o) => o.target)).toEqual([`${home}b`]);
    expect(now.crawl).toBeUndefined();
  });
  test('nothing at all', () =>
    expect(currentLinks([])).toEqual({ slot: '', crawl: undefined, links: [], doubtful: [] }));
});

test('a crawl is whole only when nothing kept it from any page', () => {
  expect(isWhole(crawl())).toBe(true);
  expect(isWhole(crawl({ unjudgedCount: 1 }))).toBe(false);
  expect(isWhole(crawl({ pages: { ...crawl().pages, blocked: 1 } }))).toBe(false);
  expect(isWhole(crawl({ limits: [{ limit: 'robots', left: 0, note: '按 robots.txt 没有读' }] }))).toBe(false);
});

test('a crawl that left foreign links alone says nothing of them, and something of its own', () => {
  const foreign = seen('link.status', { ...link('a', 'broken', 'HTTP_404'), external: true }, { slot: day(7) });
  const own = at(7, 'b', 'broken');
  const later = seen('site.crawl', crawl({ ownOnly: true }), { target: home, slot: day(0) });
  const past = brokenPast(linkRounds([foreign, own], [later]));
  expect([...past.keys()]).toEqual([`${home}a`]);
  expect(brokenPast(linkRounds([foreign, own], [whole(0)])).size).toBe(0);
});
