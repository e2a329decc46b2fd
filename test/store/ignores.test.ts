import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { InputError } from '#core/errors.ts';
import { checkIgnores, loadIgnores } from '../../src/store/files/ignores.ts';
import { temporaryFolder } from './temporary.ts';

const root = temporaryFolder();
let n = 0;
const file = (text: string): string => {
  const path = join(root, `ignores-${++n}.yaml`);
  writeFileSync(path, text);
  return path;
};
const problems = (text: string): string[] => {
  try {
    loadIgnores(file(text));
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  throw new Error('was not refused');
};

const good = `# 经局办公会同意
version: 1
rules:
  - site: shili
    host: old.example.com
    reason: DNS_NXDOMAIN
    why: 原网站已停办，正在改版
    person: 李某
    recorded: 2026-11-01
    expires: 2026-12-31
`;

test('a good file is read; no file is no rules', () => {
  expect(loadIgnores(file(good))).toEqual([
    {
      site: 'shili',
      host: 'old.example.com',
      reason: 'DNS_NXDOMAIN',
      why: '原网站已停办，正在改版',
      person: '李某',
      recorded: '2026-11-01',
      expires: '2026-12-31',
    },
  ]);
  expect(loadIgnores(join(root, 'none.yaml'))).toEqual([]);
});

test.each([
  [
    'a wrong key',
    good.replace('person:', 'persn:'),
    [/第 1 条规则 person，第 4 行.*缺少/, /第 1 条规则 persn，.*不认识的项“persn”.*是不是“person”/],
  ],
  ['no day it runs out', good.replace(/ {4}expires.*\n/, ''), [/第 1 条规则 expires，第 4 行.*缺少这一项/]],
  [
    'a day that is none',
    good.replace('2026-12-31', '明年'),
    [/第 1 条规则 expires，第 10 行.*不是日期：“明年”.*2026-01-31/],
  ],
  [
    'a reason nobody gives',
    good.replace('DNS_NXDOMAIN', 'DNS_NXDOMIAN'),
    [/第 1 条规则 reason，第 6 行.*DNS_NXDOMIAN.*是不是“DNS_NXDOMAIN”/],
  ],
  [
    'two ways to name the link',
    good.replace('    reason', '    url: http://old.example.com/\n    reason'),
    [/第 1 条规则 host，第 5 行.*url、host 只能写一项/],
  ],
  ['no link named', good.replace(/ {4}host.*\n/, ''), [/第 1 条规则，第 4 行.*url、prefix、host 要写其中一项/]],
  ['another version', good.replace('version: 1', 'version: 2'), [/version，第 2 行.*应为：1/]],
  ['no YAML', 'rules: [', [/第 1 行.*不是有效的 YAML/]],
  ['a list', '- a\n', [/不是忽略规则文件/]],
  ['empty', '', [/不是忽略规则文件/]],
])('%s: one line, with the place and how to mend it', (_, text, expected) => {
  const lines = problems(text);
  expect(lines).toHaveLength(expected.length);
  for (const pattern of expected) expect(lines.join('\n')).toMatch(pattern);
  expect(lines.join('\n')).not.toMatch(/undefined|\[object|Invalid/);
});

test('aliases do not multiply without end', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nrules: [*c,*c,*c,*c]\n`;
  expect(problems(bomb).join('\n')).toMatch(/别名/);
});

test('a rule for a site that is not registered is refused, the nearest named', () => {
  const rules = loadIgnores(file(good.replace('site: shili', 'site: shilli')));
  expect(() => checkIgnores('f.yaml', rules, { sites: [{ id: 'shili' }] as never })).toThrow(
    /第 1 条规则 site）：台账里没有编号为“shilli”的网站。是不是“shili”？/,
  );
  checkIgnores('f.yaml', loadIgnores(file(good.replace('site: shili', 'site: all'))), { sites: [] });
});
