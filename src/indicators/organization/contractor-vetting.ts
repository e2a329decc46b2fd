import { recordedIndicator } from '../recorded.ts';

/** 承办单位管理 */
export const contractorVetting = recordedIndicator({
  id: 'contractor-vetting',
  version: 1,
  title: '承办单位管理',
  description: '委托其他机构承办的，有没有审查资质、加强日常监督。',
  subject: 'organization',
  faults: {
    'not-vetted': '没有审查承办单位资质',
    'not-supervised': '没有对承办单位开展日常监督',
  },
  person: '没有委托的记为不适用；委托的，查看合同、资质材料和监督记录。',
});
