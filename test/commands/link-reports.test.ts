import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assessment } from '#core/assessment.ts';
import type { Observation } from '#core/observation.ts';
import { openDataFolder } from '../../src/store/data-folder.ts';
import { runCli, scratch } from '../harness/cli.ts';
import { expectHarmless, parse } from '../harness/harmless.ts';
import { home, roundSlot, site } from '../indicators/build.ts';
import { dayBefore, nxdomain, parent, row, wholeCrawl } from '../reports/links.samples.ts';

/** 链接问题清单 as a maintainer finds it: stored observations, judged and reported by the real commands. */
const folder = scratch();
const data = join(folder.path, 'data/local');
const options = { cwd: folder.path, env: { XUNCHA_BROWSER: 'none' } };
const asOf = ['--as-of', '2026-11-22T12:00+08:00'];

const rule = (over: object) => ({
  site: 'shili',
  host: 'old.example.com',
  why: '协办单位网站迁移中',
  person: '李某',
  recorded: '2026-11-01',
  expires: '2026-12-31',
  ...over,
});
const ignores = (...rules: object[]) =>
  writeFileSync(join(data, 'ignores.yaml'), JSON.stringify({ version: 1, rules }));

let page = '';
beforeAll(async () => {
  mkdirSync(data, { recursive: true });
  const other = {
    ...site,
    id: 'quiet',
    name: '示例县档案馆',
    home: 'https://dag.shili.gov.cn/',
    siteCode: '5009990002',
  };
  writeFileSync(
    join(data, 'registry.json'),
    JSON.stringify({
      version: 1,
      title: '示例县',
      organizations: [{ id: 'shili-gov', name: '示例县人民政府办公室', class: 'county-government' }],
      sites: [site, other],
      accounts: [],
    }),
  );
  const store = await openDataFolder(data);
  try {
    page = await store.evidence.put(
      new TextEncoder().encode('<html><body><a href="/gone.html">网站地图</a></body></html>'),
    );
    const withPage = (o: Observation<'link.status'>) =>
      ({
        ...o,
        evidence: [{ kind: 'html', sha256: page, url: home, capturedAt: roundSlot, locator: { line: 1 } }],
      }) as Observation<'link.status'>;
    const gone = { httpStatus: 404, parents: [parent('', { text: '网站地图' })] };
    await store.observations.append([
      withPage(row(`${home}gone.html`, 'broken', 'HTTP_404', gone)),
      withPage(row(`${home}gone.html`, 'broken', 'HTTP_404', gone, dayBefore(7))),
      ...['a', 'b'].map((n) => withPage(row(`http://old.example.com/${n}`, 'broken', 'DNS_NXDOMAIN', nxdomain))),
      wholeCrawl({ home: { broken: 1 }, inner: { broken: 2 } }),
      wholeCrawl({ home: { broken: 1 } }, dayBefore(7)),
    ] as Observation[]);
  } finally {
    await store.close();
  }
});
afterAll(() => folder.remove());

const assess = async (): Promise<Assessment> => {
  const r = await runCli(['assess', ...asOf, '--policy', 'national', '--json'], options);
  expect(r.stderr).toBe('');
  return JSON.parse(r.stdout) as Assessment;
};
const report = async (id: string) => {
  const r = await runCli(['report', id, '--json'], options);
  expect(r.stderr).toBe('');
  return JSON.parse(r.stdout) as { html: string; links: { siteId: string; html: string; csv: string }[] };
};
const linksOf = (a: Assessment) => {
  const item = a.subjects.find((s) => s.subject.id === 'shili')?.items.find((i) => i.itemId === 'dead-links');
  if (!item?.applicable) throw new Error('不适用');
  return item;
};

describe('beside the report', () => {
  test('a page and a table for the site whose links were looked at, linked both ways, with the evidence', async () => {
    const a = await assess();
    const done = await report(a.run.id);
    expect(done.links.map((l) => l.siteId)).toEqual(['shili']);
    const [links] = done.links;
    expect(readdirSync(join(done.html, '../链接问题')).sort()).toEqual(['shili.csv', 'shili.html']);
    const html = readFileSync(links?.html ?? '', 'utf8');
    const { attributes } = expectHarmless(html);
    const hrefs = attributes.filter(([, n]) => n === 'href').map(([, , v]) => v);
    for (const href of hrefs.filter((h) => h.startsWith('../') || h.endsWith('.csv')))
      expect(existsSync(join(links?.html ?? '', '..', decodeURI(href))), href).toBe(true);
    expect(hrefs).toContain('../report.html');
    expect(hrefs.some((h) => h.startsWith('../evidence/'))).toBe(true);
    expect(html).toContain('自 <span class="n">2026-11-15</span> 起连续 <span class="n">2 次</span>检查都打不开');
    const main = readFileSync(done.html, 'utf8');
    expect(main).toContain(`href="${encodeURI('链接问题/shili.html')}"`);
    expect(main).toContain(`href="${encodeURI('链接问题/shili.csv')}"`);
    expect(main).not.toContain('quiet.html');
    expect([...readFileSync(links?.csv ?? '').subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  }, 60_000);
});

describe('ignore rules', () => {
  test('what a rule names costs nothing, is said, and stays in every report; the earlier result stays as it was', async () => {
    const before = await assess();
    expect(linksOf(before).verdict.findings).toHaveLength(3);
    ignores(rule({}));
    const after = await assess();
    expect(after.run.id).not.toBe(before.run.id);
    expect(after.ignores).toMatchObject([{ person: '李某' }]);
    const item = linksOf(after);
    expect(item.verdict.findings.map((f) => f.target)).toEqual([`${home}gone.html`]);
    expect(item.ignored).toHaveLength(2);
    expect([linksOf(before).cost.upper, item.cost.upper]).toEqual([40, 20]);
    const done = await report(after.run.id);
    const main = readFileSync(done.html, 'utf8');
    expect(main).toContain('按人工忽略规则不计的 2 处');
    expect(main).toContain('协办单位网站迁移中');
    const links = parse(readFileSync(done.links[0]?.html ?? '', 'utf8')).text;
    expect(links).toContain('http://old.example.com/a');
    expect(links).toContain('有效，本次用到 2 处');
    // The result of before carries no rules: its report is what it was.
    const old = await report(before.run.id);
    expect(readFileSync(old.html, 'utf8')).not.toContain('按人工忽略规则不计');
    expect(readFileSync(old.links[0]?.html ?? '', 'utf8')).toContain('没有适用于本网站的忽略规则');
  }, 60_000);

  test.each([
    [
      'a wrong key',
      [{ ...rule({}), expire: '2026-12-31' }],
      /ignores\.yaml（第 1 条规则 expire，第 1 行）：不认识的项“expire”.*expires/,
    ],
    [
      'a site that is not registered',
      [rule({ site: 'shil' })],
      /ignores\.yaml（第 1 条规则 site）：台账里没有编号为“shil”的网站。是不是“shili”/,
    ],
  ])(
    '%s stops assess and run in one line, before anything is asked',
    async (_, rules, expected) => {
      ignores(...rules);
      for (const args of [['assess', ...asOf], ['run'], ['collect'], ['crawl', 'shili']]) {
        const r = await runCli(args, options);
        expect(r.code, args[0]).toBe(3);
        expect(r.stderr.trim().split('\n'), r.stderr).toHaveLength(1);
        expect(r.stderr).toMatch(expected);
        expect(r.stdout).toBe('');
      }
    },
    60_000,
  );
});
