import { describe, expect, test } from 'vitest';
import { at, countOf, idOf, jsonOf, likeName, sameName, textOf } from '#crawlers/platforms/data.ts';
import { scriptsOf } from '#crawlers/platforms/scripts.ts';
import { stateOf } from '#crawlers/platforms/state.ts';

describe('data of answers', () => {
  test('paths end where the value ends', () => {
    const value = jsonOf('{"a":[{"b":1}],"c":null}');
    expect(at(value, 'a', 0, 'b')).toBe(1);
    for (const path of [['a', 1, 'b'], ['c', 'd'], ['toString'], ['a', 'length', 'x'], ['__proto__']])
      expect(at(value, ...path)).toBeUndefined();
    expect(jsonOf('\ufeff{"a":1}')).toEqual({ a: 1 });
    expect(jsonOf('{"a":')).toBeUndefined();
  });
  test('ids keep all their digits or are none', () => {
    expect(idOf(2 ** 53)).toBeUndefined();
    expect(idOf(9_100_001)).toBe('9100001');
    expect(idOf('5211111111111111111')).toBe('5211111111111111111');
    expect([idOf(-1), idOf(1.5), idOf({}), idOf('')]).toEqual([undefined, undefined, undefined, undefined]);
    expect(textOf('  a ', 1)).toBe('a');
  });
  test.each([
    [6905, 6905, true],
    ['6905', 6905, true],
    ['6,905', 6905, true],
    ['7164.8万', 71_648_000, false],
    ['1.2亿', 120_000_000, false],
    ['10万+', 100_000, false],
    ['1.2w', 12_000, false],
    ['0', 0, true],
  ])('%s', (raw, value, exact) => {
    expect(countOf(raw)).toEqual({ value, exact, raw: String(raw) });
  });
  test.each(['', '--', '万', '1.2.3', 'NaN', '12a', null, {}, '-5', '1e5'])('%j is no number', (raw) => {
    expect(countOf(raw)).toBeNull();
  });
  test('names', () => {
    expect(sameName('示例发布 ', '「示例发布」')).toBe(true);
    expect(sameName('示例发布', '示例发布厅')).toBe(false);
    expect(sameName('', '！')).toBe(false);
    expect(likeName('“示例发布”微信公众号', '示例发布')).toBe(true);
    expect(likeName('示例发布', '另例发布')).toBe(false);
    expect([likeName('示例', '示例发布'), likeName('', '示例发布')]).toEqual([false, false]);
  });
});

describe('scripts of pages', () => {
  test('only script elements, cut pages included', () => {
    const bodies = (html: string) => scriptsOf(html).map((s) => s.body);
    expect(bodies('<SCRIPT type="a">x</SCRIPT><p>script</p><script>y')).toEqual(['x', 'y']);
    expect(bodies('<!-- <script>a</script> --><script>b</script><scripty>c</scripty>')).toEqual(['b']);
    expect(bodies('<!-- <script>a</script>')).toEqual([]);
    expect(bodies('<script')).toEqual([]);
  });
  test('states', () => {
    expect(stateOf('<script>window.__S__={"a":"}\\"{"};x()</script>', '__S__')).toEqual({ a: '}"{' });
    expect(stateOf('<script>window.__S__={"a":1</script>', '__S__')).toBeUndefined();
    expect(stateOf('<script>x(__S__)</script><script>__S__ = {"b":2}</script>', '__S__')).toEqual({ b: 2 });
    expect(stateOf('<p>window.__S__={"a":1}</p>', '__S__')).toBeUndefined();
  });
});
