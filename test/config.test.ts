import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '#core/errors.ts';
import { loadConfig } from '../src/config.ts';

const cwd = mkdtempSync(join(tmpdir(), 'xuncha-config-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const write = (text: string) => {
  const file = join(cwd, 'c.yaml');
  writeFileSync(file, text);
  return file;
};
const load = (o: { flags?: object; env?: Record<string, string>; file?: string }) =>
  loadConfig({ flags: { ...o.flags }, env: o.env ?? {}, file: o.file, cwd });
const messageOf = (f: () => unknown) => {
  try {
    f();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('nothing thrown');
};

describe('loadConfig', () => {
  test('flag > environment > file > default, each with its source', () => {
    const file = write('policy: from-file\nout: from-file\nvantage: 机房\n');
    const { config, sources } = load({
      flags: { policy: 'from-flag' },
      env: { XUNCHA_POLICY: 'from-env', XUNCHA_OUT: 'from-env' },
      file,
    });
    expect(config).toMatchObject({ policy: 'from-flag', out: 'from-env', vantage: '机房', data: 'data/local' });
    expect(sources).toMatchObject({ policy: '命令行', out: '环境变量', vantage: '配置文件', data: '默认值' });
  });
  test('a mistyped key is refused with its name', () => {
    expect(messageOf(() => load({ file: write('watchMS: 1\n') }))).toMatch(/c\.yaml（watchMS）：没有这个配置项/);
  });
  test('a value out of range names file, place and limit', () => {
    expect(messageOf(() => load({ file: write('hostConcurrency: 99\n') }))).toMatch(
      /c\.yaml（hostConcurrency）：太大，至多 16/,
    );
  });
  test('a bad value from the environment names the environment', () => {
    expect(messageOf(() => load({ env: { XUNCHA_VANTAGE: 'x'.repeat(41) } }))).toMatch(/^环境变量（vantage）/);
  });
  test('broken YAML is one line with the line number', () => {
    expect(messageOf(() => load({ file: write('a: [1\nb: 2\n') }))).toMatch(/第 \d+ 行）：配置文件不是有效的 YAML/);
  });
  test('a missing file that was named is an error, an absent default is not', () => {
    expect(messageOf(() => load({ file: 'nope.yaml' }))).toMatch(/配置文件不存在/);
    expect(load({}).file).toBeNull();
  });
});
