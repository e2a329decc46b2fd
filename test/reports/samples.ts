import type { Assessment, ItemAssessment, SubjectAssessment, Unseen } from '#core/assessment.ts';
import type { Evidence, Locator } from '#core/evidence.ts';
import type { Clause } from '#core/policy.ts';
import type { Basis, Finding, NonEmpty, Verdict } from '#core/verdict.ts';

/** Invented offices, sites and accounts in the shapes that the program meets; no real name, address or number. */

export const GENERATED_AT = '2026-11-22T04:10:00.000Z';
const FROM = '2026-11-15T00:20:00.000Z';
const TO = '2026-11-22T01:40:00.000Z';

let counter = 0;
function sha(): string {
  counter += 1;
  return counter.toString(16).padStart(8, '0').repeat(8);
}

export function evidence(kind: Evidence['kind'], url: string, locator?: Locator): Evidence {
  const base = { kind, sha256: sha(), url, capturedAt: '2026-11-22T01:35:12.000Z' };
  return locator ? { ...base, locator } : base;
}

export function basis(examined: number, unobserved: number, unit: string): Basis {
  return { examined, unobserved, unit, from: FROM, to: TO };
}

export function finding(
  fault: string,
  target: string,
  message: string,
  remedy: string,
  ev: NonEmpty<Evidence>,
  more: Partial<Finding> = {},
): Finding {
  return { fault, certainty: 'confirmed', target, message, remedy, evidence: ev, ...more };
}

const index = '政府网站与政务新媒体检查指标';
const clauses = {
  access: {
    document: index,
    section: '第一部分 单项否决·站点无法访问',
    summary: '监测 1 周，每天间隔性访问 20 次以上，超过 15 秒网站仍打不开的次数比例累计达 5%（含）以上，即单项否决。',
    verified: true,
  },
  home: {
    document: index,
    section: '第一部分 单项否决·首页不更新',
    summary: '监测时间点前 2 周内首页无信息更新，即单项否决；首页仅为栏目导航入口的，检查所有二级页面。',
    verified: true,
  },
  marks: {
    document: index,
    section: '第二部分 扣分指标·网站标识',
    summary: '全部页面底部功能区须列明六项标识，每缺一项扣 0.5 分。',
    verified: true,
  },
  links: {
    document: index,
    section: '第二部分 扣分指标·可用性',
    summary: '首页链接不能正常访问的，每个扣 0.2 分；其他页面的链接不能正常访问的，每个扣 0.1 分。',
    verified: false,
  },
  finder: {
    document: index,
    section: '第二部分 扣分指标·“我为政府网站找错”',
    summary: '首页底部功能区未添加“我为政府网站找错”入口的，扣 1 分；其他页面每个扣 0.2 分。',
    verified: true,
  },
  hidden: {
    document: index,
    section: '第一部分 单项否决·安全、泄密事故等严重问题',
    summary: '出现反动、暴力、色情等内容或指向此类内容的链接，即单项否决。',
    verified: true,
  },
  guides: {
    document: index,
    section: '第二部分 扣分指标·办事指南',
    summary: '抽查 5 个事项的办事指南，要素缺失、不准确的按处扣分；无对外服务职能的单位不检查。',
    verified: true,
  },
  accountNational: {
    document: index,
    section: '第一部分 单项否决·内容不更新',
    summary: '监测时间点前 2 周内无更新，即单项否决。',
    verified: false,
  },
  accountLocal: {
    document: '示例县政府网站和政务新媒体检查指标',
    section: '附件 一·政务新媒体·内容不更新',
    summary: '监测时间点前 1 周内无更新，即单项否决。',
    verified: true,
  },
} satisfies Record<string, Clause>;

