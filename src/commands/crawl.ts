import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '#core/errors.ts';
import type { IgnoreRule } from '#core/ignores.ts';
import type { Observation, ObservationValue } from '#core/observation.ts';
import { Registry, type Site, siteHosts } from '#core/registry.ts';
import { siteNames } from '#pipeline/clue-input.ts';
import { crawlWhole } from '#pipeline/crawl/crawl-site.ts';
import type { BrokenLinksModel } from '#reports/model/broken-links.ts';
import { clueBookOf, configOf, openHttp, openLog, systemClock, toolVersion } from '../app.ts';
import type { Config } from '../config.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { interruptible } from '../interrupt.ts';
import { assertWritable } from '../output/folder.ts';
import { openProgress } from '../progress.ts';
import { type DataFolder, dataFiles, openDataFolder } from '../store/data-folder.ts';
import { openRegistryStore } from '../store/lowdb/registry.ts';
import { freshCollections } from '../watch/fresh-collections.ts';
import { parseAddress } from './check.ts';
import { deliverLinks } from './link-reports.ts';
import { openRender } from './render.ts';
import { printJson, say } from './session.ts';
import { crawlSettings } from './steps.ts';

export type CrawlFlags = GlobalFlags & {
  pages?: string;
  depth?: string;
  minutes?: string;
  robots?: 'follow' | 'ignore';
  urls?: string;
};

/** What an interrupted crawl says. */
export const interrupted = '已中断。抓到的都已保存，再执行一次会接着做';
/** A crawl broken off longer ago than this is begun anew: pages change. */
const goOnMs = 86_400_000;

type Crawled = { site: Site; folder: string };

/**
 * 全站抓取 of one site: every page within the limits, every link, and a report for whoever mends them. Of a registered site what is seen goes
 * to the data folder of the register; of any other to a folder of its own inside it, so that the next crawl knows since when a link is dead.
 */
export async function crawl(what: string, flags: CrawlFlags): Promise<number> {
  const config = configured(flags);
  const { site, folder } = await siteOf(what, config);
  const seeds = [
    ...site.channels.map((c) => c.url),
    ...(flags.urls === undefined ? [] : await readSeeds(flags.urls, site)),
  ];
  await assertWritable(config.out);
  return interruptible(interrupted, async () => {
    mkdirSync(folder, { recursive: true });
    const data = await openDataFolder(folder);
    try {
      // Rules may be about other sites of the register; what is mistyped is said before the first request.
      const registered = existsSync(dataFiles(folder).registry) ? await data.registry.load() : { sites: [site] };
      const ignores = data.ignores(registered);
      const { slot, seen } = await look(site, seeds, config, data, flags.quiet ?? false);
      return await tell(site, slot, seen, { data, ignores }, config, flags);
    } finally {
      await data.close();
    }
  });
}

function configured(flags: CrawlFlags): Config {
  const { config } = configOf(flags);
  const number = (name: string, typed: string | undefined, least: number, most: number): number | undefined => {
    if (typed === undefined) return undefined;
    const n = Number(typed);
    if (!Number.isInteger(n) || n < least || n > most)
      throw new InputError({
        file: name,
        place: typed,
        message: `应为 ${least} 到 ${most} 的整数`,
        hint: `改正 ${name} 的值，或不写用默认值`,
      });
    return n;
  };
  const minutes = number('--minutes', flags.minutes, 1, 1_440);
  return {
    ...config,
    crawlPages: number('--pages', flags.pages, 1, 1_000_000) ?? Math.max(1, config.crawlPages),
    crawlDepth: number('--depth', flags.depth, 0, 100) ?? config.crawlDepth,
    ...(minutes === undefined ? {} : { crawlMs: minutes * 60_000 }),
    ...(flags.robots === undefined ? {} : { robots: flags.robots }),
  };
}

/** A number of the register, or an address: of a registered site, or of any other. */
async function siteOf(what: string, config: Config): Promise<Crawled> {
  const folder = resolve(config.data);
  const registered = await openRegistryStore(dataFiles(folder).registry)
    .load()
    .catch((error: unknown) => {
      if (error instanceof InputError && !/[./:]/.test(what)) throw error;
      return null;
    });
  const byId = registered?.sites.find((s) => s.id === what);
  if (byId) return { site: byId, folder };
  if (!/[./:]/.test(what))
    throw new InputError({
      file: what,
      place: '',
      message: '不是网址，台账里也没有这个编号',
      hint: '写完整的网址，或用 registry check 查看登记的编号',
    });
  const url = parseAddress(what);
  const byHome = registered?.sites.find((s) => s.home === url.href);
  if (byHome) return { site: byHome, folder };
  const { sites } = Registry.parse({
    version: 1,
    title: url.host,
    organizations: [{ id: 'unit', name: url.host, class: 'county-government' }],
    sites: [{ id: 'site', organization: 'unit', name: url.host, home: url.href }],
    accounts: [],
  });
  const [site] = sites;
  if (!site) throw new Error('a site that was just made is missing');
  return { site, folder: join(folder, 'crawl', url.host.replaceAll(/[^a-z0-9.-]/gi, '_')) };
}

const maxSeeds = 200_000;

