import { challenge412, challenge521 } from '../answers.ts';
import type { SitePlan } from '../plan.ts';
import { channels, department } from './common.ts';

/** Sites that open late, seldom, or not to a program. */
export const availabilitySites: readonly SitePlan[] = [
  // The connection is accepted and nothing ever comes.
  department({
    id: 'housing-site',
    organization: 'housing',
    office: '示例县住房和城乡建设委员会',
    host: 'zjw.shilixian.gov.example',
    serial: '0011',
    topics: ['公租房分配', '物业管理', '危房改造', '施工许可'],
    home: { timing: { kind: 'hang' } },
  }),
  // Every sixth visit opens just above the limit: 28 of 168, 16.7 %. Well above 5 %, so that a few visits lost by a busy machine change nothing.
  department({
    id: 'transport-site',
    organization: 'transport',
    office: '示例县交通运输局',
    host: 'jtj.shilixian.gov.example',
    serial: '0012',
    topics: ['农村公路养护', '客运班线', '渡口安全', '货运从业资格'],
    home: { nth: { each: 6, first: 5, timing: { kind: 'slow', limits: 1.3 } } },
  }),
  // Every eighth visit stalls well beyond the limit: 21 of 168, 12.5 %.
  department({
    id: 'water-site',
    organization: 'water',
    office: '示例县水利局',
    host: 'slj.shilixian.gov.example',
    serial: '0013',
    topics: ['取水许可', '河长制', '农村饮水安全', '水库除险加固'],
    home: { nth: { each: 8, first: 3, timing: { kind: 'slow', limits: 1.7 } } },
  }),
  // Every forty-second visit stalls: 4 of 168, 2.4 %, below the line.
  department({
    id: 'agriculture-site',
    organization: 'agriculture',
    office: '示例县农业农村委员会',
    host: 'nyw.shilixian.gov.example',
    serial: '0014',
    topics: ['农机购置补贴', '高标准农田', '动物防疫', '农产品质量安全'],
    home: { nth: { each: 42, first: 17, timing: { kind: 'slow', limits: 1.7 } } },
  }),
  // Every visit takes half the limit: slow, and inside the rule.
  department({
    id: 'civil-site',
    organization: 'civil',
    office: '示例县民政局',
    host: 'mzj.shilixian.gov.example',
    serial: '0015',
    topics: ['低保救助', '养老服务', '婚姻登记', '地名管理'],
    home: { timing: { kind: 'slow', limits: 0.5 } },
    footer: { missing: ['icp', 'publicSecurity'] },
  }),
  // 瑞数: every page answers 412 to a program; a person with a browser gets in.
  department({
    id: 'health-site',
    organization: 'health',
    office: '示例县卫生健康委员会',
    host: 'wjw.shilixian.gov.example',
    serial: '0016',
    topics: ['家庭医生签约', '疫苗接种'],
    wall: challenge412(),
  }),
  // 加速乐: every page answers 521 to a program.
  department({
    id: 'market-site',
    organization: 'market',
    office: '示例县市场监督管理局',
    host: 'scj.shilixian.gov.example',
    serial: '0017',
    topics: ['企业年报', '食品抽检'],
    wall: challenge521(),
  }),
  // 报备的维护: slow beyond the limit in one part of the week, all of it inside the approved window.
  department({
    id: 'emergency-site',
    organization: 'emergency',
    office: '示例县应急管理局',
    host: 'yjj.shilixian.gov.example',
    serial: '0018',
    topics: ['安全生产检查', '防灾减灾宣传', '应急物资储备', '灾情速报'],
    home: { part: { from: 0.36, to: 0.5, timing: { kind: 'slow', limits: 1.4 } } },
    closure: { from: 0.25, to: 0.62, approval: '示府办网〔演示〕7号', reason: '机房搬迁，报备维护' },
  }),
  // 已关停: the register says since when; nobody looks at it any more, and nothing answers there but a notice.
  department({
    id: 'supply-site',
    organization: 'supply',
    office: '示例县供销合作社联合社',
    host: 'gxs.shilixian.gov.example',
    serial: '0019',
    topics: ['农资供应'],
    channels: channels({ news: { ages: [400] }, notices: { ages: [420] }, policy: { ages: [450] } }),
    closedAge: 60,
    extra: '<p class="notice">本网站已停止更新，相关内容已迁移到示例县人民政府门户网站。</p>',
  }),
];
