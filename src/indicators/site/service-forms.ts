import { type Draft, verdictOf } from '../common.ts';
import { besideRecords } from '../recorded.ts';
import { at, drawnParams, guidePages } from './guide-pages.ts';

const faults = { 'form-missing': '要求提供表单但没有规范表格获取渠道' } as const;
/** Guides drawn for this row of the index. */
const drawn = 2;

/** 表格样表 */
export const serviceForms = besideRecords({
  id: 'service-forms',
  version: 2,
  title: '表格样表',
  description:
    '随机抽查2个办事指南，要求提供申请表、申请书等表单的，看有没有规范表格的获取渠道。程序看抽到的前2个要求提供表单的指南页面上有没有下载、样表等链接。',
  subject: 'site',
  needs: ['page.service-guide', 'manual.record'],
  faults,
  params: drawnParams,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '不单独判断。',
    person: '要求提供表单而页面上没有获取渠道的列为疑似；由人逐个打开表格下载，拿不到的记录。',
    decides: 'P',
  },
  judge({ observations }) {
    const { guides, basis, none } = guidePages(observations['page.service-guide']);
    const asking = guides.filter((g) => g.value.asksForm).slice(0, drawn);
    const drafts: Draft<'form-missing'>[] = [];
    for (const { value: v, evidence } of asking) {
      const form = v.missingForms[0];
      if (form === undefined || v.unread.length > 0) continue;
      drafts.push({
        fault: 'form-missing',
        certainty: 'suspected',
        target: v.url,
        message: `${v.title === '' ? v.url : `《${v.title}》`}要求提供“${form.text.slice(0, 60)}”，页面上没有下载、样表等链接`,
        remedy: '在办理材料旁提供空白表格和样表的下载链接，并检查能否打开。',
        evidence: at(evidence, form.place),
      });
    }
    const open =
      none ??
      (asking.length === 0
        ? `抽到的 ${guides.length} 个办事指南没有认出要求提供的表单，须由人核对`
        : '抽到的指南提供了表格链接，表格能否取得须由人打开核对');
    return verdictOf({ basis, drafts, notes: [], undeterminable: drafts.length === 0 ? open : undefined });
  },
});
