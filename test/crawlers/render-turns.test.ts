import { describe, expect, test } from 'vitest';
import { openTurns } from '#crawlers/site/render-turns.ts';

describe('turns of sites', () => {
  test('one site never has more pages under way than it may', () => {
    const turns = openTurns<number>({ perSite: 2, intervalMs: 0 });
    for (let i = 0; i < 5; i++) turns.add('a', i);
    expect([turns.take(0)?.job, turns.take(0)?.job, turns.take(0)]).toEqual([0, 1, undefined]);
    turns.done('a');
    expect([turns.take(0)?.job, turns.take(0)]).toEqual([2, undefined]);
    expect([turns.running(), turns.waiting()]).toEqual([2, 2]);
  });

  test('the interval lies between the starts, and the wait for it is told', () => {
    const turns = openTurns<string>({ perSite: 2, intervalMs: 300 });
    turns.add('a', 'x');
    turns.add('a', 'y');
    expect(turns.take(1_000)?.job).toBe('x');
    expect(turns.take(1_299)).toBeUndefined();
    expect(turns.wait(1_200)).toBe(100);
    expect(turns.take(1_300)?.job).toBe('y');
    expect(turns.wait(1_300)).toBeNull();
  });

  test('a site with many pages holds up nobody', () => {
    const turns = openTurns<string>({ perSite: 2, intervalMs: 0 });
    for (const job of ['a1', 'a2', 'a3']) turns.add('a', job);
    turns.add('b', 'b1');
    expect([1, 2, 3].map((now) => turns.take(now)?.job)).toEqual(['a1', 'b1', 'a2']);
  });

  test('what is dropped is not taken, and the drain empties all lines', () => {
    const turns = openTurns<string>({ perSite: 1, intervalMs: 0 });
    for (const job of ['x', 'y', 'z']) turns.add('a', job);
    turns.add('b', 'w');
    expect([turns.drop('a', 'y'), turns.drop('a', 'y'), turns.drop('c', 'y')]).toEqual([true, false, false]);
    expect(turns.take(0)?.job).toBe('x');
    expect(turns.drain().sort()).toEqual(['w', 'z']);
    expect([turns.waiting(), turns.running(), turns.ready(0)]).toEqual([0, 1, false]);
  });

  test('a site at rest is forgotten, one inside its interval is not', () => {
    const turns = openTurns<string>({ perSite: 1, intervalMs: 100 });
    turns.add('a', 'x');
    turns.take(0);
    turns.done('a');
    expect(turns.wait(50)).toBeNull();
    turns.add('a', 'y');
    expect(turns.take(60)).toBeUndefined();
    turns.drop('a', 'y');
    turns.wait(100);
    turns.add('a', 'z');
    expect(turns.take(100)?.job).toBe('z');
  });
});
