import { resolve } from 'node:path';
import { InputError } from '#core/errors.ts';
import { decisionWords, type OpenReview, openReviews } from '#core/open-reviews.ts';
import { minuteText, placeText } from '#reports/model/words.ts';
import { effectText, linkOf, proposalText, stateText } from '#reports/text/reviews.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { type Worksheet, writeWorksheet } from '../output/worksheet.ts';
import { runOf, whatToLook } from './review.ts';
import { printJson, say, withData } from './session.ts';

/** Columns that `review import` needs, by the names they are written under. */
export const reviewColumns = {
  decision: ['复核结论'],
  reason: ['原因'],
  person: ['复核人'],
  run: ['检查编号'],
  subject: ['对象编号'],
  item: ['指标项编号'],
  finding: ['问题编号'],
  digest: ['佐证摘要'],
} as const;

/** 复核表 of one run, to be filled in and imported. */
export async function exportReviews(id: string | undefined, flags: GlobalFlags): Promise<number> {
  const out = flags.out;
  if (out === undefined)
    throw new InputError({ file: '--out', place: '', message: '要写明导出到哪个文件', hint: '如 --out 复核表.xlsx' });
  return withData(flags, 'share', async (data) => {
    const run = await runOf(id, data);
    const rows = openReviews(run);
    const sheet = reviewSheet(rows, { run: run.run.id, look: await whatToLook(), path: data.evidence.path });
    await writeWorksheet(out, sheet);
    if (flags.json) printJson({ run: run.run.id, file: resolve(out), rows: rows.length });
    else say(rows.length === 0 ? `没有待复核的事项，${out} 里只有表头` : `已导出 ${rows.length} 件待复核事项：${out}`);
    return exitCodes.done;
  });
}

/** Pure. */
export function reviewSheet(
  rows: readonly OpenReview[],
  o: { run: string; look(of: OpenReview): string; path(sha256: string): string },
): Worksheet<OpenReview> {
  const words = (r: OpenReview) =>
    r.blind ? undefined : Object.keys(r.finding === null ? decisionWords.whole : decisionWords.finding);
  const first = (r: OpenReview) => r.finding?.evidence[0];
  return {
    name: '复核表',
    rows,
    help: [
      '每行是一件要由人决定的事，影响大的在前。',
      '看过链接和佐证后，填“复核结论”“原因”“复核人”三列；三列都不填的行不导入，只填一部分的行会被退回。',
      '“复核结论”针对一处问题时填“属实”或“不属实”，针对整项时填“没有问题”或“存在问题”；被检查单位不服的填“申诉”并写明理由。',
      '整项填“存在问题”而程序没有列出问题的，不能用本表，请用 xuncha review record 写明问题类型并附佐证。',
      '不要删改表头和隐藏的列：导入时靠它们认出是哪一件事、看的是哪一份佐证。',
      '填好后执行 xuncha review import 文件名；另存为 CSV（包括 GBK 编码的）也可以导入。',
    ],
    columns: [
      { title: '对象', width: 24, cell: (r) => r.subject.name },
      { title: '指标项', width: 22, cell: (r) => r.item.title },
      { title: '影响', width: 14, cell: (r) => effectText(r.effect) },
      {
        title: '依据',
        width: 36,
        cell: (r) => {
          const clause = r.item.clauses.at(-1);
          return clause ? `${clause.document} ${clause.section}：${clause.summary}` : '';
        },
      },
      { title: '事项', width: 44, cell: (r) => r.note },
      { title: '要看什么', width: 36, cell: (r) => o.look(r) },
      { title: '链接', width: 36, cell: linkOf },
      {
        title: '位置',
        width: 24,
        cell: (r) => {
          const e = first(r);
          return e ? placeText(e.locator, e.kind) : '';
        },
      },
      {
        title: '佐证',
        width: 30,
        cell: (r) => {
          const e = first(r);
          return e ? `${minuteText(e.capturedAt)} ${o.path(e.sha256)}` : '';
        },
      },
      { title: '程序意见', width: 24, cell: proposalText },
      { title: '注意', width: 24, cell: stateText },
      { title: '复核结论', width: 12, fill: true, cell: () => '', choices: words },
      { title: '原因', width: 36, fill: true, cell: () => '' },
      { title: '复核人', width: 12, fill: true, cell: () => '' },
      { title: '检查编号', width: 12, hidden: true, cell: () => o.run },
      { title: '对象编号', width: 12, hidden: true, cell: (r) => r.subject.id },
      { title: '指标项编号', width: 12, hidden: true, cell: (r) => r.item.itemId },
      { title: '问题编号', width: 12, hidden: true, cell: (r) => (r.finding === null ? '整项' : r.key) },
      { title: '佐证摘要', width: 12, hidden: true, cell: (r) => r.digest },
    ],
  };
}
