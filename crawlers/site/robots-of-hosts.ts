import { hostIn } from './host.ts';
import { type Robots, readRobots } from './robots.ts';
import type { CrawlOptions } from './types.ts';

/** What one host lets a crawl do. */
export type HostRules = { allowed(url: string): boolean; delayMs: number | null; note: string };

/** 爬虫规则 of the hosts of a site: each robots.txt is asked for once, when the first page of its host is due. */
export type RobotsOfHosts = {
  of(url: string): Promise<HostRules>;
  /** By what is known so far; a host not asked yet allows everything. */
  known(url: string): boolean;
  /** Of the home page's host. */
  state(): Promise<'followed' | 'ignored' | 'absent' | 'unreadable'>;
  /** Sitemaps that the home page's host names. */
  sitemaps(): Promise<readonly string[]>;
};

const maxRobotsBytes = 600_000;

export function openRobots(
  o: Pick<CrawlOptions, 'home' | 'http' | 'agent' | 'robots' | 'pageMs' | 'signal'>,
): RobotsOfHosts {
  const asked = new Map<string, Promise<Robots>>();
  const settled = new Map<string, Robots>();
  const ask = (url: string): Promise<Robots> => {
    const host = hostIn(url);
    let rules = asked.get(host);
    if (!rules) {
      rules = read(new URL('/robots.txt', url).href).then((r) => {
        settled.set(host, r);
        return r;
      });
      asked.set(host, rules);
    }
    return rules;
  };
  const read = async (url: string): Promise<Robots> => {
    const x = await o.http.fetch({
      url,
      limits: { totalMs: o.pageMs, maxBytes: maxRobotsBytes },
      ...(o.signal ? { signal: o.signal } : {}),
    });
    return readRobots(
      { outcome: x.outcome, body: x.body, url: x.finalUrl, ...(x.status === undefined ? {} : { status: x.status }) },
      o.agent,
    );
  };
  /** The home page itself is what every inspection looks at: a visitor's one request, not crawling. */
  const home = (url: string) => url === o.home;
  const note = (r: Robots) =>
    r.state === 'unreadable'
      ? 'robots.txt 读不到（服务器出错或不通），按规范不抓取；确是本单位网站的，可用 --robots ignore'
      : 'robots.txt 不允许抓取的页面没有读；确是本单位网站的，可用 --robots ignore';
  return {
    async of(url) {
      if (o.robots === 'ignore') return { allowed: () => true, delayMs: null, note: '' };
      const rules = await ask(url);
      return { allowed: (u) => home(u) || rules.allowed(u), delayMs: rules.delayMs, note: note(rules) };
    },
    known: (url) => o.robots === 'ignore' || home(url) || (settled.get(hostIn(url))?.allowed(url) ?? true),
    async state() {
      if (o.robots === 'ignore') return 'ignored';
      return (await ask(o.home)).state;
    },
    async sitemaps() {
      const rules = await ask(o.home);
      return o.robots === 'ignore' || rules.state !== 'unreadable' ? rules.sitemaps : [];
    },
  };
}
