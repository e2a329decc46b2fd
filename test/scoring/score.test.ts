import { describe, expect, test } from 'vitest';
import type { Verdict } from '#core/verdict.ts';
import { type ScoreOptions, score } from '#scoring/score.ts';
import { fail, finding, pass, policy, suspect, unknown } from './build.ts';

function run(verdicts: Partial<Record<string, Verdict>>, options: ScoreOptions = {}, flow = policy.flow) {
  const { costs, ...rest } = score(
    flow,
    policy.items.map((item) => ({ item, verdict: verdicts[item.id] ?? pass })),
    options,
  );
  return { ...rest, cost: (id: string) => costs.get(id) };
}
const range = (points: number, upper = points) => ({ lower: Math.round(points * 100), upper: Math.round(upper * 100) });
/** Confirmed faults of `guides` that cost so many hundredths. */
const lose = (hundredths: number) =>
  fail(
    ...(Array.from({ length: hundredths / 5 }, (_, i) => finding('missing', `/g${i}`)) as [ReturnType<typeof finding>]),
  );

describe('counting', () => {
  test('everything passes: full mark and bonus', () =>
    expect(run({})).toMatchObject({ score: range(104), conclusion: 'qualified' }));
  test('0.05 points are exact', () => expect(run({ guides: lose(15) }).score).toEqual(range(103.85)));
  test('a price charged once, however often it is found', () =>
    expect(run({ news: fail(finding('no-channel', '/a'), finding('no-channel', '/b')) }).cost('news')).toEqual(
      range(5),
    ));
  test('an item never costs more than its points', () =>
    expect(
      run({
        others: fail(...([1, 2, 3, 4].map((n) => finding('blank', `/${n}`)) as [ReturnType<typeof finding>])),
      }).cost('others'),
    ).toEqual(range(4)));
  test('a fault without a price costs nothing', () =>
    expect(run({ others: fail(finding('toString', '/a')) }).cost('others')).toEqual(range(0)));
  test('suspected findings cost at the lower end only', () => {
    const r = run({
      others: fail(finding('blank', '/a'), finding('blank', '/b', 'suspected'), finding('blank', '/c', 'suspected')),
    });
    expect(r.cost('others')).toEqual(range(2, 4));
    expect(r.score).toEqual(range(100, 102));
  });
  test('what could not be told may cost all its points', () => {
    expect(run({ guides: unknown })).toMatchObject({ score: range(40, 104), conclusion: 'undetermined' });
  });
  test('a suspicion costs at most its findings', () =>
    expect(run({ guides: suspect(finding('blank', '/a', 'suspected')) }).score).toEqual(range(80, 104)));
});

describe('不重复扣分', () => {
  test('a target that another item priced is left out', () =>
    expect(
      run({ news: fail(finding('stale', '/xw')), others: fail(finding('stale', '/xw'), finding('stale', '/gg')) })
        .score,
    ).toEqual(range(98)));
  test('a finding there that has no price takes nothing away', () =>
    expect(run({ news: fail(finding('other', '/xw')), others: fail(finding('stale', '/xw')) }).cost('others')).toEqual(
      range(1),
    ));
  test('while the neighbour is only suspected, either may be charged', () => {
    const r = run({ news: suspect(finding('stale', '/xw', 'suspected')), others: fail(finding('stale', '/xw')) });
    expect(r.cost('news')).toEqual(range(0, 5));
    expect(r.cost('others')).toEqual(range(0, 1));
  });
  test('while the neighbour could not be told, either may be charged', () => {
    const r = run({ news: unknown, others: fail(finding('stale', '/xw')) });
    expect(r.cost('others')).toEqual(range(0, 1));
  });
  test('both suspected: the worst world is inside the range', () => {
    const r = run({
      news: suspect(finding('stale', '/xw', 'suspected')),
      others: suspect(finding('blank', '/xw', 'suspected')),
    });
    expect(r.cost('others')).toEqual(range(0, 2));
  });
});