type ItemKind = {
  itemId: string;
  title: string;
  part: ItemAssessment['part'];
  points: number;
  clauses: readonly Clause[];
  indicator: { id: string; version: number };
  params: Record<string, unknown>;
};
export const kinds = {
  access: {
    itemId: 'site-access',
    title: '站点无法访问',
    part: 'veto',
    points: 0,
    clauses: [clauses.access],
    indicator: { id: 'site-access', version: 1 },
    params: { timeoutMs: 15000, failPercent: 5, minVisits: 140 },
  },
  home: {
    itemId: 'stale-home',
    title: '首页不更新',
    part: 'veto',
    points: 0,
    clauses: [clauses.home],
    indicator: { id: 'stale-home', version: 1 },
    params: { windowDays: 14 },
  },
  hidden: {
    itemId: 'suspect-links',
    title: '暗链线索',
    part: 'veto',
    points: 0,
    clauses: [clauses.hidden],
    indicator: { id: 'suspect-links', version: 1 },
    params: { reviewOnly: true },
  },
  marks: {
    itemId: 'footer-marks',
    title: '网站标识',
    part: 'deduction',
    points: 300,
    clauses: [clauses.marks],
    indicator: { id: 'footer-marks', version: 2 },
    params: { roles: ['home'] },
  },
  links: {
    itemId: 'dead-links',
    title: '链接可用性',
    part: 'deduction',
    points: 100,
    clauses: [clauses.links],
    indicator: { id: 'dead-links', version: 1 },
    params: { minExamined: 10 },
  },
  finder: {
    itemId: 'error-report',
    title: '“我为政府网站找错”入口',
    part: 'deduction',
    points: 200,
    clauses: [clauses.finder],
    indicator: { id: 'error-report', version: 1 },
    params: {},
  },
  guides: {
    itemId: 'service-guides',
    title: '办事指南',
    part: 'deduction',
    points: 800,
    clauses: [clauses.guides],
    indicator: { id: 'service-guides', version: 1 },
    params: { sample: 5 },
  },
  account: {
    itemId: 'account-update',
    title: '内容不更新',
    part: 'veto',
    points: 0,
    clauses: [clauses.accountNational, clauses.accountLocal],
    indicator: { id: 'account-freshness', version: 1 },
    params: { windowDays: 7 },
  },
} satisfies Record<string, ItemKind>;

export function item(kind: ItemKind, verdict: Verdict, lower = 0, upper = lower): ItemAssessment {
  return { ...kind, applicable: true, verdict, cost: { lower, upper }, reviews: [] };
}
export function notApplicable(kind: ItemKind, because: string): ItemAssessment {
  return { ...kind, applicable: false, because };
}
export const pass = (b: Basis): Verdict => ({ outcome: 'pass', basis: b, findings: [] });
export const fail = (b: Basis, findings: NonEmpty<Finding>): Verdict => ({ outcome: 'fail', basis: b, findings });
export const suspect = (b: Basis, findings: NonEmpty<Finding>, note: string): Verdict => ({
  outcome: 'needs-review',
  basis: b,
  findings,
  because: { kind: 'suspect', note },
});
export const undeterminable = (b: Basis, note: string): Verdict => ({
  outcome: 'needs-review',
  basis: b,
  findings: [],
  because: { kind: 'undeterminable', note },
});

function site(id: string, name: string, organization: string, more: Partial<SubjectAssessment>): SubjectAssessment {
  return {
    subject: {
      id,
      type: 'site',
      name,
      organization,
      address: `http://${id}.example.gov.cn/`,
      detail: '部门网站',
    },
    conclusion: 'qualified',
    score: { lower: 10000, upper: 10000 },
    items: [],
    openQuestions: [],
    unseen: [],
    information: [],
    ...more,
  };
}

const visits = basis(168, 0, '次访问');
const links = basis(86, 2, '个链接');
const page = basis(1, 0, '个页面');
const rows = basis(34, 0, '个条目');
const quiet = () => [
  item(kinds.access, pass(visits)),
  item(kinds.home, pass(rows)),
  item(kinds.hidden, pass(basis(86, 0, '个链接'))),
  item(kinds.marks, pass(page), 0),
  item(kinds.links, pass(links), 0),
  item(kinds.finder, pass(page), 0),
];

