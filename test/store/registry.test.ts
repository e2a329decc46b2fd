import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { crossCheck, type Registry } from '#core/registry.ts';
import { lineOf, parseJson } from '../../src/store/lowdb/json-places.ts';
import { initRegistry, openRegistryStore } from '../../src/store/lowdb/registry.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
let n = 0;
const file = (text: string | Uint8Array): string => {
  const path = join(folder, `${++n}.json`);
  writeFileSync(path, text);
  return path;
};

/** The lines a person sees, without the name of the file. */
const refusal = async (text: string | Uint8Array): Promise<string[]> => {
  const path = file(text);
  try {
    await openRegistryStore(path).load();
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n').map((l) => l.replace(path, ''));
    throw error;
  }
  throw new Error('was not refused');
};

const sample = join(import.meta.dirname, '../../data/registry.sample.json');
const sampleText = readFileSync(sample, 'utf8');
const lineWith = (text: string): number => sampleText.split('\n').findIndex((l) => l.includes(text)) + 1;

describe('register file', () => {
  it('reads the sample that comes with the program, filling in what may be left out', async () => {
    const registry = await openRegistryStore(sample).load();
    expect(registry.sites.map((s) => [s.id, s.kind, s.domains.length, s.channels.length])).toEqual([
      ['portal', 'portal', 1, 2],
      ['education-site', 'department', 0, 0],
      ['audit-site', 'department', 0, 0],
    ]);
    expect(registry.organizations.map((o) => o.outwardService)).toEqual([true, true, false, true]);
  });

  it('gives back what was saved, and keeps the file readable', async () => {
    const path = join(folder, 'new', 'registry.json');
    const registry = await openRegistryStore(sample).load();
    const store = openRegistryStore(path);
    await store.save(registry);
    expect(await store.load()).toEqual(registry);
    expect(readFileSync(path, 'utf8')).toMatch(/^\{\n {2}"version": 1,\n/);
  });

  it('does not overwrite what a person changed after it was read', async () => {
    const path = file(sampleText);
    const store = openRegistryStore(path);
    const registry = await store.load();
    writeFileSync(path, sampleText.replace('示例县审计局', '示例县审计局改'));
    await expect(store.save({ ...registry, title: '别的' })).rejects.toThrow('台账在读取之后被别人改过，没有写入');
    expect(readFileSync(path, 'utf8')).toContain('示例县审计局改');
    await store.save(await store.load());
  });

  it('does not write a register that would be refused', async () => {
    const path = file(sampleText);
    const store = openRegistryStore(path);
    const registry = await store.load();
    const bad: Registry = { ...registry, sites: [...registry.sites, ...registry.sites] };
    await expect(store.save(bad)).rejects.toThrow('重复');
    expect(readFileSync(path, 'utf8')).toBe(sampleText);
  });

  it('makes a first register that is valid, inspects nothing yet, and is never written over another', async () => {
    const path = join(folder, 'init', 'registry.json');
    const registry = await initRegistry(path, '示例县');
    expect(await openRegistryStore(path).load()).toEqual(registry);
    expect(crossCheck(registry)).toEqual([]);
    expect([...registry.sites, ...registry.accounts].every((s) => s.closedOn !== undefined)).toBe(true);
    const before = readFileSync(path, 'utf8');
    await expect(initRegistry(path, '别的')).rejects.toThrow('这里已经有台账，没有覆盖');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('says where there is none how to make one', async () => {
    await expect(openRegistryStore(join(folder, 'absent.json')).load()).rejects.toThrow(
      /还没有台账。先运行 xuncha registry init/,
    );
  });

  it.each([
    [
      'a comma too many',
      sampleText.replace('"version": 1,', '"version": 1,,'),
      /第 2 行第 16 个字）：不是有效的 JSON：这里应是英文双引号 "，写的是「,」/,
    ],
    [
      'a comma before the end',
      sampleText.replace('"name": "示例镇" }', '"name": "示例镇", }'),
      /最后一项后面多了一个逗号。删去前面的逗号/,
    ],
    [
      'a missing comma',
      sampleText.replace('"version": 1,', '"version": 1'),
      /第 3 行第 3 个字）：不是有效的 JSON：这里应是英文逗号 , 或右括号 }，写的是「"」/,
    ],
    [
      'a Chinese comma',
      sampleText.replace('"version": 1,', '"version": 1，'),
      /第 2 行第 15 个字）：不是有效的 JSON：这里写的是「，」。改成英文半角的 ,/,
    ],
    ['Chinese quotes', sampleText.replace('"version"', '“version”'), /这里写的是「“」。改成英文半角的 "/],
    ['a comment', sampleText.replace('"version"', '// 版本\n"version"'), /JSON 里不能写注释/],
    ['a text without quotes', sampleText.replace('"portal"', 'portal'), /不认识“portal”。文字要放在英文双引号里/],
    [
      'an open quote',
      sampleText.replace('"示例县",', '"示例县,'),
      /第 3 行第 12 个字）：不是有效的 JSON：引号没有成对/,
    ],
    ['a cut file', sampleText.slice(0, 300), /(?:文件到这里就结束了|引号没有成对)/],
    [
      'a key that stands twice',
      sampleText.replace('"version": 1,', '"version": 1,\n"version": 1,'),
      /第 3 行第 1 个字）：不是有效的 JSON：“version”写了两次/,
    ],
    ['nothing', '', /文件到这里就结束了，还缺一个值/],
    ['something behind', `${sampleText}{}`, /这里多出了内容/],
    ['too deep nesting', '['.repeat(100_000), /嵌套太深/],
  ])('refuses %s with its place', async (_, text, expected) => {
    const lines = await refusal(text);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(expected);
  });

  it('refuses GBK bytes', async () => {
    expect(await refusal(Uint8Array.from([0x7b, 0xb5, 0xa5, 0x7d]))).toEqual([
      '：台账不是 UTF-8 编码。用编辑器“另存为”，编码选 UTF-8',
    ]);
  });

  it('takes a byte order mark for nothing', async () => {
    expect((await openRegistryStore(file(`\ufeff${sampleText}`)).load()).title).toBe('示例县');
  });

  it.each([
    [
      'a misspelt key',
      '"home": "https://jyj',
      '"hoem": "https://jyj',
      'https://jyj',
      /sites\[1\]\.hoem）：不认识的项“hoem”。是不是“home”？/,
    ],
    [
      'a missing field',
      '"home": "https://jyj',
      '"hoem": "https://jyj',
      '"education-site"',
      /sites\[1\]\.home）：缺少这一项/,
    ],
    [
      'a bad code',
      '5002300002',
      '50023',
      '5002300002',
      /sites\[1\]\.siteCode）：网站标识码是 10 位数字，或 bm 加 8 位数字/,
    ],
    [
      'a bad address',
      'https://jyj.example.gov.cn/',
      'jyj.example.gov.cn',
      'https://jyj',
      /网址要以 http:\/\/ 或 https:\/\/ 开头/,
    ],
    ['a bad class', '"township"', '"town"', '"township"', /organizations\[3\]\.class）：不能是 “town”/],
    ['a bad date', '2026-05-31', '2026-5-31', '2026-05-31', /closedOn）：.*2026-01-31 的样子/],
    [
      'a bad instant',
      '2026-10-01T00:00:00+08:00',
      '2026-10-01',
      '2026-10-01T',
      /closures\[0\]\.from）：时间要写成 2026-01-31T08:00:00\+08:00 的样子/,
    ],
    ['a number for a text', '"示例镇" }', '7 }', '"town-douyin"', /accounts\[2\]\.name）：应为文字，写的是 7/],
    ['an empty name', '"示例镇" }', '" " }', '"town-douyin"', /accounts\[2\]\.name）：/],
    [
      'a unit that is not there',
      '"organization": "audit"',
      '"organization": "audti"',
      '"organization": "audit"',
      /单位“audti”没有登记/,
    ],
    [
      'an id that stands twice',
      '"id": "audit-site"',
      '"id": "portal"',
      '"id": "audit-site"',
      /sites\[2\]\.id）：编号“portal”与 sites\[0\]\.id 重复/,
    ],
  ])('refuses %s, naming line, place and remedy in Chinese', async (_, from, to, near, expected) => {
    const text = sampleText.replace(from, to);
    expect(text).not.toBe(sampleText);
    const lines = await refusal(text);
    const line = lines.find((l) => expected.test(l));
    expect(line, lines.join('\n')).toBeDefined();
    // A field that is missing has no line of its own: that of the entry it belongs to is given.
    expect(Math.abs(Number(/第 (\d+) 行/.exec(line ?? '')?.[1]) - lineWith(near))).toBeLessThanOrEqual(1);
    for (const l of lines) expect(l).not.toMatch(/invalid|expected|required|received|too small|unrecognized/i);
  });

  it('shows 50 problems and counts the rest', async () => {
    const sites = Array.from({ length: 80 }, (_, i) => ({
      id: `s${i}`,
      organization: 'x',
      name: '甲',
      home: 'nowhere',
    }));
    const lines = await refusal(JSON.stringify({ version: 1, title: '甲', organizations: [], sites, accounts: [] }));
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toContain('还有 30 处问题没有列出');
  });
});

describe('JSON with places', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (text, spread) => {
        const typed = spread ? JSON.stringify(JSON.parse(text), null, 3) : text;
        const parsed = parseJson(typed);
        expect(parsed.ok && JSON.stringify(parsed.value)).toBe(JSON.stringify(JSON.parse(typed)));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses what JSON.parse refuses, at a place inside the text', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom(...'{}[]",:x1\\\n'), (text, at, c) => {
        const i = at % (text.length + 1);
        const broken = text.slice(0, i) + c + text.slice(i);
        let theirs = true;
        try {
          JSON.parse(broken);
        } catch {
          theirs = false;
        }
        const ours = parseJson(broken);
        if (theirs) return;
        expect(ours.ok).toBe(false);
        if (ours.ok) return;
        expect(ours.fault.line).toBeLessThanOrEqual(broken.split('\n').length);
        expect(ours.fault.message).toMatch(/[\u4e00-\u9fff]/);
      }),
      { numRuns: 500 },
    );
  });

  it('knows the line of each value, and the nearest around one that is missing', () => {
    const parsed = parseJson('{\n"a": [\n1,\n{"b":\n2}]}');
    if (!parsed.ok) throw new Error('not read');
    expect(['', 'a', 'a[0]', 'a[1]', 'a[1].b', 'a[1].c.d', 'zz'].map((p) => lineOf(parsed.lines, p))).toEqual([
      1, 2, 3, 4, 5, 4, 1,
    ]);
  });

  it('keeps a key named __proto__ an ordinary one', () => {
    const parsed = parseJson('{"__proto__": {"x": 1}}');
    expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__']);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});