/** 起始网址: one address a line, of the site itself. Throws InputError for the first line that is none. */
async function readSeeds(file: string, site: Site): Promise<string[]> {
  const refuse = (place: string, message: string, hint: string) => new InputError({ file, place, message, hint });
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw refuse('', '文件打不开', '检查 --urls 的路径；文件是每行一个网址的文本');
  }
  const hosts = siteHosts(site);
  const seeds: string[] = [];
  for (const [i, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const url = URL.parse(line.trim(), site.home);
    if (!url || !/^https?:$/.test(url.protocol)) throw refuse(`第 ${i + 1} 行`, '不是网址', '每行写一个完整的网址');
    if (!hosts.includes(url.host.toLowerCase()))
      throw refuse(`第 ${i + 1} 行`, `${url.host} 不是这个网站的域名`, '只列本站的网址，或在台账里登记这个域名');
    url.hash = '';
    if (seeds.push(url.href) > maxSeeds) throw refuse('', `超过 ${maxSeeds} 个网址`, '分成几次抓取');
  }
  return seeds;
}

/** Crawls a site, or goes on with a crawl that was broken off, and writes down what was seen. */
export async function look(
  site: Site,
  seeds: readonly string[],
  config: Config,
  data: DataFolder,
  quiet: boolean,
): Promise<{ slot: string; seen: Observation[] }> {
  const settings = crawlSettings(config);
  if (settings === null) throw new Error('a crawl without pages');
  const book = await clueBookOf(config);
  const now = systemClock.now().toISOString();
  const digest = createHash('sha256')
    .update(JSON.stringify(['crawl', site, seeds, config.links, settings]))
    .digest('hex');
  const collection = await freshCollections(data.collections, goOnMs).open(digest, now, now);
  const { slot } = collection;
  const progress = openProgress(process.stderr, quiet);
  const log = await openLog('warn');
  const clients = await openHttp(config);
  const render = await openRender(config);
  try {
    const seen = await crawlWhole({
      site,
      seeds,
      slot,
      seed: slot,
      settings,
      http: clients.http,
      clock: systemClock,
      log,
      context: {
        http: clients.http,
        clock: systemClock,
        log,
        vantage: config.vantage,
        controls: config.controls,
      },
      evidence: data.evidence,
      crawls: data.crawls,
      render: render.page,
      which: config.links === 'own' ? 'own' : 'all',
      pageMs: config.pageMs,
      maxPageBytes: config.maxPageBytes,
      secondLookMs: config.secondLookMs,
      clues: { book, names: siteNames(site, undefined), leaders: [] },
      onPage: (done, known) => progress.step('抓取页面', done, known),
      onLinks: (done, total) => progress.step('检查链接', done, total),
    });
    await data.observations.append(seen);
    await data.collections.finish(collection.id, systemClock.now().toISOString());
    return { slot, seen };
  } finally {
    progress.end();
    await render.close();
    await clients.close();
  }
}

async function tell(
  site: Site,
  slot: string,
  seen: readonly Observation[],
  { data, ignores }: { data: DataFolder; ignores: readonly IgnoreRule[] },
  config: Config,
  flags: CrawlFlags,
): Promise<number> {
  const now = systemClock.now().toISOString();
  const stamp = now.replaceAll(/[-:]/g, '').slice(0, 15);
  const id = `crawl-${site.id === 'site' ? new URL(site.home).host.replaceAll(/[^a-z0-9.-]/gi, '_') : site.id}-${stamp}`;
  const done = await deliverLinks(
    data,
    {
      id: site.id,
      name: site.name,
      home: site.home,
      organization: '',
      ...(site.navigationOnly === true ? { navigationOnly: true } : {}),
    },
    { asOf: now, generatedAt: now, runId: id, tool: `xuncha ${toolVersion}`, ignores },
    resolve(config.out, id),
  );
  const crawled = seen.find((o) => o.kind === 'site.crawl');
  if (flags.json) {
    const value = crawled?.status === 'observed' ? crawled.value : null;
    const links = seen.filter((o) => o.kind === 'link.status');
    printJson({ site: site.id, slot, crawl: value, html: done?.html ?? null, csv: done?.csv ?? null, links });
  } else if (done !== null && crawled?.status === 'observed') {
    for (const line of crawlLines(crawled.value as Crawl, done.model)) say(line);
    say(`链接问题清单：${done.html}`);
    say(`明细表：${done.csv}`);
  }
  return exitCodes.done;
}

type Crawl = ObservationValue<'site.crawl'>;

/** What came of it, for a person at a terminal. */
function crawlLines(c: Crawl, model: BrokenLinksModel): string[] {
  const { pages } = c;
  const seconds = Math.round((Date.parse(c.endedAt) - Date.parse(c.startedAt)) / 1000);
  const parts = [
    `读了 ${pages.read} 个页面`,
    ...(pages.unchanged > 0 ? [`其中 ${pages.unchanged} 个自上次以来没有变`] : []),
    ...(pages.rendered > 0 ? [`${pages.rendered} 个用浏览器打开`] : []),
    `检查了 ${total(c.links.home) + total(c.links.inner)} 个链接`,
    `用时 ${seconds < 120 ? `${seconds} 秒` : `${Math.round(seconds / 60)} 分钟`}`,
  ];
  const refused = pages.blocked > 0 ? [`有 ${pages.blocked} 个页面被拒绝访问或拦截，看不到内容`] : [];
  return [`${parts.join('，')}。`, model.lead, ...model.caveats, ...refused];
}

const total = (counts: Crawl['links']['home']) => Object.values(counts).reduce((sum, n) => sum + n, 0);
