import type { Expected, ExpectedItem } from './expectation.ts';

const pass = (why: string): ExpectedItem => ({ outcome: 'pass', why });
const review = (why: string, faults?: readonly string[]): ExpectedItem => ({
  outcome: 'needs-review',
  ...(faults === undefined ? {} : { faults }),
  why,
});
const fail = (faults: readonly string[], why: string, targets?: readonly string[]): ExpectedItem => ({
  outcome: 'fail',
  faults,
  ...(targets === undefined ? {} : { targets }),
  why,
});

const healthy: Expected['items'] = {
  'site-access': pass('每次访问都很快打开'),
  'home-update': pass('首页有两周内发布的信息，稿件页注明时间'),
  'footer-marks': pass('六个要素齐全'),
  'error-report-entry': pass('页脚有找错入口，代码与标识码一致'),
  'dead-links': pass('首页链接都能打开'),
  'hidden-links': pass('没有暗链线索'),
};

/**
 * Vetoes are 站点无法访问, 首页不更新 and 暗链: a failed one is 不合格, one in review is 待复核. 标识, 可用性 and 找错 cost at most 3 + 1 + 1 of
 * 100 points, so that no site without a failed veto comes near 60. All this holds under both policies.
 */
function site(conclusion: Expected['conclusion']['fengdu'], items: Partial<Expected['items']>): Expected {
  return {
    conclusion: { fengdu: conclusion, national: conclusion },
    items: { ...healthy, ...(items as Expected['items']) },
  };
}

/** Nothing of the pages was seen. */
const unseen = (why: string): Expected['items'] => ({
  'home-update': review(why),
  'footer-marks': review(why),
  'error-report-entry': review(why),
  'dead-links': review(why),
  'hidden-links': review(why),
});

