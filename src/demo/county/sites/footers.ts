import type { SitePlan } from '../plan.ts';
import { channels, department } from './common.ts';

/** Sites whose footers lack something. (民政局, also slow, stands with the availability sites.) */
export const footerSites: readonly SitePlan[] = [
  // 网站标识码 neither in the footer nor in a tag.
  department({
    id: 'justice-site',
    organization: 'justice',
    office: '示例县司法局',
    host: 'sfj.shilixian.gov.example',
    serial: '0021',
    topics: ['法律援助', '人民调解', '公证服务', '普法宣传'],
    footer: { missing: ['siteCode'], conac: 'script' },
  }),
  // 党政机关网站标识 stands in a comment: a visitor sees none.
  department({
    id: 'audit-site',
    organization: 'audit',
    office: '示例县审计局',
    host: 'sjj.shilixian.gov.example',
    serial: '0022',
    topics: ['预算执行审计', '经济责任审计', '民生资金审计'],
    footer: { conac: 'commented' },
  }),
  // No 找错 entry anywhere.
  department({
    id: 'veterans-site',
    organization: 'veterans',
    office: '示例县退役军人事务局',
    host: 'tyjr.shilixian.gov.example',
    serial: '0023',
    topics: ['优抚待遇', '就业安置', '烈士纪念设施', '拥军优属'],
    footer: { errorReport: 'none' },
  }),
  // A second portal: no 主办单位 and no 找错 entry, so that the national deductions have something to take.
  department({
    id: 'zone-site',
    organization: 'zone',
    name: '示例县经济开发区',
    office: '示例县经济开发区管理委员会',
    host: 'www.shilikfq.gov.example',
    kind: 'portal',
    serial: '0024',
    topics: ['项目签约', '标准厂房', '用工对接', '企业服务'],
    channels: channels({ news: { ages: [2, 5, 13, 18, 30, 41] } }),
    footer: { missing: ['sponsor'], errorReport: 'none' },
  }),
];