/** 单项否决: the home page did not open. */
export const vetoed = (): SubjectAssessment => {
  const home = 'http://shuiwu.example.gov.cn/';
  return site('shuiwu', '示例县水务局网站', '示例县水务局', {
    conclusion: 'unqualified',
    score: null,
    items: [
      item(
        kinds.access,
        fail(basis(165, 3, '次访问'), [
          finding(
            'not-open',
            home,
            '165 次访问中 21 次在 15 秒内没有打开（12.7%），达到 5% 的否决线；其中 18 次连接后无响应，3 次连接被拒绝。',
            '请联系网站托管单位，查 2026-11-18 之后的服务器负载和防火墙记录；修复后报主管单位申请复测。',
            [
              evidence('exchange', home),
              evidence('exchange', home),
              evidence('exchange', home),
              evidence('exchange', home),
              evidence('exchange', home),
            ],
            { since: '2026-11-18T00:20:00.000Z' },
          ),
        ]),
      ),
      item(
        kinds.home,
        fail(rows, [
          finding(
            'stale',
            home,
            '首页最新一条信息发布于 2026-10-20，距监测时间点 33 天，超过 14 天。',
            '在首页发布新的信息，并确认稿件页标明发布时间。',
            [
              evidence('html', home, {
                selector: 'ul.news > li:nth-child(1)',
                line: 212,
                column: 9,
                text: '我局开展节水宣传进社区活动 2026-10-20',
              }),
            ],
            { since: '2026-11-03T16:00:00.000Z' },
          ),
        ]),
      ),
      item(kinds.hidden, pass(basis(52, 0, '个链接'))),
      item(
        kinds.marks,
        fail(page, [
          finding(
            'mark-missing',
            '公安备案',
            '首页底部没有公安机关备案标识。',
            '到全国互联网安全管理服务平台办理备案，把备案图标和编号放到所有页面的底部功能区。',
            [
              evidence('html', home, {
                selector: 'div#footer',
                line: 640,
                text: '主办单位：示例县水务局 电话：000-0000000',
              }),
            ],
          ),
          finding(
            'mark-missing',
            'ICP备案',
            '首页底部没有 ICP 备案编号。',
            '把 ICP 备案编号放到所有页面的底部功能区，并链接到备案管理系统。',
            [evidence('html', home, { selector: 'div#footer', line: 640 })],
          ),
        ]),
        100,
      ),
      item(kinds.links, pass(links), 0),
      item(kinds.finder, pass(page), 0),
    ],
    unseen: [
      unseen(
        'site.access',
        home,
        'local-network',
        '同一时段内控制点也打不开，这次访问作废',
        '2026-11-17T03:20:00.000Z',
      ),
      unseen(
        'site.access',
        home,
        'local-network',
        '同一时段内控制点也打不开，这次访问作废',
        '2026-11-17T04:20:00.000Z',
      ),
      unseen('site.access', home, 'overload', '检查程序在这个时段过载，这次访问作废', '2026-11-19T09:20:00.000Z'),
    ],
    information: [{ message: '证书将于 2026-12-03 到期，请提前更换。', evidence: [evidence('certificate', home)] }],
  });
};

function unseen(kind: string, target: string, reason: Unseen['reason'], detail: string, slot = TO): Unseen {
  return { kind, target, slot, reason, detail, evidence: [] };
}

export const clean = (): SubjectAssessment =>
  site('zhengfu', '示例县人民政府门户网站', '示例县人民政府办公室', {
    subject: {
      id: 'zhengfu',
      type: 'site',
      name: '示例县人民政府门户网站',
      organization: '示例县人民政府办公室',
      address: 'https://www.example.gov.cn/',
      detail: '门户网站，标识码 9999990001',
    },
    items: quiet(),
  });

