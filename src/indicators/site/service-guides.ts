import { guideElementNames } from '#core/page-values.ts';
import { type Draft, verdictOf } from '../common.ts';
import { besideRecords } from '../recorded.ts';
import { about, at, drawnParams, type GuidePage, guidePages } from './guide-pages.ts';

const faults = {
  'no-guide': '事项没有办事指南',
  'element-missing': '重点要素类别缺失',
  'material-form-unclear': '办理材料格式要求不明确',
  'vague-clause': '表述含糊不清',
  'policy-text-missing': '政策文件只有名称，没有具体内容',
} as const;
type Fault = keyof typeof faults;

/** 办事指南 */
export const serviceGuides = besideRecords({
  id: 'service-guides',
  version: 2,
  title: '办事指南',
  description:
    '随机抽查5个办事服务事项（不足5个的全部检查），看有没有办事指南，十类重点要素是否齐全，办理材料格式要求是否明确，有没有含糊表述，提到的政策文件有没有具体内容。程序从全站抓取的办事指南页面中按站点固定抽取。',
  subject: 'site',
  needs: ['page.service-guide', 'manual.record'],
  faults,
  params: drawnParams,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '要素排在一张固定表格里、栏目名都认识、页面没有未读内容，而某一栏是空的，直接认定要素缺失。',
    person:
      '没有出现的要素、材料形式、含糊表述和只有名称的文件列为疑似，由人核对；事项有没有办事指南只能由人核对。要素缺失按处记录，其余每个事项每种问题记一次。',
  },
  judge({ observations }) {
    const { guides, basis, none } = guidePages(observations['page.service-guide']);
    const drafts = guides.flatMap(draftsOf);
    const unread = guides.filter((g) => g.value.elements.some((e) => e.state === 'unread'));
    const notes =
      unread.length === 0 ? [] : [`${unread.length} 个指南有内容由脚本、框架或附件提供，没有读到的要素不算缺失`];
    const open = none ?? `抽查的 ${guides.length} 个办事指南中，程序没有认定问题；事项是否都有办事指南须由人核对`;
    // Clues stand beside what only a person can see: both go to the person.
    return verdictOf<Fault>({ basis, drafts, notes, undeterminable: drafts.length === 0 ? open : undefined });
  },
});

function draftsOf(o: GuidePage): Draft<Fault>[] {
  const { value: v, evidence } = o;
  const out: Draft<Fault>[] = [];
  const title = v.title === '' ? v.url : `《${v.title}》`;
  for (const e of v.elements) {
    if (e.state !== 'empty' && e.state !== 'absent') continue;
    const name = guideElementNames[e.element];
    out.push({
      fault: 'element-missing',
      certainty: e.state === 'empty' && v.complete ? 'confirmed' : 'suspected',
      target: about(v.url, name),
      message: e.state === 'empty' ? `${title}的“${e.label ?? name}”一栏是空的` : `${title}没有出现“${name}”`,
      remedy: `在办事指南中补充${name}；确实没有的，写明“无”并说明原因。`,
      evidence: at(evidence, e.place),
    });
  }
  if (v.materialForm === 'unstated')
    out.push({
      fault: 'material-form-unclear',
      certainty: 'suspected',
      target: v.url,
      message: `${title}列出的办理材料没有说明原件或复印件、纸质或电子、份数：${v.formless[0]?.text.slice(0, 60) ?? ''}`,
      remedy: '逐项写明材料的形式（原件、复印件，纸质、电子）和份数。',
      evidence: at(evidence, v.formless[0]?.place),
    });
  const clause = v.vague[0];
  if (clause !== undefined)
    out.push({
      fault: 'vague-clause',
      certainty: 'suspected',
      target: v.url,
      message: `${title}有 ${v.vague.length} 处表述可能含糊不清：“${clause.text.slice(0, 60)}”`,
      remedy: '把“其他材料”“有关材料”等写成具体的材料名称，没有其他材料的删去。',
      evidence: v.vague.flatMap((c) => at(evidence, c.place)),
    });
  const document = v.bareDocuments[0];
  if (document !== undefined)
    out.push({
      fault: 'policy-text-missing',
      certainty: 'suspected',
      target: v.url,
      message: `${title}提到的 ${v.bareDocuments.length} 个政策文件没有条文，也没有链接：${document.text.slice(0, 60)}`,
      remedy: '写出所依据的具体条款，或链接到文件全文。',
      evidence: v.bareDocuments.flatMap((d) => at(evidence, d.place)),
    });
  return out;
}
