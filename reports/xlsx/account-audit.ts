import { type AccountAudit, type AuditRow, type AuditTotals, rateText } from '../model/account-audit.ts';
import { auditColumns, supplyText, urgencyText, weekText } from '../text/account-audit-csv.ts';
import { type XlsxCell, type XlsxColumn, type XlsxSheet, xlsxBytes } from './book.ts';

/** Columns that hold numbers in the table of all accounts: a county sorts by them. */
const numeric = new Set(['未更新天数', '有完整记录的周数']);
const wide: Readonly<Record<string, number>> = {
  单位: 26,
  账号名称: 20,
  链接: 34,
  最近一条标题: 34,
  说明: 50,
  由谁补什么: 60,
  数据来源: 44,
};

const num = (text: string): XlsxCell => (/^\d{1,9}$/.test(text) ? Number(text) : text);
const account = (r: AuditRow): XlsxCell => (r.url === '' ? r.name : { text: r.name, href: r.url });

function allSheet(m: AccountAudit): XlsxSheet {
  const columns = auditColumns(m);
  return {
    name: '全部账号',
    freeze: 3,
    columns: columns.map(([heading]): XlsxColumn => ({ heading, width: wide[heading] ?? 13, wrap: heading in wide })),
    rows: m.rows.map((r) =>
      columns.map(([heading, cell]): XlsxCell => {
        const text = cell(r);
        if (heading === '账号名称') return account(r);
        if (heading === '链接' && text !== '') return { text, href: text };
        return numeric.has(heading) || heading.endsWith('发布数') ? num(text) : text;
      }),
    ),
  };
}

function urgentSheet(m: AccountAudit): XlsxSheet {
  const window = m.limits?.windowDays ?? null;
  return {
    name: '催办清单',
    freeze: 4,
    columns: [
      { heading: '序号', width: 6 },
      { heading: '单位', width: 26, wrap: true },
      { heading: '平台', width: 12 },
      { heading: '账号名称', width: 20, wrap: true },
      { heading: '更新状态', width: 12 },
      { heading: '期限', width: 14 },
      { heading: '最近一条', width: 17 },
      { heading: '未更新天数', width: 11 },
      { heading: '说明', width: 60, wrap: true },
      { heading: '核实办法', width: 60, wrap: true },
      { heading: '责任人', width: 12 },
      { heading: '办理情况', width: 14, choices: ['已更新', '已注销', '办理中', '未办理'] },
    ],
    rows: m.urgent.map((r, i) => [
      i + 1,
      r.organization,
      r.platformName,
      account(r),
      r.stateName,
      urgencyText(r, window),
      r.last?.text ?? '',
      r.silentDays,
      r.message,
      supplyText(r),
      null,
      null,
    ]),
  };
}

function noticeSheet(m: AccountAudit): XlsxSheet {
  return {
    name: '通报名单',
    freeze: 2,
    columns: [
      { heading: '类别', width: 8 },
      { heading: '单位', width: 28, wrap: true },
      { heading: '平台', width: 12 },
      { heading: '账号名称', width: 22, wrap: true },
      { heading: '最近一条', width: 17 },
      { heading: '未更新天数', width: 11 },
      { heading: '开设日期', width: 12 },
      { heading: '依据', width: 60, wrap: true },
    ],
    rows: [...m.notice.zombie, ...m.notice.sleep].map((r) => [
      r.stateName,
      r.organization,
      r.platformName,
      account(r),
      r.last?.text ?? (r.never ? '从未发布' : ''),
      r.silentDays,
      r.openedOn,
      r.message,
    ]),
  };
}

function unseenSheet(m: AccountAudit): XlsxSheet {
  return {
    name: '没有看清',
    freeze: 3,
    columns: [
      { heading: '单位', width: 26, wrap: true },
      { heading: '平台', width: 12 },
      { heading: '账号名称', width: 20, wrap: true },
      { heading: '为什么不能下结论', width: 60, wrap: true },
      { heading: '已知最近一条', width: 17 },
      { heading: '由谁补什么', width: 70, wrap: true },
      { heading: '责任人', width: 12 },
      { heading: '办理情况', width: 14, choices: ['已补', '办理中', '未办理'] },
    ],
    rows: m.unseen.map((r) => [
      r.organization,
      r.platformName,
      account(r),
      r.supply?.reason ?? '',
      r.last?.text ?? '',
      supplyText(r),
      null,
      null,
    ]),
  };
}