/** 得分区间跨过 60 分: what a person decides about suspected faults decides the conclusion. */
export const straddling = (): SubjectAssessment => {
  const home = 'http://jiaotong.example.gov.cn/';
  return site('jiaotong', '示例县交通运输局网站', '示例县交通运输局', {
    conclusion: 'undetermined',
    score: { lower: 5650, upper: 7200 },
    items: [
      item(kinds.access, pass(visits)),
      item(kinds.home, pass(rows)),
      item(kinds.hidden, pass(basis(60, 0, '个链接'))),
      item(
        { ...kinds.guides, points: 2500 },
        suspect(
          basis(5, 0, '个事项'),
          [
            finding(
              'vague-clause',
              'http://jiaotong.example.gov.cn/bszn/101.html',
              '申请材料写有“根据有关规定应提交的其他材料”，疑似兜底条款。',
              '把“其他材料”改成逐项列明的材料名称。',
              [
                evidence('html', 'http://jiaotong.example.gov.cn/bszn/101.html', {
                  selector: 'table.clcl tr:nth-child(6) > td:nth-child(2)',
                  line: 388,
                  text: '根据有关规定应提交的其他材料',
                }),
                evidence('screenshot', 'http://jiaotong.example.gov.cn/bszn/101.html'),
              ],
              { certainty: 'suspected' },
            ),
          ],
          '由人查看 5 份办事指南，确认兜底条款是否成立。',
        ),
        950,
        2500,
      ),
      item(
        kinds.marks,
        fail(page, [
          finding(
            'mark-missing',
            '网站标识码',
            '首页底部没有网站标识码；源码注释里有一处，但页面上看不到。',
            '把被注释掉的网站标识码恢复到页面底部。',
            [
              evidence('html', home, {
                selector: 'div.foot',
                line: 702,
                column: 3,
                text: '<!-- 网站标识码：9999990007 -->',
              }),
            ],
          ),
        ]),
        50,
      ),
      item(kinds.links, pass(links), 0),
      item(kinds.finder, pass(page), 0),
    ],
    openQuestions: [{ itemId: 'service-guides', effect: 1550, note: '5 份办事指南中的兜底条款是否成立' }],
  });
};

/** 无法判定: the site sends a challenge instead of its pages. */
export const blocked = (): SubjectAssessment => {
  const home = 'https://minzheng.example.gov.cn/';
  return site('minzheng', '示例县民政局网站', '示例县民政局', {
    conclusion: 'undetermined',
    score: { lower: 9400, upper: 10000 },
    items: [
      item(
        kinds.access,
        undeterminable(
          basis(0, 168, '次访问'),
          '168 次访问全部遇到防护设备的验证页（状态码 412），程序看不到首页，不能据此认定网站打不开。',
        ),
      ),
      item(kinds.home, undeterminable(basis(0, 7, '个页面'), '首页被防护设备拦截。')),
      item(kinds.hidden, undeterminable(basis(0, 7, '个页面'), '首页被防护设备拦截。')),
      item(kinds.marks, undeterminable(basis(0, 7, '个页面'), '首页被防护设备拦截。'), 0, 300),
      item(kinds.links, undeterminable(basis(0, 1, '个页面'), '首页被防护设备拦截。'), 0, 100),
      item(kinds.finder, undeterminable(basis(0, 7, '个页面'), '首页被防护设备拦截。'), 0, 200),
    ],
    openQuestions: [
      { itemId: 'footer-marks', effect: 300, note: '用浏览器打开首页，核对六项标识' },
      { itemId: 'site-access', effect: 'veto', note: '用浏览器核实首页能否打开，或请单位放行检查地址后重测' },
      { itemId: 'stale-home', effect: 'veto', note: '用浏览器查看首页最新信息的日期' },
    ],
    unseen: [
      ...Array.from({ length: 168 }, (_, i) =>
        unseen(
          'site.access',
          home,
          'blocked',
          '返回 412 和一段脚本，没有正文',
          new Date(Date.parse(FROM) + i * 3_600_000).toISOString(),
        ),
      ),
      unseen('page.footer-marks', home, 'blocked', '首页是验证页'),
    ],
  });
};

