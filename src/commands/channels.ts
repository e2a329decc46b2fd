import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { shanghaiDay } from '#core/calendar.ts';
import { channelLevelNames, channelTypeNames } from '#core/channel-types.ts';
import { InputError } from '#core/errors.ts';
import { type Channel, type Site, siteHosts } from '#core/registry.ts';
import { readChannels } from '#crawlers/import/channels.ts';
import { readTable } from '#crawlers/import/table.ts';
import { channelsOfCrawl, registeredKeys, summaryOf } from '#pipeline/crawl/channels.ts';
import { tallyOf } from '#pipeline/crawl/tally.ts';
import { channelKey } from '#probes/page/channels/address.ts';
import { csvCell } from '#reports/text/broken-links-csv.ts';
import { displayWidth } from '#reports/text/width.ts';
import type { Config } from '../config.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { interruptible } from '../interrupt.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { registerChannels } from './channel-register.ts';
import { interrupted, look } from './crawl.ts';
import { printJson, say, withData } from './session.ts';

export type ChannelFlags = GlobalFlags & { export?: string };

/** One line of the table: a channel that the crawl found, or one that is registered and was not met. */
export type ChannelLine = {
  id: string | null;
  name: string;
  url: string;
  level: 1 | 2 | 3;
  type: Channel['type'];
  updateDays: number | null | undefined;
  /** 把握: null for what only the register knows. */
  confidence: 'high' | 'low' | null;
  newest: string | null;
  state: string;
  registered: boolean;
  parent: string | null;
  reasons: readonly string[];
};

/** 栏目 of one site as its last crawl shows them, beside what is registered; crawls first where there was none. */
export async function channels(siteId: string, flags: ChannelFlags): Promise<number> {
  if (await withData(flags, 'share', (data) => show(siteId, data, flags))) return exitCodes.done;
  return interruptible(interrupted, async () => {
    await withData(flags, 'collect', (data, config) => crawlFirst(siteId, data, config, flags));
    await withData(flags, 'share', (data) => show(siteId, data, flags));
    return exitCodes.done;
  });
}

async function siteOf(siteId: string, data: DataFolder): Promise<Site> {
  const site = (await data.registry.load()).sites.find((s) => s.id === siteId);
  if (site !== undefined) return site;
  throw new InputError({
    file: siteId,
    place: '',
    message: '台账里没有这个编号的网站',
    hint: '用 registry check 查看登记的编号；没有登记的网站先登记',
  });
}

async function crawlFirst(siteId: string, data: DataFolder, config: Config, flags: ChannelFlags): Promise<void> {
  const site = await siteOf(siteId, data);
  process.stderr.write(`还没有抓取过“${site.name}”，现在抓取（读页面、查链接，不作判断）\n`);
  const seeds = site.channels.map((c) => c.url);
  await look(site, seeds, { ...config, crawlPages: Math.max(1, config.crawlPages) }, data, flags.quiet ?? false);
}

/** False: the site was never crawled. */
async function show(siteId: string, data: DataFolder, flags: ChannelFlags): Promise<boolean> {
  const site = await siteOf(siteId, data);
  const crawl = await data.crawls.last(site.id);
  if (crawl === null) return false;
  let lines: ChannelLine[];
  try {
    const today = shanghaiDay(new Date(crawl.startedAt));
    const found = await channelsOfCrawl(crawl, tallyOf(crawl), { hosts: siteHosts(site), today });
    lines = linesOf(site, found.channels, today);
    if (flags.json) printJson({ site: site.id, crawledAt: crawl.startedAt, pages: found.pages, channels: lines });
    else for (const line of tableOf(site, lines, `抓取于 ${today}，读了 ${found.pages} 个页面`)) say(line);
  } finally {
    crawl.close();
  }
  if (flags.export === undefined) return true;
  const path = resolve(flags.export);
  await writeFile(path, csvOf(lines)).catch((error: NodeJS.ErrnoException) => {
    throw new InputError({
      file: path,
      place: '',
      message: `写不进去（${error.code ?? ''}）`,
      hint: '检查目录在不在、有没有权限、文件有没有被别的程序打开',
    });
  });
  if (!flags.json)
    say(
      `已导出：${path}。核对名称、级别、类型，在“确认”一列写“是”，再执行 xuncha channels import <文件> --site ${site.id}`,
    );
  return true;
}

