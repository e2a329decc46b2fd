import type { Effect } from '#core/assessment.ts';
import type { OpenReview } from '#core/open-reviews.ts';
import { clean, clip } from '../model/clean.ts';
import { expiredText } from '../model/reviews.ts';
import { decisionNames, evidenceName, minuteText, partText, placeText, pointsText } from '../model/words.ts';

const text = (s: string, max = 200) => clip(clean(s), max);

/** 影响 of one question on the conclusion. */
export function effectText(e: Effect): string {
  if (e === 'veto') return '决定是否单项否决';
  return e === 'duty' ? '决定是否符合要求' : `影响 ${pointsText(e)} 分`;
}

/** 程序意见: what the machine makes of it by itself. */
export function proposalText(o: OpenReview): string {
  const { verdict } = o.item;
  if (o.finding !== null) return o.finding.certainty === 'confirmed' ? '认定存在问题' : '疑似，须人工确认';
  if (verdict.outcome === 'fail') return '认定存在问题';
  if (verdict.outcome === 'pass') return '没有发现问题';
  return `${verdict.because.kind === 'suspect' ? '疑似' : '无法判定'}：${verdict.because.note}`;
}

/** What stands against deciding it as if it were new: an appeal without an answer, a decision that has run out. */
export function stateText(o: OpenReview): string {
  const said: string[] = [];
  if (o.appeal) said.push(`${o.appeal.person}申诉，尚未答复：${o.appeal.reason}`);
  if (o.expired)
    said.push(`${o.expired.person}${minuteText(o.expired.at)}${decisionNames[o.expired.decision]}，${expiredText}`);
  if (o.blind) said.push('还没有监测记录，不能复核：先监测，或由人检查后用 xuncha record 登记');
  return said.join('；');
}

/** Address a person opens to look. */
export function linkOf(o: OpenReview): string {
  const target = o.finding?.target ?? '';
  if (/^https?:\/\//i.test(target)) return target;
  const shown = o.finding?.evidence.find((e) => /^https?:\/\//i.test(e.url))?.url;
  return shown ?? o.subject.address;
}

/** 待复核清单: one line each, largest effect first. */
export function reviewLines(all: readonly OpenReview[], limit: number): string[] {
  if (all.length === 0) return ['没有待复核的事项。'];
  const lines = [`待复核 ${all.length} 件（影响大的在前）：`];
  for (const [i, o] of all.slice(0, limit).entries()) {
    const state = stateText(o);
    lines.push(
      `${i + 1}. ${text(o.subject.name, 40)}  [${text(o.item.title, 40)}]  ${effectText(o.effect)}${state === '' ? '' : `  〔${text(state, 120)}〕`}`,
      `   ${text(o.note, 160)}`,
    );
  }
  if (all.length > limit) lines.push(`另有 ${all.length - limit} 件，用 review export 导出全部`);
  return lines;
}

/** 下一件, with all that a person needs to decide it. */
export function nextLines(
  o: OpenReview,
  more: { left: number; whatToLook: string; evidencePath(sha256: string): string; command: string },
): string[] {
  const clause = o.item.clauses.at(-1);
  const state = stateText(o);
  const lines = [
    `${text(o.subject.name, 60)}（${o.subject.id}）：${text(o.item.title, 60)}（${o.item.itemId}，${partText(o.item.part, o.item.points)}）`,
    `影响：${effectText(o.effect)}`,
  ];
  if (clause)
    lines.push(`依据：${text(clause.document, 80)}，${text(clause.section, 80)}：${text(clause.summary, 300)}`);
  lines.push(`事项：${text(o.note, 400)}`, `要看什么：${text(more.whatToLook, 300)}`, `链接：${text(linkOf(o), 300)}`);
  for (const e of (o.finding?.evidence ?? []).slice(0, 5)) {
    const path = more.evidencePath(e.sha256);
    const place = placeText(e.locator, e.kind);
    lines.push(
      `佐证：${evidenceName(e)} ${minuteText(e.capturedAt)}${place === '' ? '' : `，${text(place)}`}`,
      `  ${path === '' ? `原件已不在，SHA-256 ${e.sha256}` : path}`,
    );
  }
  lines.push(`程序意见：${text(proposalText(o), 300)}`);
  if (state !== '') lines.push(`注意：${text(state, 300)}`);
  lines.push(`记下结论：${more.command}`);
  if (more.left > 0) lines.push(`其后还有 ${more.left} 件`);
  return lines;
}