/** 暗链线索: found by the machine, decided by a person. */
export const hiddenLinks = (): SubjectAssessment => {
  const home = 'http://wenhua.example.gov.cn/';
  return site('wenhua', '示例县文化馆网站', '示例县文化和旅游局', {
    conclusion: 'undetermined',
    score: { lower: 9900, upper: 9900 },
    items: [
      ...quiet().filter((i) => i.itemId !== 'suspect-links' && i.itemId !== 'error-report'),
      item(
        kinds.hidden,
        suspect(
          basis(131, 0, '个链接'),
          [
            finding(
              'hidden',
              'http://duqiu.example.net/?from=gov',
              '首页有 1 个看不见的链接（样式 left:-9999px）指向境外域名，链接文字“澳门××”。',
              '立即核实并删除该链接，检查模板和数据库是否被篡改，保留日志并报网信、公安部门。',
              [
                evidence('html', home, {
                  selector: 'body > div:nth-child(9) > a:nth-child(1)',
                  line: 911,
                  column: 1,
                  text: '<div style="position:absolute;left:-9999px"><a href="http://duqiu.example.net/?from=gov">',
                }),
                evidence('screenshot', home),
              ],
              { certainty: 'suspected', since: '2026-11-19T22:00:00.000Z' },
            ),
          ],
          '发现 1 条暗链线索，须由人确认是否为篡改。',
        ),
      ),
      item(
        kinds.finder,
        fail(page, [
          finding('missing', home, '首页底部没有“我为政府网站找错”入口。', '按统一样式在页面底部添加入口。', [
            evidence('html', home, { selector: 'div.footer', line: 950 }),
          ]),
        ]),
        100,
      ),
    ],
    openQuestions: [{ itemId: 'suspect-links', effect: 'veto', note: '确认首页的隐藏链接是否为篡改' }],
  });
};

/** 200 dead links. */
export const manyLinks = (count = 200): SubjectAssessment => {
  const home = 'http://nongye.example.gov.cn/';
  const dead = Array.from({ length: count }, (_, i) => {
    const target =
      i % 7 === 3
        ? `http://old-platform.example.com/show.aspx?id=${i}&return=${'%E4%B8%AD%E6%96%87'.repeat(40)}`
        : `http://nongye.example.gov.cn/xxgk/2021/t2021${String(1000 + i)}.html`;
    return finding(
      'dead-home',
      target,
      `首页链接“${i % 2 ? '关于做好秋冬种生产工作的通知' : '惠农政策问答'}（${i + 1}）”打不开：页面不存在（404），两次复查结果相同。`,
      '更新或删除该链接；页面已迁移的，改成新地址。',
      [
        evidence('html', i % 5 === 0 ? `${home}tzgg/index.html` : home, {
          selector: `#list > li:nth-child(${i + 1}) > a`,
          line: 300 + i,
          column: 12,
          text: '关于做好秋冬种生产工作的通知',
        }),
        evidence('exchange', target),
      ],
      i % 3 ? { since: '2026-11-15T01:00:00.000Z' } : {},
    );
  }) as unknown as NonEmpty<Finding>;
  return site('nongye', '示例县农业农村局网站', '示例县农业农村局', {
    conclusion: 'qualified',
    score: { lower: 9900, upper: 9900 },
    items: [
      ...quiet().filter((i) => i.itemId !== 'dead-links'),
      item(
        kinds.links,
        { ...fail(basis(640, 12, '个链接'), dead), notes: ['12 个链接被对方限流，未作判定。'] } as Verdict,
        100,
      ),
      notApplicable(kinds.guides, '本单位没有对外服务职能（台账登记），办事服务类指标不检查。'),
    ],
  });
};

