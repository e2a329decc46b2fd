import { type Draft, verdictOf } from '../common.ts';
import { besideRecords } from '../recorded.ts';
import { about, at, drawnParams, guidePages } from './guide-pages.ts';

const faults = { inaccurate: '信息错误，或与实际办事要求不一致' } as const;

/** 内容准确 */
export const guideAccuracy = besideRecords({
  id: 'guide-accuracy',
  version: 2,
  title: '内容准确',
  description:
    '随机抽查5个办事指南（不足5个的全部检查），看咨询电话、投诉电话等信息是否正确，与实际办事要求是否一致。程序只核对电话区号与网站页脚是否一致。',
  subject: 'site',
  needs: ['page.service-guide', 'manual.record'],
  faults,
  params: drawnParams,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '不单独判断。',
    person: '区号与网站页脚不同的电话列为疑似；其余由人拨打电话、与窗口要求核对，错误的逐处记录。',
    decides: 'P',
  },
  judge({ observations }) {
    const { guides, basis, none } = guidePages(observations['page.service-guide']);
    const drafts: Draft<'inaccurate'>[] = guides.flatMap(({ value: v, evidence }) =>
      v.phones
        .filter((p) => p.foreign)
        .map((p) => ({
          fault: 'inaccurate' as const,
          certainty: 'suspected' as const,
          target: about(v.url, p.number),
          message: `${v.title === '' ? v.url : `《${v.title}》`}的电话 ${p.number} 区号是 ${p.area}，网站页脚的区号是 ${v.siteArea ?? ''}`,
          remedy: '拨打核实，号码有误的改正；确是外地电话的注明单位。',
          evidence: at(evidence, p.place),
        })),
    );
    const open = none ?? `${guides.length} 个办事指南的电话区号没有异常，内容是否准确须由人核对`;
    return verdictOf({ basis, drafts, notes: [], undeterminable: drafts.length === 0 ? open : undefined });
  },
});
