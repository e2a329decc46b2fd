import type { SitePlan } from '../plan.ts';
import { channels, department } from './common.ts';

/** Sites with nothing wrong, each built by another content system or with another habit that must not be held against it. */
export const healthySites: readonly SitePlan[] = [
  // 门户: TRS, UTF-8, four channels, mark rendered, direct 找错 link.
  department({
    id: 'portal',
    organization: 'county',
    name: '示例县人民政府',
    office: '示例县人民政府办公室',
    host: 'www.shilixian.gov.example',
    kind: 'portal',
    serial: '0001',
    topics: ['政务服务', '乡村振兴', '招商引资', '防汛备汛', '民生实事', '营商环境'],
    channels: [
      { dir: 'zwyw', name: '政务要闻', type: 'news', voice: 'news', ages: [1, 1, 2, 3, 4, 5] },
      ...channels({ news: { ages: [1, 2, 4, 7, 9, 12] } }),
      { dir: 'zcjd', name: '政策解读', type: 'interpretation', voice: 'policy', ages: [7, 30, 61, 90], home: 'none' },
    ],
    footer: { errorReport: 'link' },
    extra: `<div class="box departments"><h3>部门网站</h3>
<a href="http://jyw.shilixian.gov.example/">县教委</a> <a href="http://czj.shilixian.gov.example/">县财政局</a>
<a href="http://sfj.shilixian.gov.example/">县司法局</a> <a href="http://lyj.shilixian.gov.example/">县林业局</a></div>`,
  }),
  // GBK throughout; a folded submenu (hidden, but leading nowhere foreign) must not be taken for hidden links.
  department({
    id: 'education-site',
    organization: 'education',
    office: '示例县教育委员会',
    host: 'jyw.shilixian.gov.example',
    serial: '0002',
    charset: 'gbk',
    topics: ['义务教育招生', '学生资助', '校园安全', '教师培训', '营养餐管理'],
    footer: { conac: 'script', dialect: 1 },
    rowStyle: 'bracket-before',
    // Two columns that the home page does not show: one long without anything new, one that never held anything.
    channels: [
      ...channels(),
      { dir: 'zcjd', name: '政策解读', type: 'interpretation', voice: 'policy', ages: [200, 260, 330], home: 'none' },
      { dir: 'ghjh', name: '规划计划', type: 'other', voice: 'policy', ages: [], home: 'none' },
    ],
    extra: `<div class="submenu" style="display:none"><a href="/tzgg/">招生考试</a><a href="/zcwj/">教育法规</a></div>`,
  }),
  // 大汉: the rows of the home page stand only in <datastore> scripts, where they can be read without a browser.
  department({
    id: 'finance-site',
    organization: 'finance',
    office: '示例县财政局',
    host: 'czj.shilixian.gov.example',
    serial: '0003',
    family: 'hanweb',
    topics: ['预算公开', '政府采购', '惠农补贴', '国有资产管理', '会计继续教育'],
    channels: channels({ news: { home: 'datastore' }, notices: { home: 'datastore' }, policy: { home: 'datastore' } }),
    footer: { dialect: 2 },
  }),
  // 广东式 gkmlpt articles with 成文日期 beside 发布日期; rows without the year.
  department({
    id: 'planning-site',
    organization: 'planning',
    office: '示例县规划和自然资源局',
    host: 'ghj.shilixian.gov.example',
    serial: '0004',
    family: 'gkmlpt',
    topics: ['不动产登记', '土地征收', '规划公示', '地质灾害防治', '矿山修复'],
    rowStyle: 'yearless',
    // One list hangs in a frame of the same host; the other two stand in the page and are fresh.
    channels: channels({ policy: { home: 'frame' } }),
  }),
  // 首页仅为栏目导航入口: nothing dated on the home page, everything fresh on the second-level pages.
  department({
    id: 'qingshi-site',
    organization: 'qingshi',
    office: '示例县青石镇人民政府',
    name: '示例县青石镇',
    host: 'qingshi.shilixian.gov.example',
    serial: '0005',
    family: 'plain',
    topics: ['村务公开', '产业路建设', '人居环境整治', '防火巡查'],
    navigationOnly: true,
    footer: { dialect: 1 },
  }),
  // GBK bytes under a header that claims UTF-8, as moved servers send them; the page itself declares gb2312.
  department({
    id: 'liuxi-site',
    organization: 'liuxi',
    office: '示例县柳溪镇人民政府',
    name: '示例县柳溪镇',
    host: 'liuxi.shilixian.gov.example',
    serial: '0006',
    family: 'plain',
    charset: 'gbk',
    headerCharset: 'utf-8',
    topics: ['河道清理', '低保评议', '春耕备耕', '文明实践'],
    rowStyle: 'em',
  }),
  // `/` answers 302 to /index.html.
  department({
    id: 'baita-site',
    organization: 'baita',
    office: '示例县白塔乡人民政府',
    name: '示例县白塔乡',
    host: 'baita.shilixian.gov.example',
    serial: '0007',
    family: 'plain',
    topics: ['茶园管护', '集镇改造', '医保缴费', '道路硬化'],
    enter: 'redirect',
    rowStyle: 'slash',
  }),
  // `/` is a page with a meta refresh to /index.html, whose lists a 新点 (EWB) service delivers to whoever asks it.
  department({
    id: 'market-hall-site',
    organization: 'county-office',
    office: '示例县人民政府办公室',
    name: '示例县政务公开专题网',
    host: 'zwgk.shilixian.gov.example',
    kind: 'topic',
    serial: '0008',
    family: 'ewb',
    topics: ['依申请公开', '政策集成', '公开栏建设', '基层目录'],
    // Empty lists that are not blank: one a service fills whoever asks it, the other only the site's own script.
    channels: [
      ...channels({ news: { home: 'script' }, notices: { home: 'script' }, policy: { home: 'script' } }),
      {
        dir: 'sjfb',
        name: '数据发布',
        type: 'data',
        voice: 'notices',
        ages: [10, 40, 70],
        home: 'none',
        list: 'script',
      },
      { dir: 'yjzj', name: '意见征集', type: 'survey', voice: 'notices', ages: [6, 30], home: 'none', list: 'browser' },
    ],
    enter: 'meta-refresh',
  }),
  // All marks and the 找错 entry are written by the shared script /js/footer.js.
  department({
    id: 'forestry-site',
    organization: 'forestry',
    office: '示例县林业局',
    host: 'lyj.shilixian.gov.example',
    serial: '0009',
    topics: ['森林防火', '古树名木保护', '退耕还林', '林木采伐许可'],
    footerByScript: true,
    footer: { errorReport: 'link' },
  }),
];