export const exempt = (): SubjectAssessment =>
  site('dangshi', '示例县档案馆网站', '示例县档案馆', {
    items: [...quiet(), notApplicable(kinds.guides, '本单位没有对外服务职能（台账登记），办事服务类指标不检查。')],
    score: { lower: 9875, upper: 9875 },
  });

function account(
  id: string,
  name: string,
  organization: string,
  detail: string,
  conclusion: SubjectAssessment['conclusion'],
  verdict: Verdict,
  more: Partial<SubjectAssessment> = {},
): SubjectAssessment {
  return {
    subject: { id, type: 'account', name, organization, address: '', detail },
    conclusion,
    score: null,
    items: [item(kinds.account, verdict)],
    openQuestions: [],
    unseen: [],
    information: [],
    ...more,
  };
}

const posts = (n: number, u = 0) => basis(n, u, '篇发布内容');
export const accounts = (): SubjectAssessment[] => [
  account('wx-fabu', '示例县发布', '示例县人民政府办公室', '微信公众号', 'qualified', pass(posts(41))),
  account(
    'wb-shuiwu',
    '示例水务',
    '示例县水务局',
    '新浪微博',
    'unqualified',
    fail(posts(3), [
      finding(
        'sleeping',
        '新浪微博·示例水务',
        '最近一次发布是 2026-11-08，距监测时间点 14 天，超过 7 天没有更新。',
        '恢复更新；无力维护的，按程序申请关停并注销。',
        [evidence('import', '备案导出/微博-示例水务.csv', { line: 2, text: '2026-11-08 09:12' })],
        { since: '2026-11-15T01:12:00.000Z' },
      ),
    ]),
  ),
  account(
    'dy-nongye',
    '示例农业农村',
    '示例县农业农村局',
    '抖音',
    'unqualified',
    fail(posts(1), [
      finding(
        'zombie',
        '抖音·示例农业农村',
        '最近一次发布是 2025-06-30，距监测时间点 510 天，属长期不更新的僵尸账号。',
        '申请关停并注销账号，向社会公告。',
        [evidence('import', '备案导出/抖音-示例农业农村.csv', { line: 2 })],
        { since: '2025-07-07T00:00:00.000Z' },
      ),
    ]),
  ),
  account(
    'tt-minzheng',
    '示例民政',
    '示例县民政局',
    '今日头条',
    'undetermined',
    undeterminable(
      { examined: 0, unobserved: 1, unit: '份发布记录', from: '', to: '' },
      '单位没有提供后台导出，公开页面需要登录才能查看。',
    ),
    {
      openQuestions: [{ itemId: 'account-update', effect: 'veto', note: '请单位提供今日头条的后台发布记录' }],
      unseen: [unseen('account.posts', '今日头条·示例民政', 'login-required', '公开页面要求登录')],
    },
  ),
];

/** What an attacker would put into a page, a name, a link. */
export const hostile = {
  script: '<script>alert("xss-1")</script>',
  attribute: '" onmouseover="alert(2)" x="',
  single: "' onfocus='alert(3)' autofocus='",
  image: '<img src=x onerror=alert(4)>',
  closing: '</td></table></style></title><iframe src="https://evil.example.net/5"></iframe>',
  comment: '--><!--[if IE]><svg/onload=alert(6)>',
  address: 'javascript:alert(7)',
  data: 'data:text/html,<script>alert(8)</script>',
  vbscript: ' \u0001vbscript:alert(9)',
  override: '示例\u202egpj.exe\u202c县\u2066政府\u2069',
  control: '空\u0000字\u001b[31m符\u0007号\u009b\u200b\ufeff',
  entity: '&lt;script&gt;&#x3c;b&#x3e;',
  style: '}</style><style>*{background:url(https://evil.example.net/10)}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it must come out as it stands
  template: '${alert(11)} {{constructor.constructor("alert(12)")()}}',
  surrogate: '半个\ud800字',
  tower: `e${'\u0301'.repeat(500)}`,
  backtick: '`onload=alert(13)`',
  long: `https://evil.example.net/${'a'.repeat(9000)}`,
};