export const expectedSites: Readonly<Record<string, Expected>> = {
  // Healthy, each in another shape.
  portal: site('qualified', {
    'stale-channels': pass('登记的五个栏目都在期限内更新，全站抓取没有发现别的问题栏目'),
    'news-update': pass('动态要闻类栏目昨天有更新'),
    'policy-files': pass('政策文件栏目 5 天前有更新'),
    interpretations: pass('政策解读栏目 7 天前有更新'),
    'other-channels': pass('没有空白或应更新未更新的栏目'),
    'page-tags': pass('抽到的页面三组标签齐全'),
  }),
  'education-site': site('qualified', {
    'hidden-links': pass('收起的下拉菜单只指向本站栏目，不是暗链'),
    'stale-channels': pass('1 个空白栏目，不到 5 个'),
    'news-update': pass('工作动态昨天有更新'),
    interpretations: fail(['stale'], '政策解读栏目最新一篇在 200 天前'),
    'other-channels': fail(['blank', 'stale'], '规划计划是空白栏目；政策解读是否另按其他栏目计，交人工'),
  }),
  'finance-site': site('qualified', {
    'home-update': pass('首页列表在 <datastore> 数据里，不用浏览器也能读到，昨天有更新'),
  }),
  'planning-site': site('qualified', {
    'home-update': pass('列表不写年份，稿件页注明发布日期（另列的成文日期不算），昨天有更新'),
  }),
  'qingshi-site': site('qualified', {
    'home-update': pass('首页仅为栏目导航入口，二级页面昨天有更新'),
  }),
  'liuxi-site': site('qualified', {}),
  'baita-site': site('qualified', {}),
  'market-hall-site': {
    ...site('qualified', {
      'home-update': pass('首页列表由新点的列表接口提供，直接查询接口读到，昨天有更新'),
      'dead-links': review('首页列表由脚本写进页面，没有浏览器看不到其中的链接'),
      'stale-channels': pass(
        '数据发布的列表由接口提供，读到了；意见征集的列表只有脚本知道，不算空白，一个也到不了 5 个',
      ),
      'news-update': pass('工作动态昨天有更新'),
      'other-channels': review('意见征集的列表没有浏览器看不到，既不算空白也不算正常', []),
    }),
    withBrowser: {
      items: {
        'dead-links': pass('浏览器执行脚本后看得到列表里的链接，都能打开'),
        'other-channels': pass('浏览器执行脚本后看得到意见征集的列表，6 天前有更新'),
      },
    },
  },
  'forestry-site': site('qualified', {
    'footer-marks': pass('六个要素由本站脚本 /js/footer.js 写出'),
    'error-report-entry': pass('入口由本站脚本 /js/footer.js 写出'),
  }),

  // Availability. 7 days × 24 visits, 5 % inclusive.
  'housing-site': site('unqualified', {
    // Every visit hangs; the page cannot be read either, which proves nothing about its content.
    'site-access': fail(['not-open'], '每次访问都接通后无响应'),
    ...unseen('首页打不开，没有看到内容'),
  }),
  'transport-site': site('unqualified', {
    'site-access': fail(['not-open'], '每 6 次有 1 次超过时限（约 16.7%）'),
  }),
  'water-site': site('unqualified', {
    'site-access': fail(['not-open'], '每 8 次有 1 次超过时限（约 12.5%）'),
  }),
  'agriculture-site': site('qualified', {
    'site-access': pass('每 42 次有 1 次超过时限（约 2.4%），不到 5%'),
  }),
  'civil-site': site('qualified', {
    'site-access': pass('每次都要时限的一半，没有超过'),
    // 2 × 0.5 points.
    'footer-marks': fail(['icp-missing', 'public-security-missing'], '页脚没有ICP备案编号和公安机关备案标识'),
  }),
  // A challenge is no failure and no success: a person with a browser has to look.
  'health-site': site('undetermined', {
    'site-access': review('防护以 412 拦截，人用浏览器能打开'),
    ...unseen('防护以 412 拦截，没有看到内容'),
  }),
  'market-site': site('undetermined', {
    'site-access': review('防护以 521 拦截，人用浏览器能打开'),
    ...unseen('防护以 521 拦截，没有看到内容'),
  }),
  'emergency-site': site('qualified', {
    'site-access': pass('打不开的访问都落在报备的维护时段内，不计入占比'),
  }),

  // Footers.
  'justice-site': site('qualified', {
    // 0.5 points.
    'footer-marks': fail(['site-code-missing'], '页脚和标签都没有网站标识码'),
  }),
  'audit-site': site('qualified', {
    // 0.5 points: a comment is shown to nobody.
    'footer-marks': fail(['conac-missing'], '党政机关网站标识写在注释里'),
  }),
  'veterans-site': site('qualified', {
    // 1 point for the home page, 0.2 for each other page, capped at 1.
    'error-report-entry': fail(['home-missing', 'inner-missing'], '首页和其他页面都没有找错入口'),
  }),
  // A portal: the national deductions apply as well. 0.5 + 1 points.
  'zone-site': site('qualified', {
    'footer-marks': fail(['sponsor-missing'], '页脚没有写明主办单位'),
    'error-report-entry': fail(['home-missing', 'inner-missing'], '首页和其他页面都没有找错入口'),
  }),

  // Freshness. Window 14 days, the date of the article page decides.
  'sports-site': site('unqualified', {
    'home-update': fail(['stale'], '最新一条 40 天前发布'),
    'stale-channels': pass('只有工作动态一个栏目没有更新，不到 5 个'),
    'news-update': fail(['stale'], '工作动态最新一篇在 40 天前'),
    'policy-files': pass('政策文件最新一篇在 88 天前，不到 6 个月'),
  }),
  'science-site': site('qualified', {
    // The pinned row dated in the future counts for nothing, the next one stands 13 days back.
    'home-update': pass('最新一条 13 天前发布，在两周以内；置顶的未来日期不算'),
  }),
  'archives-site': site('undetermined', {
    // By the index an undated article is no update; a program that reads no date may have missed it.
    'home-update': review('稿件页都没有注明发布时间，按规定视为不更新，须人工确认', ['undated']),
    'news-update': review('同上，栏目里的稿件都没有注明发布时间', ['stale']),
  }),
  'defence-site': site('undetermined', {
    // The article counts, not the row; but two dates that contradict each other are for a person to settle.
    'home-update': review('列表日期在本周，稿件页的发布时间在三个月前，两者矛盾'),
    'news-update': review('同上，栏目列表的日期与稿件页矛盾', []),
  }),
  'statistics-site': {
    ...site('undetermined', {
      'home-update': review('首页列表由网站自己的脚本加载，没有浏览器读不到，空列表不等于没有更新'),
    }),
    withBrowser: {
      conclusion: { fengdu: 'qualified', national: 'qualified' },
      items: { 'home-update': pass('浏览器执行脚本后列出昨天发布的信息') },
    },
  },

  // Links.
  'commerce-site': site('qualified', {
    // 6 × 0.2 points, capped at 1.
    'dead-links': fail(['home-link-dead'], '404 三处（页面、图片、附件），500、域名不存在、拒绝连接各一处', [
      'http://sww.shilixian.gov.example/ztzl/xfj/index.html',
      'http://sww.shilixian.gov.example/images/xfj_old.png',
      'http://sww.shilixian.gov.example/download/2019/beianbiao.xls',
      'http://sww.shilixian.gov.example/cx/tongji.jsp?type=1',
      'http://www.shili-zhaoshang.invalid/',
      'http://old.shilishangwu.example/',
    ]),
  }),
  'industry-site': site('qualified', {
    // 0.2 points. It answers 200 and shows an error page. The old topic that leads to the home page may have been moved there on purpose.
    'dead-links': fail(['home-link-dead'], '一处返回 200 的错误页；另一处跳到首页，只是存疑', [
      'http://jxw.shilixian.gov.example/service/jieneng_2018.html',
    ]),
  }),
  'city-site': site('qualified', {
    // 2 × 0.2 points. Articles that lead to the home page, on a server that treats any invented address in the same way.
    'dead-links': fail(['home-link-dead'], '两篇稿件都跳回首页，与不存在的地址待遇相同', [
      'http://cgj.shilixian.gov.example/ztzl/201811/t20181109_882131.html',
      'http://cgj.shilixian.gov.example/ztzl/201906/t20190612_901774.html',
    ]),
  }),
  'talent-site': site('qualified', {
    'dead-links': pass('拒绝 HEAD、多次跳转、讲 404 的文章、中文路径，都能打开'),
  }),
  'reform-site': site('qualified', {
    // Four of some forty links told nothing, fewer than the share that would put the verdict off.
    'dead-links': pass('要求登录（401）、人机验证（403）、999、限流（429）都不算打不开，其余都能打开'),
  }),
  'tourism-site': site('undetermined', {
    'hidden-links': review('页面外藏着三个赌博链接，须人工确认', ['hidden', 'lexicon']),
  }),
};
