import { basisOf, type Draft, latestRound, partition, verdictOf } from '../common.ts';
import { besideRecords } from '../recorded.ts';
import { drawnParams } from './guide-pages.ts';

const faults = {
  'document-unlinked': '解读稿没有关联政策文件',
  'interpretation-unlinked': '政策文件没有关联解读稿',
} as const;
type Fault = keyof typeof faults;

/** 解读关联 */
export const interpretationLinks = besideRecords({
  id: 'interpretation-links',
  version: 2,
  title: '解读关联',
  description:
    '随机抽查3个解读稿（不足3个的全部检查），看解读稿与被解读的政策文件是否互相关联。程序从全站抓取的页面中按站点固定抽取，看正文里的链接。',
  subject: 'site',
  needs: ['page.interpretation', 'manual.record'],
  faults,
  params: drawnParams,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '不单独判断。',
    person: '正文里没有认出通向对方的链接的列为疑似；抽到的解读稿由人逐篇核对两个方向的关联，缺一处记一处。',
  },
  judge({ observations }) {
    const { seen, unseen } = partition(latestRound(observations['page.interpretation']));
    const papers = seen.filter((o) => o.value.kind === 'interpretation');
    const basis = basisOf(papers, { examined: papers.length, unobserved: unseen.length, unit: '个解读稿' });
    const documents = new Map(seen.filter((o) => o.value.kind === 'document').map((o) => [o.target, o]));
    const drafts = new Map<string, Draft<Fault>>();
    for (const { value: v, evidence } of papers) {
      if (v.links.length === 0 && v.unread.length === 0)
        drafts.set(v.url, {
          fault: 'document-unlinked',
          certainty: 'suspected',
          target: v.url,
          message: `解读稿《${v.title}》的正文里没有认出通向政策文件的链接`,
          remedy: '在解读稿中链接到被解读的政策文件。',
          evidence,
        });
      for (const link of v.links) {
        const d = documents.get(link.url);
        if (d === undefined || d.value.links.length > 0 || d.value.unread.length > 0) continue;
        drafts.set(link.url, {
          fault: 'interpretation-unlinked',
          certainty: 'suspected',
          target: link.url,
          message: `政策文件《${d.value.title}》的正文里没有认出通向解读稿的链接`,
          remedy: '在政策文件页面链接到解读稿。',
          evidence: d.evidence,
        });
      }
    }
    const open =
      papers.length === 0
        ? '抓取的页面中没有认出解读稿'
        : `抽查的 ${papers.length} 个解读稿没有认出问题，是否互相关联须由人核对`;
    const found = [...drafts.values()];
    return verdictOf<Fault>({
      basis,
      drafts: found,
      notes: [],
      undeterminable: found.length === 0 ? open : undefined,
    });
  },
});