export const attacked = (): SubjectAssessment => {
  const all = Object.values(hostile);
  return {
    subject: {
      id: `x${hostile.attribute}`,
      type: 'site',
      name: all.slice(0, 4).join(''),
      organization: hostile.closing,
      address: hostile.address,
      detail: hostile.override,
    },
    conclusion: 'undetermined',
    score: { lower: 100, upper: 9000 },
    items: [
      item(
        {
          ...kinds.hidden,
          itemId: hostile.attribute,
          title: hostile.script,
          clauses: [{ document: hostile.image, section: hostile.closing, summary: hostile.style, verified: false }],
          params: { [hostile.script]: hostile.closing },
        },
        suspect(
          { examined: 1, unobserved: 1, unit: hostile.script, from: hostile.image, to: hostile.comment },
          all.map((h) =>
            finding(h, h, `消息${h}`, `建议${h}`, [
              {
                kind: 'html',
                sha256: sha(),
                url: h,
                capturedAt: h,
                locator: { selector: h, line: 1, text: h.slice(0, 200) },
              },
              { kind: 'exchange', sha256: sha(), url: `http://x.example.gov.cn/${h}`, capturedAt: TO },
            ]),
          ) as unknown as NonEmpty<Finding>,
          all.join(' '),
        ),
      ),
      notApplicable({ ...kinds.guides, title: hostile.image }, hostile.script),
    ],
    openQuestions: [{ itemId: hostile.attribute, effect: 'veto', note: hostile.closing }],
    unseen: all.map((h) => unseen('site.access', h, 'blocked', h)),
    information: all.map((h) => ({ message: h, evidence: [] })),
  };
};

export function assessment(subjects: readonly SubjectAssessment[], more: Partial<Assessment> = {}): Assessment {
  return {
    format: 1,
    run: {
      id: 'run-20261122-0135',
      asOf: TO,
      policy: { id: 'example-county', title: '示例县检查指标', digest: 'sha256:5f1c'.padEnd(71, '0') },
      registry: { title: '示例县', digest: 'sha256:77aa'.padEnd(71, '0') },
      seed: '20261122-3f9a',
      tool: '0.1.0',
      notes: [],
    },
    policy: {
      id: 'example-county',
      title: '示例县检查指标',
      effectiveFrom: '2019-12-18',
      notes: ['国家指标中标有“未核对原文”的条款，出自转述材料。'],
      flow: { base: 10000, failBelow: 6000, bonusAbove: 8000 },
      unchecked: [
        {
          id: 'overview',
          title: '概况信息',
          subject: 'site',
          part: 'deduction',
          points: 200,
          section: '第二部分 扣分指标·发布解读',
        },
        {
          id: 'guides-accuracy',
          title: '内容准确',
          subject: 'site',
          part: 'deduction',
          points: 500,
          section: '第二部分 扣分指标·办事服务',
        },
        {
          id: 'rest',
          title: '其余扣分指标',
          subject: 'site',
          part: 'deduction',
          points: 7900,
          section: '第二部分 扣分指标',
        },
        {
          id: 'blank-channels',
          title: '栏目不更新、空白栏目',
          subject: 'site',
          part: 'veto',
          points: 0,
          section: '第一部分 单项否决·栏目不更新',
        },
        { id: 'data', title: '数据发布', subject: 'site', part: 'bonus', points: 700, section: '第三部分 加分指标' },
        {
          id: 'interaction',
          title: '互动回应差',
          subject: 'account',
          part: 'veto',
          points: 0,
          section: '第一部分 单项否决·政务新媒体',
        },
      ],
    },
    subjects,
    skipped: [],
    ...more,
  };
}

