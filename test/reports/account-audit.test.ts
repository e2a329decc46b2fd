import { describe, expect, it } from 'vitest';
import { renderAccountAudit } from '#reports/html/account-audit.ts';
import { type AccountAuditInput, accountAuditOf, rateText, worstFirst } from '#reports/model/account-audit.ts';
import { accountAuditCsv } from '#reports/text/account-audit-csv.ts';
import {
  account,
  asOf,
  assessmentOf,
  importFile,
  item,
  judged,
  look,
  missed,
  monday,
  rowOf,
  today,
} from './audit.samples.ts';

const a = {
  never: account('never', { openedOn: '2025-01-01' }),
  dead: account('dead', { platform: 'douyin' }),
  sleep: account('sleep'),
  sleep2: account('sleep2'),
  due: account('due'),
  fine: account('fine'),
  young: account('young', { openedOn: '2026-11-19' }),
  partial: account('partial'),
  wall: account('wall', { platform: 'kuaishou' }),
  lagging: account('lagging', { platform: 'wechat' }),
};
const looks = {
  never: [look(a.never)],
  dead: [look(a.dead, { posts: [200, 210] })],
  sleep: [look(a.sleep, { posts: [9] })],
  sleep2: [look(a.sleep2, { posts: [30] })],
  due: [look(a.due, { posts: [5.5, 12] })],
  fine: [look(a.fine, { posts: [0.5, 1, 8] })],
  young: [look(a.young)],
  partial: [look(a.partial, { posts: [40], coverage: 'partial', source: 'public', person: null })],
  wall: [missed(a.wall, 'blocked', '平台要求验证，没有给出内容')],
  lagging: [look(a.lagging, { posts: [20], to: '2026-11-08' })],
};
const ids = Object.keys(a) as (keyof typeof a)[];
const rows = ids.map((k) => rowOf(a[k], looks[k]));
const byId = new Map(rows.map((r) => [r.id, r]));
const modelOf = (more: Partial<AccountAuditInput> = {}) =>
  accountAuditOf({
    assessment: assessmentOf(ids.map((k) => judged(a[k], looks[k]))),
    rows,
    registerFindings: [],
    sameRegister: true,
    generatedAt: asOf,
    href: () => null,
    ...more,
  });

