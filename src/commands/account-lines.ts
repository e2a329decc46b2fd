import type { AccountSeen } from '#pipeline/accounts/reader.ts';

/** Names of one line; the rest is counted. */
const shownNames = 5;

/** 采集结果 for a person: what was seen, and what was not, each reason once with whom it struck. */
export function accountLines(all: readonly AccountSeen[], o: { sources: number; everyHours: number }): string[] {
  const seen = all.filter((a) => a.seen);
  const missed = all.filter((a) => !a.seen);
  const accounts = new Set(all.map((a) => a.accountId)).size;
  const lines = [
    `账号采集完成：${accounts} 个账号的 ${all.length} 个来源，看到 ${seen.length} 个，没有看到 ${missed.length} 个`,
  ];
  const skipped = o.sources - all.length;
  if (skipped > 0) lines.push(`另有 ${skipped} 个来源在 ${o.everyHours} 小时内看到过或在上次中断前已完成，没有再去看`);
  if (o.sources === 0) lines.push('选中的账号里没有可以采集的来源：请导入发布记录，或在台账里登记网址');
  for (const a of seen.slice(0, shownNames)) lines.push(`  看到  ${a.name}：${a.detail}`);
  if (seen.length > shownNames) lines.push(`  看到  另外 ${seen.length - shownNames} 个来源，详见监测记录`);
  const reasons = [...Map.groupBy(missed, (a) => a.detail)].sort((a, b) => b[1].length - a[1].length);
  for (const [detail, group] of reasons) {
    const names = [...new Set(group.map((a) => a.name))];
    const shown = names.slice(0, shownNames).join('、');
    const more = names.length > shownNames ? ` 等 ${names.length} 个账号` : '';
    lines.push(`  没有看到  ${shown}${more}：${detail}`);
  }
  if (missed.length > 0) lines.push('没有看到的不作判断：可稍后再采集，或由运营单位导入发布记录（accounts import）');
  return lines;
}