function weekSheet(m: AccountAudit): XlsxSheet {
  return {
    name: '每周发布',
    freeze: 3,
    columns: [
      { heading: '单位', width: 24 },
      { heading: '平台', width: 12 },
      { heading: '账号名称', width: 18 },
      ...m.weeks.map((w): XlsxColumn => ({ heading: `${w.from} 至 ${w.to}`, width: 11 })),
    ],
    rows: m.rows.map((r) => [r.organization, r.platformName, r.name, ...r.weeks.map((w) => num(weekText(w)))]),
  };
}

function totalsSheet(name: string, first: string, list: readonly AuditTotals[], total: AuditTotals): XlsxSheet {
  return {
    name,
    freeze: 1,
    columns: [
      { heading: first, width: 30 },
      ...[
        '账号',
        '合格',
        '不合格',
        '待复核',
        '合格率',
        '僵尸',
        '睡眠',
        '疑似不更新',
        '没有看清',
        '即将到期',
        '发布数',
      ].map((heading) => ({ heading, width: heading === '合格率' ? 16 : 10 })),
    ],
    rows: [...list, total].map((t) => [
      t.name,
      t.total,
      t.qualified,
      t.unqualified,
      t.undetermined,
      rateText(t.rate),
      t.zombie,
      t.sleep,
      t.suspect,
      t.unseen,
      t.due,
      t.posts,
    ]),
  };
}

function faultSheet(m: AccountAudit): XlsxSheet {
  return {
    name: '台账问题',
    freeze: 2,
    columns: [
      { heading: '单位', width: 26, wrap: true },
      { heading: '问题类别', width: 18 },
      { heading: '确认/疑似', width: 10 },
      { heading: '问题', width: 70, wrap: true },
      { heading: '自何时', width: 12 },
      { heading: '怎么改', width: 50, wrap: true },
      { heading: '是否检查项', width: 14 },
    ],
    rows: m.faults.map((f) => [
      f.organization,
      f.title,
      f.certainty === 'confirmed' ? '确认' : '疑似',
      f.message,
      f.since,
      f.remedy,
      f.inPolicy ? '检查项' : '供核对',
    ]),
  };
}

function otherSheet(m: AccountAudit): XlsxSheet {
  return {
    name: '其他问题',
    freeze: 3,
    columns: [
      { heading: '单位', width: 26, wrap: true },
      { heading: '平台', width: 12 },
      { heading: '账号名称', width: 20, wrap: true },
      { heading: '指标项', width: 18, wrap: true },
      { heading: '确认/疑似', width: 10 },
      { heading: '处数', width: 8 },
      { heading: '问题', width: 70, wrap: true },
      { heading: '怎么改', width: 50, wrap: true },
    ],
    rows: m.others.map((o) => [
      o.row.organization,
      o.row.platformName,
      account(o.row),
      o.title,
      o.mark === 'confirmed' ? '确认' : '疑似',
      o.count,
      o.message,
      o.remedy,
    ]),
  };
}

function sourceSheet(m: AccountAudit): XlsxSheet {
  return {
    name: '数据来源',
    columns: [
      { heading: '来源', width: 10 },
      { heading: '文件', width: 34, wrap: true },
      { heading: '提供人', width: 26 },
      { heading: '起', width: 12 },
      { heading: '止', width: 12 },
      { heading: '范围', width: 12 },
      { heading: '账号', width: 8 },
      { heading: '内容', width: 8 },
      { heading: '登记日期', width: 12 },
      { heading: '文件校验（SHA-256）', width: 68 },
    ],
    rows: m.files.map((f) => [
      f.kindName,
      f.file,
      f.person === '' ? '没有签认人' : f.person,
      f.from,
      f.to,
      f.complete ? '完整' : '只是一部分',
      f.accounts,
      f.posts,
      f.at,
      f.sha256,
    ]),
  };
}

/** 账号核查明细 as a workbook: what the county hands out, and all that stands behind it. */
export async function accountAuditXlsx(m: AccountAudit, made: { at: string }): Promise<Uint8Array> {
  return xlsxBytes(
    [
      urgentSheet(m),
      noticeSheet(m),
      unseenSheet(m),
      allSheet(m),
      weekSheet(m),
      totalsSheet('单位汇总', '单位', m.organizations, m.totals),
      totalsSheet('平台汇总', '平台', m.platforms, m.totals),
      otherSheet(m),
      faultSheet(m),
      sourceSheet(m),
    ],
    made,
  );
}