describe('account audit', () => {
  it('tells of each account what the item was judged to be, and nothing of its own', () => {
    expect(rows.map((r) => [r.id, r.state, r.conclusion])).toEqual([
      ['never', 'zombie', 'unqualified'],
      ['dead', 'zombie', 'unqualified'],
      ['sleep', 'sleep', 'unqualified'],
      ['sleep2', 'sleep', 'unqualified'],
      ['due', 'due', 'qualified'],
      ['fine', 'active', 'qualified'],
      ['young', 'young', 'qualified'],
      ['partial', 'suspect', 'undetermined'],
      ['wall', 'unseen', 'undetermined'],
      ['lagging', 'unseen', 'undetermined'],
    ]);
    expect(byId.get('due')).toMatchObject({ leftDays: 1, silentDays: 5 });
    expect(byId.get('dead')).toMatchObject({ leftDays: null, silentDays: 200, never: false });
    expect(byId.get('never')).toMatchObject({ never: true, last: null, silentDays: 690 });
  });

  it('puts the overdue first, the longest silent first, then what is about to be', () => {
    const m = modelOf();
    expect(m.urgent.map((r) => r.id)).toEqual(['never', 'dead', 'sleep2', 'sleep', 'partial', 'due']);
    // Sorting does not depend on the order it is given.
    expect(
      [...rows]
        .reverse()
        .sort(worstFirst)
        .map((r) => r.id),
    ).toEqual(m.rows.map((r) => r.id));
  });

  it('names only what is confirmed for notices, and never what was not seen', () => {
    const m = modelOf();
    expect(m.notice.zombie.map((r) => r.id)).toEqual(['never', 'dead']);
    expect(m.notice.sleep.map((r) => r.id)).toEqual(['sleep2', 'sleep']);
    expect(m.unseen.map((r) => r.id).sort()).toEqual(['lagging', 'wall']);
    const html = renderAccountAudit(m, { csv: null, xlsx: null, report: null });
    const notice = html.slice(html.indexOf('id="notice"'), html.indexOf('id="unseen"'));
    for (const id of ['partial', 'wall', 'lagging', 'due', 'fine']) expect(notice).not.toContain(`示例${id}`);
  });

  it('never counts an open account as passed: the rate is a range', () => {
    const m = modelOf();
    expect(m.totals).toMatchObject({ total: 10, qualified: 3, unqualified: 4, undetermined: 3, unseen: 2, suspect: 1 });
    expect(m.totals.rate).toEqual({ least: 0.3, most: 0.6 });
    expect(rateText(m.totals.rate)).toBe('30.0%–60.0%');
    expect(rateText({ least: 0.9996, most: 0.9996 })).toBe('99.9%');
    expect(rateText(null)).toBe('—');
    expect(m.platforms.map((p) => [p.name, p.total, rateText(p.rate)])).toEqual([
      ['新浪微博', 7, '42.8%–57.1%'],
      ['抖音', 1, '0.0%'],
      ['微信公众号', 1, '0.0%–100.0%'],
      ['快手', 1, '0.0%–100.0%'],
    ]);
  });

  it('says who must supply what for what could not be seen', () => {
    expect(byId.get('wall')?.supply).toMatchObject({
      reason: expect.stringContaining('平台要求验证'),
      steps: [
        { who: '运营单位', what: expect.stringContaining('快手创作者服务平台的作品数据（2026-11-14 至 2026-11-22）') },
        { who: '检查人员', what: expect.stringContaining('附截图') },
      ],
    });
    const ours = rowOf(a.wall, [missed(a.wall, 'local-network', '本机网络不通')]).supply;
    expect(ours?.steps).toEqual([{ who: '检查人员', what: expect.stringContaining('不必惊动被检查单位') }]);
    const app = account('app', { platform: 'wechat-mini' });
    expect(rowOf(app, []).supply?.steps.map((s) => s.who)).toEqual(['检查人员']);
    const bridged = account('bridged', {
      sources: [{ kind: 'bridge', ref: 'https://rss.example.cn/1', enabled: true }],
    });
    expect(
      rowOf(bridged, [missed(bridged, 'blocked', '被拦截')])
        .supply?.steps.map((s) => s.what)
        .join(),
    ).toContain('白名单');
    expect(byId.get('fine')?.supply).toBeNull();
  });

  it('lists what other items leave open or found, without taking it for silence', () => {
    const open = item(
      {
        outcome: 'needs-review',
        basis: { examined: 0, unobserved: 1, unit: '个账号', from: '', to: '' },
        findings: [],
        because: { kind: 'undeterminable', note: '没有人看过' },
      },
      { itemId: 'x', title: '互动', indicator: { id: 'account-interaction', version: 1 } },
    );
    const r = { ...rowOf(a.fine, looks.fine, [open]) };
    expect(r.others).toEqual([{ title: '互动', mark: 'open', message: '没有人看过', count: 1, remedy: '' }]);
    // The conclusion of the account is what decides whether it belongs to those not decided.
    expect(r.supply).toBeNull();
  });

  it('knows of each week whether nothing came, or nobody knows', () => {
    const weeks = (id: keyof typeof a) =>
      byId.get(id)?.weeks.map((w) => (w.kind === 'posts' ? `${w.partly ? '≥' : ''}${w.count}` : w.kind)) ?? [];
    expect(weeks('fine')).toHaveLength(27);
    expect(weeks('fine').slice(-3)).toEqual(['none', '1', '2']);
    // The record of this account ends with the Sunday two weeks ago: after that nothing is known.
    expect(weeks('lagging').slice(-5)).toEqual(['none', 'none', '1', 'unknown', 'unknown']);
    expect(weeks('wall')).toEqual(Array.from({ length: 27 }, () => 'unknown'));
    expect(weeks('partial').slice(-7)).toEqual(['unknown', '≥1', ...Array.from({ length: 5 }, () => 'unknown')]);
    // Opened on a Thursday of the last week: before it there was no account, and the rest of that week is known.
    expect(weeks('young').slice(-3)).toEqual(['absent', 'absent', 'none']);
    const labels = modelOf().weeks;
    expect(labels.at(-1)).toEqual({ from: monday(0), to: today });
    expect(labels[0]?.from).toBe(monday(26));
  });

  it('prints unknown weeks hatched with a mark, never white', () => {
    const html = renderAccountAudit(modelOf(), { csv: null, xlsx: null, report: null });
    const row = (id: string) =>
      html.slice(html.indexOf(`id="a-${id}"`), html.indexOf('</tr>', html.indexOf(`id="a-${id}"`)));
    expect(row('wall').match(/<td class="wu">？<\/td>/g)).toHaveLength(27);
    expect(row('wall')).not.toContain('class="w0"');
    expect(html).toMatch(/\.wu\{background:repeating-linear-gradient/);
    expect(row('partial')).toContain('<td class="w1 wp">1</td>');
  });

  it('is one file without script or request, and escapes what units and platforms wrote', () => {
    const evil = account('evil', { name: '<script>alert(1)</script>“=cmd”', url: 'https://weibo.com/u/1"onclick=' });
    const posts = [look(evil, { posts: [1], titles: ['=HYPERLINK("http://x")<img src=x>'] })];
    const m = modelOf({ rows: [...rows, rowOf(evil, posts)] });
    const html = renderAccountAudit(m, { csv: '账号核查.csv', xlsx: '账号核查.xlsx', report: '../report.html' });
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('href="../report.html"');
    expect(html.match(/<a [^>]*href="(?!#|https:\/\/weibo\.com|\.\.\/|%E8%B4%A6)[^"]*"/g)).toBeNull();
    const csv = new TextDecoder('utf-8', { ignoreBOM: true }).decode(accountAuditCsv(m));
    expect(csv.startsWith('\ufeff"单位","平台"')).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(csv).toContain('"\'=HYPERLINK(""http://x"")<img src=x>"');
    expect(csv).not.toMatch(/(?:^|,)"[=+@]/m);
    expect(csv.split('\r\n')).toHaveLength(m.rows.length + 2);
  });

  it('tells files by who vouches for which days, over all accounts', () => {
    expect(modelOf().files.map((f) => [f.file, f.person, f.to, f.complete, f.accounts])).toEqual([
      [importFile.url, '林知秋', today, true, 7],
      [importFile.url, '林知秋', '2026-11-08', true, 1],
    ]);
    expect(modelOf().looks).toEqual([{ platformName: '新浪微博', kindName: '公开页面', accounts: 1, last: today }]);
    expect(modelOf().sourceless).toBe(1);
  });

  it('says when the policy does not ask for updates at all, instead of guessing', () => {
    const subjects = ids.map((k) => ({ ...judged(a[k], looks[k]), items: [] }));
    const m = modelOf({
      assessment: assessmentOf(subjects),
      rows: rows.map((r) => ({ ...r, state: 'unjudged' as const, supply: null })),
    });
    expect(m.limits).toBeNull();
    expect(m.urgent).toEqual([]);
    const html = renderAccountAudit(m, { csv: null, xlsx: null, report: null });
    expect(html).toContain('没有“内容不更新”一项');
  });

  it('keeps the page bounded with 10,000 accounts, all of them in the tables', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({
      ...(rows[i % rows.length] as (typeof rows)[number]),
      id: `n${i}`,
      anchor: `a-n${i}`,
      organization: `示例单位${i % 800}`,
    }));
    const m = modelOf({ rows: many });
    const html = renderAccountAudit(m, { csv: null, xlsx: null, report: null });
    expect(html.length).toBeLessThan(2_500_000);
    expect(html).toContain('另有 9700 个账号，全部见同名的表格文件');
    const csv = new TextDecoder().decode(accountAuditCsv(m));
    expect(csv.split('\r\n')).toHaveLength(10_002);
  });
});
