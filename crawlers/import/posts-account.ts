import { suggest } from '#core/explain.ts';
import { type Account, platformNames, type Registry } from '#core/registry.ts';
import { platformOf } from './words.ts';

export type Asked = { id: string; name: string; handle: string; platform: string };
export type Found = { account: Account } | { message: string; hint?: string };

/** Finds the account that a row means. By 编号; else by 平台 and 账号 or 名称; without 平台 only when one answers. */
export function accountFinder(registry: Registry): (asked: Asked) => Found {
  const byId = new Map(registry.accounts.map((a) => [a.id, a]));
  const key = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();
  const byWord = new Map<string, Account[]>();
  for (const a of registry.accounts)
    for (const word of new Set([key(a.name), key(a.handle ?? '')]))
      if (word !== '') byWord.set(word, [...(byWord.get(word) ?? []), a]);
  const names = registry.accounts.map((a) => a.name);
  return (asked) => {
    const exact = byId.get(asked.id);
    const platform = asked.platform === '' ? undefined : platformOf(asked.platform);
    if (asked.platform !== '' && platform === undefined)
      return {
        message: `平台“${asked.platform.slice(0, 60)}”认不出来`,
        hint: '写成：微信公众号、新浪微博、抖音、今日头条等',
      };
    if (exact) {
      if (platform !== undefined && platform !== exact.platform)
        return {
          message: `账号编号 ${exact.id} 是${platformNames[exact.platform]}账号，这里写的平台是${platformNames[platform]}`,
          hint: '改正编号或平台',
        };
      return { account: exact };
    }
    const given = asked.handle || asked.name || asked.id;
    if (given === '') return { message: '没有账号', hint: '填上账号编号或账号名称' };
    if (asked.id !== '' && asked.name === '' && asked.handle === '')
      return { message: `台账里没有编号为“${asked.id}”的账号`, hint: suggest(asked.id, byId.keys()) };
    const matches = [asked.handle, asked.name]
      .filter((w) => w !== '')
      .map((w) => (byWord.get(key(w)) ?? []).filter((a) => platform === undefined || a.platform === platform))
      .find((m) => m.length > 0);
    // People write the number of the register into a column headed 账号 as well; a name that is somebody's goes first.
    const numbered = asked.id === '' && asked.handle === '' ? byId.get(asked.name) : undefined;
    const byNumber = numbered && (platform === undefined || platform === numbered.platform) ? [numbered] : [];
    const [only, ...others] = new Set(matches ?? byNumber);
    if (!only) {
      const where = platform === undefined ? '' : platformNames[platform];
      return {
        message: `台账里没有${where}账号“${given.slice(0, 60)}”`,
        hint: `${suggest(asked.name || given, names)}。先登记这个账号，或改正名称和平台`,
      };
    }
    if (others.length > 0)
      return { message: `台账里有 ${others.length + 1} 个账号都叫“${given}”`, hint: '加上“平台”或“账号编号”一列' };
    return { account: only };
  };
}
