import type { AccountAudit, AuditRow, WeekCell } from '../model/account-audit.ts';
import { csvCell } from './broken-links-csv.ts';

export type AuditColumn = readonly [heading: string, cell: (r: AuditRow) => string];

/** 催办 of a row in words: 超期 12 天, 还剩 2 天. */
export function urgencyText(r: AuditRow, windowDays: number | null): string {
  if (r.leftDays !== null) return `还剩 ${r.leftDays} 天`;
  if (r.state !== 'zombie' && r.state !== 'sleep' && r.state !== 'suspect') return '';
  if (r.never) return '从未发布';
  if (r.silentDays === null || windowDays === null) return '未见发布';
  return `超期 ${Math.max(0, r.silentDays - windowDays)} 天`;
}

/** 由谁补什么 in one line. */
export function supplyText(r: AuditRow): string {
  return r.supply === null ? '' : r.supply.steps.map((s) => `${s.who}：${s.what}`).join('；');
}

export function sourcesText(r: AuditRow): string {
  return r.sources
    .map(
      (s) =>
        `${s.kindName}${s.complete ? '（完整）' : '（部分）'}${s.from} 至 ${s.to}${s.person === '' ? '' : `，${s.person}`}`,
    )
    .join('；');
}

/** One week: a number, `≥` one, 未知, or nothing where there was no account. */
export function weekText(w: WeekCell): string {
  if (w.kind === 'absent') return '';
  if (w.kind === 'unknown') return '未知';
  if (w.kind === 'none') return '0';
  return w.partly ? `≥${w.count}` : String(w.count);
}

/** Columns of the table of all accounts, without its weeks. */
export function auditColumns(m: AccountAudit): AuditColumn[] {
  const window = m.limits?.windowDays ?? null;
  return [
    ['单位', (r) => r.organization],
    ['平台', (r) => r.platformName],
    ['账号名称', (r) => r.name],
    ['账号编号', (r) => r.id],
    ['账号ID', (r) => r.handle],
    ['链接', (r) => r.url],
    ['结论', (r) => r.conclusionText],
    ['更新状态', (r) => r.stateName],
    ['期限', (r) => urgencyText(r, window)],
    ['最近一条', (r) => r.last?.text ?? ''],
    ['最近一条标题', (r) => r.last?.title ?? ''],
    ['未更新天数', (r) => (r.silentDays === null ? '' : String(r.silentDays))],
    ['说明', (r) => r.message],
    ['由谁补什么', supplyText],
    [`近${m.weeks.length - 1}周及本周发布数`, (r) => String(r.posts)],
    ['有完整记录的周数', (r) => String(r.knownWeeks)],
    ['原创率', (r) => r.originals],
    ['粉丝数', (r) => r.followers],
    ['认证', (r) => r.certified],
    ['开设日期', (r) => r.openedOn],
    ['备案日期', (r) => r.filedOn],
    ['数据来源', sourcesText],
  ];
}

/** 账号核查明细 as CSV: one row an account, its weeks behind. UTF-8 with a byte order mark and CRLF; nothing a spreadsheet takes for a formula. */
export function accountAuditCsv(m: AccountAudit): Uint8Array {
  const columns = auditColumns(m);
  const head = [...columns.map(([h]) => h), ...m.weeks.map((w) => `${w.from} 至 ${w.to}`)];
  const lines = [
    `\ufeff${head.map(csvCell).join(',')}`,
    ...m.rows.map((r) => [...columns.map(([, cell]) => cell(r)), ...r.weeks.map(weekText)].map(csvCell).join(',')),
  ];
  return new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);
}