/** The whole sample county. */
export function county(): Assessment {
  counter = 0;
  const base = assessment([
    clean(),
    vetoed(),
    straddling(),
    blocked(),
    hiddenLinks(),
    manyLinks(),
    exempt(),
    ...accounts(),
  ]);
  return {
    ...base,
    run: {
      ...base.run,
      notes: ['演示县的时间经过压缩：一周的访问在 40 秒内完成，15 秒的限时按同一比例缩短为 150 毫秒。'],
    },
    skipped: [{ id: 'lvyou', name: '示例县旅游局网站', reason: '已于 2026-03-01 关停，不再检查。' }],
  };
}

/** One site, as `check` sees it. */
export function oneSite(): Assessment {
  counter = 0;
  const home = 'http://wsj.example.gov.cn/';
  const base = assessment([
    site('wsj-example-gov-cn', 'wsj.example.gov.cn', '', {
      conclusion: 'undetermined',
      score: { lower: 9750, upper: 9850 },
      subject: {
        id: 'wsj-example-gov-cn',
        type: 'site',
        name: '示例县卫生健康局',
        organization: '',
        address: home,
        detail: '未登记台账',
      },
      items: [
        item(
          kinds.access,
          undeterminable(
            { examined: 1, unobserved: 0, unit: '次访问', from: TO, to: TO },
            '只访问了 1 次，判断一周的可用性至少要 140 次。',
          ),
        ),
        item(kinds.home, pass({ examined: 30, unobserved: 0, unit: '个条目', from: TO, to: TO })),
        item(
          kinds.marks,
          fail({ examined: 1, unobserved: 0, unit: '个页面', from: TO, to: TO }, [
            finding(
              'mark-missing',
              'ICP备案',
              '首页底部没有 ICP 备案编号。',
              '把 ICP 备案编号放到所有页面的底部功能区，并链接到备案管理系统。',
              [evidence('html', home, { selector: 'div.footer', line: 420, text: '版权所有：示例县卫生健康局' })],
            ),
            finding(
              'mark-missing',
              '公安备案',
              '首页底部没有公安机关备案标识。',
              '把公安备案图标和编号放到所有页面的底部功能区。',
              [evidence('html', home, { selector: 'div.footer', line: 420 })],
            ),
          ]),
          100,
        ),
        item(
          kinds.links,
          fail({ examined: 64, unobserved: 3, unit: '个链接', from: TO, to: TO }, [
            finding(
              'dead-home',
              `${home}zwgk/2019/t20190301.html`,
              '首页链接“2019 年部门预算”打不开：页面不存在（404），两次复查结果相同。',
              '更新或删除该链接；页面已迁移的，改成新地址。',
              [
                evidence('html', home, {
                  selector: '#zwgk li:nth-child(4) > a',
                  line: 233,
                  column: 15,
                  text: '2019 年部门预算',
                }),
                evidence('exchange', `${home}zwgk/2019/t20190301.html`),
              ],
            ),
          ]),
          20,
          120,
        ),
        item(kinds.finder, pass({ examined: 1, unobserved: 0, unit: '个页面', from: TO, to: TO }), 0),
      ],
      openQuestions: [
        { itemId: 'site-access', effect: 'veto', note: '一次访问不能判断一周的可用性，须登记台账后连续监测' },
      ],
      unseen: [
        unseen('link.status', 'https://weibo.example.com/u/1', 'login-required', '对方要求登录'),
        unseen('link.status', 'https://portal.example.net/', 'blocked', '对方返回验证页'),
      ],
      information: [{ message: '首页声明的编码是 utf-8，实际是 gb18030。', evidence: [evidence('html', home)] }],
    }),
  ]);
  return {
    ...base,
    run: { ...base.run, registry: { title: '', digest: '' }, notes: ['本次只做了一轮检查，不能说明一周内的可用性。'] },
  };
}