describe('gates', () => {
  test('exactly 60 passes', () =>
    expect(run({ guides: lose(4000) })).toMatchObject({ score: range(60), conclusion: 'qualified' }));
  test('0.05 below 60 does not', () =>
    expect(run({ guides: lose(4005) })).toMatchObject({ score: range(59.95), conclusion: 'unqualified' }));
  test('exactly 80 earns no bonus', () => expect(run({ guides: lose(2000) }).score).toEqual(range(80)));
  test('0.05 above 80 does', () => expect(run({ guides: lose(1995) }).score).toEqual(range(84.05)));
  test('60 inside the range: a person decides', () =>
    expect(
      run({ guides: fail(finding('blank', '/1'), finding('blank', '/2'), finding('blank', '/3', 'suspected')) }),
    ).toMatchObject({
      score: range(40, 60),
      conclusion: 'undetermined',
    }));
  test('unqualified even at the best end', () =>
    expect(
      run({ guides: fail(finding('blank', '/1'), finding('blank', '/2'), finding('blank', '/3')), data: unknown }),
    ).toMatchObject({
      score: range(40),
      conclusion: 'unqualified',
    }));
  test('the bonus gate is applied at each end', () => {
    const open = suspect(finding('blank', '/1', 'suspected'));
    expect(run({ guides: open, data: fail(finding('no-download', '/d')) }).score).toEqual(range(80, 103));
  });
  test('a bonus is its points less what is missing', () => {
    expect(run({ data: fail(finding('no-download', '/d')) }).score).toEqual(range(103));
    expect(run({ data: unknown }).score).toEqual(range(100, 104));
  });
});

describe('单项否决', () => {
  test('a veto stops the count', () =>
    expect(run({ access: fail(finding('not-open', '/')) })).toMatchObject({ score: null, conclusion: 'unqualified' }));
  test('a blocked site is not a vetoed site', () =>
    expect(run({ access: unknown })).toMatchObject({ score: range(104), conclusion: 'undetermined' }));
  test('a suspected veto is at best 待复核', () =>
    expect(run({ access: suspect(finding('not-open', '/', 'suspected')) }).conclusion).toBe('undetermined'));
  test('below 60 decides although a veto is open', () =>
    expect(run({ access: unknown, guides: lose(4005) }).conclusion).toBe('unqualified'));
  test('vetoes alone give a conclusion and no score', () => {
    const veto = policy.items.filter((i) => i.part === 'veto');
    const of = (verdict: Verdict) =>
      score(
        policy.flow,
        veto.map((item) => ({ item, verdict })),
      );
    expect(of(pass)).toMatchObject({ score: null, conclusion: 'qualified' });
    expect(of(unknown)).toMatchObject({ score: null, conclusion: 'undetermined' });
    expect(of(fail(finding('x', '/')))).toMatchObject({ score: null, conclusion: 'unqualified' });
  });
  test('nothing judged is nothing known', () =>
    expect(score(policy.flow, [])).toMatchObject({ score: null, conclusion: 'undetermined' }));
});

describe('没有对外服务职能: 75 × 4/3', () => {
  const flow = { ...policy.flow, exemptFull: 7500 };
  test('nothing lost is still 100', () =>
    expect(run({ data: fail(finding('none', '/')) }, { exempt: true }, flow).score).toEqual(range(100)));
  test('(75 − 10) × 4/3 = 86.67, rounded once', () =>
    expect(run({ guides: lose(1000), data: fail(finding('none', '/')) }, { exempt: true }, flow).score).toEqual(
      range(86.67),
    ));
  test('the gates read the converted score: (75 − 15) × 4/3 is exactly 80', () =>
    expect(run({ guides: lose(1500) }, { exempt: true }, flow).score).toEqual(range(80)));
  test('(75 − 30) × 4/3 is exactly 60', () =>
    expect(run({ guides: lose(3000) }, { exempt: true }, flow)).toMatchObject({
      score: range(60),
      conclusion: 'qualified',
    }));
  test('others are not converted', () =>
    expect(run({ guides: lose(1500) }, { exempt: false }, flow).score).toEqual(range(89)));
  test('a policy without the rule converts nobody', () =>
    expect(run({ guides: lose(1500) }, { exempt: true }).score).toEqual(range(89)));
});
