import type { SitePlan } from '../plan.ts';
import { channels, department } from './common.ts';

/** Sites whose newest information is old, undated, or not where it seems. */
export const freshnessSites: readonly SitePlan[] = [
  // Newest item of the home page: 40 days.
  department({
    id: 'sports-site',
    organization: 'sports',
    office: '示例县体育局',
    host: 'tyj.shilixian.gov.example',
    serial: '0031',
    topics: ['全民健身', '场馆开放', '青少年训练'],
    channels: channels({
      news: { ages: [40, 52, 70, 95, 130, 180] },
      notices: { ages: [45, 77, 101, 150] },
      policy: { ages: [88, 160, 240] },
    }),
  }),
  // Newest item 13 days old: just inside two weeks.
  department({
    id: 'science-site',
    organization: 'science',
    office: '示例县科学技术局',
    host: 'kjj.shilixian.gov.example',
    serial: '0032',
    topics: ['科技特派员', '高新技术企业', '科普活动'],
    channels: channels({
      // The pinned row is dated 30 days ahead and says nothing about today.
      news: { ages: [13, 21, 36, 50], pinned: { age: -30, title: '示例县科技活动周预告' } },
      notices: { ages: [13, 34, 60] },
      policy: { ages: [48, 90] },
    }),
  }),
  // Rows are dated, article pages show no date at all: 稿件发布页未注明发布时间.
  department({
    id: 'archives-site',
    organization: 'archives',
    office: '示例县档案馆',
    host: 'dag.shilixian.gov.example',
    serial: '0033',
    family: 'plain',
    topics: ['查档服务', '家庭建档', '档案开放'],
    channels: channels({ news: { undated: true }, notices: { undated: true }, policy: { undated: true } }),
  }),
  // Rows are dated this week, the articles behind them are months old.
  department({
    id: 'defence-site',
    organization: 'defence',
    office: '示例县人民防空办公室',
    host: 'rfb.shilixian.gov.example',
    serial: '0034',
    family: 'plain',
    topics: ['警报试鸣', '人防工程维护', '防空知识进校园'],
    channels: channels({
      news: { ages: [100, 112, 130, 151], rowAges: [1, 3, 6, 9] },
      notices: { ages: [97, 120, 160], rowAges: [2, 5, 8] },
      policy: { ages: [140, 220], rowAges: [4, 10] },
    }),
  }),
  // The lists of the home page are loaded by a script of the site's own making: nothing to read without a browser.
  department({
    id: 'statistics-site',
    organization: 'statistics',
    office: '示例县统计局',
    host: 'tjj.shilixian.gov.example',
    serial: '0035',
    family: 'ewb',
    topics: ['统计公报', '经济普查', '住户调查'],
    channels: channels({ news: { home: 'browser' }, notices: { home: 'browser' }, policy: { home: 'browser' } }),
  }),
];
