import { createContext, runInContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '#core/calendar.ts';
import { crossCheck, Registry } from '#core/registry.ts';
import { indicators as all } from '#indicators/index.ts';
import { county } from '../../src/demo/county/county.ts';
import { encodeGbk } from '../../src/demo/county/gbk.ts';
import type { Answer, County, VirtualHost } from '../../src/demo/county/types.ts';
import { accountIndicators, expected, expectedSkipped, siteIndicators } from '../../src/demo/expected.ts';
import { demoImports, demoPostsCsv } from '../../src/demo/posts.ts';
import { demoRegistry } from '../../src/demo/registry.ts';

const today = '2026-11-22';
const built = new Map<string, County>();
const countyOn = (day: string): County => {
  const known = built.get(day) ?? county(day);
  built.set(day, known);
  return known;
};
const shown = countyOn(today);
const host = (name: string, c = shown): VirtualHost => {
  const found = c.hosts.find((h) => h.name === name);
  if (!found) throw new Error(`no host ${name}`);
  return found;
};
const siteHost = (id: string, c = shown) => {
  const site = c.sites.find((s) => s.site.id === id);
  if (!site) throw new Error(`no site ${id}`);
  return host(new URL(site.site.home).host, c);
};
const textOf = (answer: Answer | undefined, charset = 'utf-8') =>
  new TextDecoder(charset, { fatal: true }).decode(answer?.body ?? new Uint8Array(0));
const resolved = (h: VirtualHost, href: string) => new URL(href, `http://${h.name}/`);
const linksIn = (h: VirtualHost, charset = 'utf-8') => {
  const home = h.pages.get('/index.html') ?? h.pages.get('/');
  const html = textOf(home, charset).replaceAll('&amp;', '&');
  return [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map((m) => m[1] as string);
};
const charsetOf = (id: string) => (['education-site', 'liuxi-site'].includes(id) ? 'gb18030' : 'utf-8');

describe('台账', () => {
  test('is valid and whole', () => {
    const registry = demoRegistry(shown);
    expect(Registry.safeParse(registry).success).toBe(true);
    expect(crossCheck(registry)).toEqual([]);
    expect(registry.sites.length).toBeGreaterThanOrEqual(14);
    expect(registry.accounts.length).toBeGreaterThanOrEqual(24);
    expect(registry.organizations.some((o) => o.class === 'department' && !o.outwardService)).toBe(true);
  });

  test('a closure follows the monitored time, however short that is', () => {
    const monitored = { from: '2026-11-22T00:00:00Z', to: '2026-11-22T00:01:40Z' };
    const closures = demoRegistry(shown, monitored).sites.flatMap((s) => s.closures);
    expect(closures.map((c) => [c.from, c.to])).toEqual([['2026-11-22T00:00:25.000Z', '2026-11-22T00:01:02.000Z']]);
    const week = demoRegistry(shown).sites.flatMap((s) => s.closures);
    expect(week[0]?.from.slice(0, 10)).toBe('2026-11-17');
  });

  test('every office named under a site or account is registered, and every host is reserved or a stand-in', () => {
    const standIns = ['bszs.conac.cn', 'dcs.conac.cn', 'beian.miit.gov.cn', 'beian.mps.gov.cn', 'zfwzgl.www.gov.cn'];
    for (const h of shown.hosts) expect(h.name.endsWith('.example') || standIns.includes(h.name), h.name).toBe(true);
    for (const { site } of shown.sites) expect(new URL(site.home).host).toMatch(/\.gov\.example$/);
  });
});

describe('expectations', () => {
  test('every subject has one for each of its indicators, or is to be skipped', () => {
    const subjects = [
      ...shown.sites.map((s) => [s.site.id, siteIndicators] as const),
      // Client apps are not judged by how often they publish, and in the demo nobody tries them.
      ...shown.accounts.map((a) => [a.account.id, a.account.platform === 'app' ? [] : accountIndicators] as const),
    ];
    const known = new Set(all.map((i) => i.id));
    for (const [id, indicators] of subjects) {
      if (id in expectedSkipped) {
        expect(expected[id], id).toBeUndefined();
        continue;
      }
      const written = Object.keys(expected[id]?.items ?? {});
      expect(written, id).toEqual(expect.arrayContaining([...indicators]));
      // What some sites are expected to show besides is an indicator that there is.
      for (const more of written.filter((i) => !(indicators as readonly string[]).includes(i)))
        expect(known, `${id}: ${more}`).toContain(more);
    }
    const ids = new Set(subjects.map(([id]) => id));
    expect([...Object.keys(expected), ...Object.keys(expectedSkipped)].filter((id) => !ids.has(id))).toEqual([]);
  });

  test('skipped subjects are exactly those that the register calls closed', () => {
    const registry = demoRegistry(shown);
    const closed = [...registry.sites, ...registry.accounts].filter((s) => s.closedOn !== undefined).map((s) => s.id);
    expect(closed.sort()).toEqual(Object.keys(expectedSkipped).sort());
  });

  test('a conclusion follows from its vetoes', () => {
    for (const [id, e] of Object.entries(expected))
      for (const policy of ['fengdu', 'national'] as const) {
        const items = { ...e.items, ...(policy === 'national' ? e.national : {}) };
        const outcomes = ['site-access', 'home-update', 'hidden-links', 'account-update'].map((i) => items[i]?.outcome);
        const wanted = outcomes.includes('fail')
          ? 'unqualified'
          : // Where no veto was judged at all, nothing is known.
            outcomes.includes('needs-review') || outcomes.every((o) => o === undefined)
            ? 'undetermined'
            : 'qualified';
        expect(e.conclusion[policy], `${id} ${policy}`).toBe(wanted);
      }
  });

  test('all three conclusions and outcomes occur for sites and for accounts', () => {
    const ids = (list: readonly { id: string }[]) => list.map((x) => x.id).filter((id) => id in expected);
    for (const group of [ids(shown.sites.map((s) => s.site)), ids(shown.accounts.map((a) => a.account))]) {
      const conclusions = new Set(group.map((id) => expected[id]?.conclusion.fengdu));
      expect([...conclusions].sort()).toEqual(['qualified', 'undetermined', 'unqualified']);
    }
  });
});

describe('links of the home pages', () => {
  const known = new Map(shown.hosts.map((h) => [h.name, h]));
  /** How a link would end, read off the data alone. */
  const ending = (url: URL): string => {
    const target = known.get(url.host);
    if (!target) return 'no such name';
    if (target.state === 'refuses') return 'refused';
    const answer = target.pages.get(url.pathname + url.search) ?? target.pages.get(url.pathname);
    if (!answer) return `missing ${target.missing.status}`;
    return String(answer.status);
  };

  for (const { site } of shown.sites.filter((s) => s.site.id in expected)) {
    const h = siteHost(site.id);
    if (h.pages.size === 0) continue;
    test(`${site.id}: exactly the expected ones are dead`, () => {
      const urls = [...new Set(linksIn(h, charsetOf(site.id)))]
        .filter((href) => !/^(javascript|mailto):/.test(href))
        .map((href) => resolved(h, href));
      expect(urls.length).toBeGreaterThanOrEqual(15);
      expect(urls.length).toBeLessThanOrEqual(70);
      const walls = ['401', '403', '999', '429'];
      const dead = urls.filter((u) => {
        const end = ending(u);
        // `missing 200` and `missing 302` are dead without saying so.
        return !(/^[23]/.test(end) || walls.includes(end));
      });
      expect(dead.map((u) => u.href).sort()).toEqual(
        [...(expected[site.id]?.items['dead-links']?.targets ?? [])].sort(),
      );
    });
  }
});

describe('dates', () => {
  const days = ['2026-01-01', '2028-02-29', '2026-11-22', '2027-03-01'];
  const newestOnArticles = (id: string, now: string) => {
    const h = siteHost(id, countyOn(now));
    const dates = [...h.pages.values()].flatMap((a) => {
      const found = /name="PubDate" content="(\d{4}-\d\d-\d\d)/.exec(new TextDecoder(charsetOf(id)).decode(a.body));
      return found ? [found[1] as string] : [];
    });
    return dates
      .filter((d) => d <= now)
      .sort()
      .at(-1);
  };

  test.each(days)('on %s every site is as old as on any other day', (now) => {
    for (const { site } of countyOn(now).sites) {
      const h = siteHost(site.id, countyOn(now));
      if (h.pages.size === 0) continue;
      const then = newestOnArticles(site.id, today);
      const newest = newestOnArticles(site.id, now);
      expect(newest && daysBetween(newest, now), site.id).toEqual(then && daysBetween(then, today));
    }
    expect(daysBetween(newestOnArticles('portal', now) ?? '', now)).toBe(1);
    expect(daysBetween(newestOnArticles('sports-site', now) ?? '', now)).toBe(40);
    expect(daysBetween(newestOnArticles('science-site', now) ?? '', now)).toBe(13);
    expect(daysBetween(newestOnArticles('defence-site', now) ?? '', now)).toBe(97);
    expect(newestOnArticles('archives-site', now)).toBeUndefined();
  });

  test.each(days)('on %s the county has the same pages, subjects and posts', (now) => {
    const c = countyOn(now);
    expect(c.hosts.map((h) => h.pages.size)).toEqual(shown.hosts.map((h) => h.pages.size));
    expect(c.accounts.map((a) => a.posts.map((p) => daysBetween(p.day, now)))).toEqual(
      shown.accounts.map((a) => a.posts.map((p) => daysBetween(p.day, today))),
    );
    expect(crossCheck(demoRegistry(c))).toEqual([]);
  });

  test('a year boundary and a leap day come out as calendar dates', () => {
    expect(textOf(siteHost('portal', county('2026-01-01')).pages.get('/'))).toContain('<span>2025-12-31</span>');
    expect(textOf(siteHost('portal', county('2028-03-01')).pages.get('/'))).toContain('<span>2028-02-29</span>');
    expect(textOf(siteHost('planning-site', county('2026-01-01')).pages.get('/'))).toContain('[12-31]');
  });
});

describe('编码', () => {
  test('GBK bytes read back as the text they came from', () => {
    const text = '示例县教育委员会关于校园安全的公告《办法》〔2026〕1号　：；（）、“”…—①ABC123<a href="/">首页</a>';
    expect(new TextDecoder('gb18030', { fatal: true }).decode(encodeGbk(text))).toBe(text);
    expect([...encodeGbk('啊县')]).toEqual([0xb0, 0xa1, 0xcf, 0xd8]);
    expect(() => encodeGbk('😀')).toThrow('GBK');
  });

  test('GBK sites send GBK, and one of them under a header that says UTF-8', () => {
    const education = siteHost('education-site').pages.get('/');
    expect(education?.headers).toEqual([['content-type', 'text/html; charset=gbk']]);
    expect(textOf(education, 'gb18030')).toContain('示例县教育委员会');
    expect(() => textOf(education)).toThrow();
    const lying = siteHost('liuxi-site').pages.get('/');
    expect(lying?.headers).toEqual([['content-type', 'text/html; charset=utf-8']]);
    expect(textOf(lying, 'gb18030')).toContain('charset=gb2312');
    expect(() => textOf(lying)).toThrow();
  });
});

describe('script-loaded lists', () => {
  test.each([
    [
      'market-hall-site',
      '/index.html',
      '<ul class="ewb-list" id="list-gzdt"></ul>',
      '/EWB-FRONT/js/webBuilderCommon.js',
    ],
    ['statistics-site', '/', '<ul class="list" id="list-gzdt"></ul>', '/js/columns.js'],
  ])('%s: a browser gets the rows from a service; the page itself holds none', (id, path, place, script) => {
    const h = siteHost(id);
    const home = textOf(h.pages.get(path));
    expect(home).toContain(place);
    const shownIn = new Map<string, { innerHTML: string }>();
    class Request {
      responseText = '';
      onload = () => {};
      url = '';
      open(_method: string, url: string) {
        this.url = url;
      }
      setRequestHeader() {}
      send() {
        this.responseText = textOf(h.pages.get(this.url));
        this.onload();
      }
    }
    const document = {
      querySelector(selector: string) {
        const element = shownIn.get(selector) ?? { innerHTML: '' };
        shownIn.set(selector, element);
        return element;
      },
    };
    const context = createContext({ XMLHttpRequest: Request, document });
    runInContext(textOf(h.pages.get(script)), context);
    for (const [, call] of home.matchAll(/<script>((?:webBuilder\.load|showColumn)[^<]+)<\/script>/g))
      runInContext(call as string, context);
    const rows = [...(shownIn.get('#list-gzdt')?.innerHTML.matchAll(/href="([^"]+)"[^<]*<\/a><span>([^<]+)/g) ?? [])];
    expect(rows).toHaveLength(6);
    expect(rows[0]?.[2]).toBe('2026-11-21');
    for (const [, href] of rows) expect(h.pages.has(href as string)).toBe(true);
    expect(shownIn.get('#list-zcwj')?.innerHTML.split('<li>')).toHaveLength(6);
  });
});

describe('发布记录', () => {
  test('three files with attestations; every account stands in at most one', () => {
    const imports = demoImports(shown);
    expect(imports.map((i) => [i.attestation.coverage, i.attestation.window.to])).toEqual([
      ['complete', today],
      ['partial', today],
      ['complete', addDays(today, -15)],
    ]);
    const named = imports.flatMap((i) => i.attestation.accounts);
    expect(new Set(named).size).toBe(named.length);
    for (const i of imports) {
      const lines = i.csv.replace('\ufeff', '').trimEnd().split('\r\n');
      expect(lines[0]).toBe('账号编号,账号名称,平台,标题,发布时间,链接,原创');
      for (const line of lines.slice(1)) {
        const [id, , , , when] = line.split(',') as [string, string, string, string, string];
        expect(i.attestation.accounts).toContain(id);
        expect(when).toMatch(/^\d{4}-\d\d-\d\d( \d\d:\d\d)?$/);
        expect(when.slice(0, 10) >= i.attestation.window.from && when.slice(0, 10) <= i.attestation.window.to).toBe(
          true,
        );
      }
    }
    expect(demoPostsCsv(shown)).toBe(imports[0]?.csv);
  });

  test('an account that never posted is attested and has no row', () => {
    const complete = demoImports(shown)[0];
    expect(complete?.attestation.accounts).toContain('linye-wechat');
    expect(complete?.csv).not.toContain('linye-wechat');
  });
});
