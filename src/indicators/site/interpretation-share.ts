import { basisOf, type Draft, latestRound, partition, verdictOf } from '../common.ts';
import { besideRecords } from '../recorded.ts';
import { drawnParams } from './guide-pages.ts';

const faults = { uninterpreted: '政策文件没有解读' } as const;

/** 解读比例 */
export const interpretationShare = besideRecords({
  id: 'interpretation-share',
  version: 2,
  title: '解读比例',
  description:
    '随机抽查3个以本地区本部门或其办公室名义印发的涉及面广、社会关注度高的政策文件（不足3个的全部检查），看有没有被解读。程序看文件页面有没有通向解读的链接，抓取到的解读稿有没有标题相符的。',
  subject: 'site',
  needs: ['page.interpretation', 'manual.record'],
  faults,
  params: drawnParams,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '不单独判断。',
    person: '没有找到解读的文件列为疑似；由人确认文件是否涉及面广、是否已有解读，没有解读的逐个记录。',
    decides: 'P',
  },
  judge({ observations }) {
    const { seen, unseen } = partition(latestRound(observations['page.interpretation']));
    const papers = seen.filter((o) => o.value.kind === 'document' && o.value.interpretedBy !== undefined);
    const basis = basisOf(papers, { examined: papers.length, unobserved: unseen.length, unit: '个政策文件' });
    const drafts: Draft<'uninterpreted'>[] = papers
      .filter(({ value: v }) => v.interpretedBy?.length === 0 && v.links.length === 0 && v.unread.length === 0)
      .map(({ value: v, evidence }) => ({
        fault: 'uninterpreted',
        certainty: 'suspected',
        target: v.url,
        message: `政策文件《${v.title}》没有通向解读的链接，抓取到的解读稿里也没有标题相符的`,
        remedy: '涉及面广、社会关注度高的文件，发布解读并与文件互相链接。',
        evidence,
      }));
    const open =
      papers.length === 0
        ? '抓取的页面中没有认出可以抽查的政策文件'
        : `抽查的 ${papers.length} 个政策文件都找到了解读或没有看全，须由人核对`;
    return verdictOf({ basis, drafts, notes: [], undeterminable: drafts.length === 0 ? open : undefined });
  },
});