function linesOf(
  site: Site,
  found: Awaited<ReturnType<typeof channelsOfCrawl>>['channels'],
  today: string,
): ChannelLine[] {
  const ids = registeredKeys(site.channels);
  const met = new Set<string>();
  const lines = found.map(({ guess: g, list, page }): ChannelLine => {
    const id = ids.get(g.key) ?? null;
    met.add(g.key);
    const known = site.channels.find((c) => c.id === id);
    const seen = list === null ? null : summaryOf(list, today);
    return {
      id,
      // A person's word goes before the program's.
      name: known?.name ?? g.name,
      url: known?.url ?? g.url,
      level: known?.level ?? g.level,
      type: known?.type ?? g.type,
      updateDays: known?.updateDays,
      confidence: g.confidence,
      newest: seen?.newest ?? null,
      state: stateOf(seen, page !== null),
      registered: known !== undefined,
      parent: g.parent?.url ?? null,
      reasons:
        known === undefined || (known.type === g.type && known.level === g.level)
          ? g.reasons
          : [`程序认为是${channelLevelNames[g.level]}、${channelTypeNames[g.type]}`, ...g.reasons],
    };
  });
  for (const c of site.channels) {
    if (met.has(channelKey(c.url) ?? c.url)) continue;
    const { id, name, url, level, type, updateDays } = c;
    const rest = { confidence: null, newest: null, state: '抓取没有遇到', registered: true, parent: null, reasons: [] };
    lines.push({ id, name, url, level, type, updateDays, ...rest });
  }
  return lines;
}

function stateOf(seen: ReturnType<typeof summaryOf> | null, read: boolean): string {
  if (seen === null) return read ? '跳转到下级栏目' : '没有读到';
  if (seen.blank === 'yes') return '空白';
  if (seen.unread) return '列表没有读全';
  return seen.rows > 0 ? `${seen.rows} 条` : seen.blank === 'no' ? '没有列表' : '没有条目';
}

const confidenceNames = { high: '高', low: '低' } as const;

function tableOf(site: Site, lines: readonly ChannelLine[], when: string): string[] {
  const head = ['栏目', '级别', '类型', '把握', '最新日期', '内容', '登记', '网址'];
  const rows = lines.map((l) => [
    l.name,
    channelLevelNames[l.level],
    channelTypeNames[l.type],
    l.confidence === null ? '' : confidenceNames[l.confidence],
    l.newest ?? '',
    l.state,
    l.registered ? (l.id ?? '') : '未登记',
    l.url,
  ]);
  const widths = head.map((h, i) => Math.min(36, Math.max(...[h, ...rows.map((r) => r[i] ?? '')].map(displayWidth))));
  const line = (cells: readonly string[]) =>
    cells
      .map((c, i) =>
        i === cells.length - 1 ? c : `${c}${' '.repeat(Math.max(0, (widths[i] ?? 0) - displayWidth(c)))}`,
      )
      .join('  ');
  const open = lines.filter((l) => !l.registered).length;
  return [
    `${site.name}：栏目 ${lines.length} 个，其中 ${open} 个没有登记（${when}）`,
    line(head),
    ...rows.map(line),
    '类型、级别由程序推断，只作线索；确认后登记进台账，才作为判定的依据。',
  ];
}

const columns: readonly (readonly [string, (l: ChannelLine) => string])[] = [
  ['编号', (l) => l.id ?? ''],
  ['栏目', (l) => l.name],
  ['网址', (l) => l.url],
  ['级别', (l) => channelLevelNames[l.level]],
  ['类型', (l) => channelTypeNames[l.type]],
  ['更新天数', (l) => (l.updateDays === null ? '不更新' : l.updateDays === undefined ? '' : String(l.updateDays))],
  ['确认', (l) => (l.registered ? '是' : '')],
  ['把握', (l) => (l.confidence === null ? '' : confidenceNames[l.confidence])],
  ['最新日期', (l) => l.newest ?? ''],
  ['内容', (l) => l.state],
  ['上级栏目', (l) => l.parent ?? ''],
  ['依据', (l) => l.reasons.join('；')],
];

/** UTF-8 with a byte order mark and CRLF, as spreadsheets of the offices expect. */
function csvOf(lines: readonly ChannelLine[]): string {
  const rows = [columns.map(([h]) => csvCell(h)), ...lines.map((l) => columns.map(([, cell]) => csvCell(cell(l))))];
  return `\ufeff${rows.map((r) => r.join(',')).join('\r\n')}\r\n`;
}

/** 导入栏目: what a person confirmed in the exported table, into the register; all of it or nothing. */
export async function importChannels(file: string, flags: GlobalFlags & { site: string }): Promise<number> {
  return withData(flags, 'collect', async (data) => {
    const registry = await data.registry.load();
    const read = readChannels(await readTable(file));
    const done = registerChannels(registry, flags.site, read.channels, file);
    await data.registry.save(done.registry);
    const { added, changed, unchanged } = done;
    if (flags.json) printJson({ site: flags.site, added, changed, unchanged, skipped: read.skipped });
    else {
      say(`已登记到台账：新增 ${added.length} 个栏目，更新 ${changed.length} 个，未变 ${unchanged} 个`);
      if (read.skipped > 0) say(`没有确认的 ${read.skipped} 行没有登记`);
      if (added.length + changed.length + unchanged === 0) say('表里没有确认的栏目：在“确认”一列写“是”');
    }
    return exitCodes.done;
  });
}
