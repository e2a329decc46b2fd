import { describe, expect, test } from 'vitest';
import { ClauseFile, coverageOf } from '#core/coverage.ts';
import { type Policy, PolicyFile, resolve } from '#core/policy.ts';
import { accountName } from '#indicators/account/account-name.ts';
import { updateQuota } from '#indicators/account/update-quota.ts';
import { training } from '#indicators/organization/training.ts';

const document = '示例办法';
const list = (clauses: object[]) => ClauseFile.parse({ policy: 'p', document, clauses });
const weekly = { id: 'weekly', section: '一', demand: '每周更新', binds: ['account'], check: 'F' };

function policyOf(items: Record<string, object>): Policy {
  const file = PolicyFile.parse({
    id: 'p',
    title: '示例',
    effectiveFrom: '2020-01-01',
    flow: { base: 100, failBelow: 60, bonusAbove: 80 },
    items,
  });
  const resolved = resolve('p', new Map([['p', file]]));
  if (!resolved.ok) throw new Error(resolved.faults[0].message);
  return resolved.policy;
}
const item = (indicator: string, clause: object, over: object = {}) => ({
  title: indicator,
  indicator,
  part: 'duty',
  clause: { document, section: '一', summary: '示例', ...clause },
  ...over,
});
const problems = (clauses: object[], items: Record<string, object>) =>
  coverageOf(list(clauses), policyOf(items), [updateQuota, accountName, training]).problems;

describe('what does not fit is told, a line each', () => {
  test('all well', () => expect(problems([weekly], { a: item('update-quota', { ids: ['weekly'] }) })).toEqual([]));

  test.each<[string, object[], Record<string, object>, RegExp]>([
    ['a clause without an item', [weekly], {}, /^条款 weekly（一）没有指标项$/],
    [
      'an item that cites another document',
      [{ ...weekly, check: undefined, without: '定义' }],
      { a: item('update-quota', { document: '别的文件' }) },
      /^指标项 a 没有引用《示例办法》$/,
    ],
    [
      'an item without the number of its clause',
      [{ ...weekly, check: undefined, without: '定义' }],
      { a: item('update-quota', {}) },
      /^指标项 a 没有写明条款编号/,
    ],
    [
      'a number that is not in the list',
      [{ ...weekly, check: undefined, without: '定义' }],
      { a: item('update-quota', { ids: ['weakly'] }) },
      /^指标项 a 引用的条款 weakly 不在清单里$/,
    ],
    [
      'another section than the list says',
      [weekly],
      { a: item('update-quota', { ids: ['weekly'], section: '二' }) },
      /出处“二”与条款 weekly 的“一”不一致$/,
    ],
    [
      'a machine that decides where a person must',
      [{ ...weekly, check: 'P' }],
      { a: item('update-quota', { ids: ['weekly'] }) },
      /^指标项 a 由程序独自判定，超过条款 weekly 允许的 P/,
    ],
    [
      'a machine that looks for clues where only a person can look',
      [{ ...weekly, check: 'N' }],
      { a: item('account-name', { ids: ['weekly'] }) },
      /^指标项 a 由程序找线索，超过条款 weekly 允许的 N/,
    ],
    [
      'an indicator of units for a clause that binds accounts',
      [weekly],
      { a: item('training', { ids: ['weekly'] }) },
      /^指标项 a 检查的对象不是条款 weekly 约束的对象$/,
    ],
    [
      'a clause listed twice',
      [weekly, weekly],
      { a: item('update-quota', { ids: ['weekly'] }) },
      /^条款 weekly 在清单里列了两次$/,
    ],
    [
      'neither a way to check nor a reason why not',
      [{ ...weekly, check: undefined }],
      { a: item('update-quota', { ids: ['weekly'] }, { reviewOnFail: true }) },
      /^条款 weekly 应写明检查方式/,
    ],
    [
      'a reason why there is no item, beside an item',
      [{ ...weekly, check: undefined, without: '定义' }],
      { a: item('update-quota', { ids: ['weekly'] }, { reviewOnFail: true }) },
      /^条款 weekly（一）写了没有指标项的原因，却有指标项 a$/,
    ],
  ])('%s', (_, clauses, items, message) => {
    const said = problems(clauses, items);
    expect(
      said.some((p) => message.test(p)),
      said.join('\n'),
    ).toBe(true);
  });

  test('what goes to a person first is no decision of the machine', () =>
    expect(
      problems([{ ...weekly, check: 'P' }], { a: item('update-quota', { ids: ['weekly'] }, { reviewOnFail: true }) }),
    ).toEqual([]));

  test('a record of a person is never too much', () =>
    expect(
      problems([{ ...weekly, check: 'N', binds: ['organization'] }], { a: item('training', { ids: ['weekly'] }) }),
    ).toEqual([]));
});
