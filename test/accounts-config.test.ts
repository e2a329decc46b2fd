import { describe, expect, test } from 'vitest';
import { InputError } from '#core/errors.ts';
import { AccountsConfig, accountSettings } from '../src/accounts-config.ts';

const settings = (config: object, env: Record<string, string> = {}) =>
  accountSettings(AccountsConfig.parse(config), { userAgent: 'x', env });
const refusal = (f: () => unknown): string => {
  try {
    f();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('nothing thrown');
};

describe('accounts of the run configuration', () => {
  test('is off and polite by default', () => {
    const config = AccountsConfig.parse({});
    expect(config.enabled).toBe(false);
    expect(settings({})).toMatchObject({
      spacingMs: [5_000, 10_000],
      perDay: 300,
      coolMs: [6, 24, 72].map((h) => h * 3_600_000),
      everyMs: 12 * 3_600_000,
      bridges: [],
      canaries: [],
    });
  });
  test('a bridge takes its key from the environment, and from nowhere else', () => {
    const config = { bridges: [{ name: 'rsshub', url: 'http://127.0.0.1:1200', keyEnv: 'RSSHUB_KEY' }] };
    expect(settings(config, { RSSHUB_KEY: 'k' }).bridges).toEqual([
      { name: 'rsshub', url: 'http://127.0.0.1:1200', key: { param: 'key', value: 'k' } },
    ]);
    expect(refusal(() => settings(config))).toMatch(/accounts\.bridges\[0\]\.keyEnv.*环境变量 RSSHUB_KEY 没有值/);
    expect(AccountsConfig.safeParse({ bridges: [{ name: 'a', url: 'http://a.example', key: 'k' }] }).success).toBe(
      false,
    );
  });
  test('what cannot be meant is refused', () => {
    const twice = { name: 'a', url: 'http://a.example' };
    expect(refusal(() => settings({ bridges: [twice, twice] }))).toMatch(/“a”重复/);
    expect(refusal(() => settings({ minPauseMs: 20_000 }))).toMatch(/accounts\.maxPauseMs.*比 minPauseMs（20000）小/);
    for (const bad of [
      { enable: true },
      { coolHours: [] },
      { canaries: [{ platform: 'wexin', name: 'x' }] },
      { bridges: [{ name: 'A b', url: 'x' }] },
    ])
      expect(AccountsConfig.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
  });
  test('a canary is fresh for 48 hours unless said otherwise', () => {
    const canaries = [{ platform: 'weibo', name: '示例日报', url: 'https://weibo.com/u/1' }];
    expect(settings({ canaries }).canaries).toEqual([
      { platform: 'weibo', name: '示例日报', url: 'https://weibo.com/u/1', source: 'public', freshMs: 48 * 3_600_000 },
    ]);
  });
});
