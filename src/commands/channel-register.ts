import { InputError } from '#core/errors.ts';
import { type Channel, crossCheck, Registry } from '#core/registry.ts';
import type { ConfirmedChannel } from '#crawlers/import/channels.ts';
import { refuse } from '#crawlers/import/refuse.ts';
import { channelKey } from '#probes/page/channels/address.ts';

export type ChannelImport = {
  registry: Registry;
  added: readonly Channel[];
  changed: readonly Channel[];
  unchanged: number;
};

/**
 * 栏目登记: confirmed rows into the channels of one site, by id or by address; the others of the site stay as they are. Pure, all or nothing:
 * throws InputError where two rows are one channel, an id belongs to another one, or the register would not be whole.
 */
export function registerChannels(
  registry: Registry,
  siteId: string,
  rows: readonly ConfirmedChannel[],
  file: string,
): ChannelImport {
  const site = registry.sites.find((s) => s.id === siteId);
  if (site === undefined)
    throw new InputError({
      file: '--site',
      place: siteId,
      message: '台账里没有这个编号的网站',
      hint: '用 registry check 查看登记的编号',
    });
  const keyOf = (url: string) => channelKey(url) ?? url;
  const channels = new Map(site.channels.map((c) => [c.id, c]));
  const byKey = new Map(site.channels.map((c) => [keyOf(c.url), c.id]));
  const taken = new Map<string, string>();
  const problems: { file: string; place: string; message: string; hint: string }[] = [];
  const added: Channel[] = [];
  const changed: Channel[] = [];
  let unchanged = 0;
  for (const { place, id: typed, ...row } of rows) {
    const key = keyOf(row.url);
    const earlier = taken.get(key);
    if (earlier !== undefined) {
      problems.push({ file, place, message: `与${earlier}是同一个网址`, hint: '每个栏目只留一行' });
      continue;
    }
    taken.set(key, place);
    const known = typed !== null && channels.has(typed) ? typed : byKey.get(key);
    if (typed !== null && known !== undefined && known !== typed) {
      problems.push({
        file,
        place,
        message: `这个网址已经登记，编号是“${known}”，与表里的“${typed}”不同`,
        hint: '改用登记的编号，或把编号留空',
      });
      continue;
    }
    const owner = byKey.get(key);
    if (known !== undefined && owner !== undefined && owner !== known) {
      problems.push({ file, place, message: `这个网址已经登记在栏目“${owner}”下`, hint: '改正编号或网址' });
      continue;
    }
    const id = known ?? typed ?? freshId(row.url, channels);
    const before = channels.get(id);
    const after: Channel = { ...before, ...row, id };
    channels.set(id, after);
    byKey.set(key, id);
    if (before === undefined) added.push(after);
    else if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(after))) unchanged++;
    else changed.push(after);
  }
  refuse(file, problems);
  const next: Registry = {
    ...registry,
    sites: registry.sites.map((s) => (s.id === siteId ? { ...s, channels: [...channels.values()] } : s)),
  };
  refuse(
    file,
    crossCheck(next).map((f) => ({ file, ...f })),
  );
  return { registry: Registry.parse(next), added, changed, unchanged };
}

const sorted = (c: Channel) => Object.fromEntries(Object.entries(c).sort(([a], [b]) => (a < b ? -1 : 1)));

/** An id out of the folder names of the address: tzgg, zwgk-tzgg, tzgg-2. */
function freshId(url: string, taken: ReadonlyMap<string, unknown>): string {
  const parts = (URL.parse(url)?.pathname ?? '')
    .toLowerCase()
    .split('/')
    .map((p) =>
      p
        .replace(/\.\w{2,6}$/, '')
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, ''),
    )
    .filter((p) => p !== '' && !/^(?:index|default|list|main)$/.test(p));
  const names = [parts.slice(-1), parts.slice(-2)].map((p) => p.join('-').slice(0, 50)).filter((p) => p !== '');
  for (const name of names) if (!taken.has(name)) return name;
  const base = names.at(-1) ?? 'channel';
  for (let n = 2; ; n++) if (!taken.has(`${base}-${n}`)) return `${base}-${n}`;
}
