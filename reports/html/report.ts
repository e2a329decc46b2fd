import type { ReportModel } from '../model/types.ts';
import { anchor, evidencePath } from './address.ts';
import { dutiesTable, unitsTable } from './duties.ts';
import {
  caveats,
  factsSection,
  organizationsTable,
  rectificationTable,
  reviewTable,
  singleFacts,
  subjectsTable,
  summarySection,
  uncheckedSection,
  unseenSection,
} from './overview.ts';
import { outside } from './parts.ts';
import { style } from './style.ts';
import { type Limits, subjectSection } from './subject.ts';
import { type Html, html } from './tag.ts';

/** Findings printed in the whole report: some six megabytes of HTML at most. */
const BUDGET = 3000;
const steps = [100, 50, 20, 10, 5, 3, 1];

/** As many findings of each item as the whole report can bear. */
export function limitsFor(model: ReportModel): Limits {
  const counts = model.subjects.flatMap((s) => s.items.map((i) => i.findings.length));
  const fits = (n: number) => counts.reduce((sum, c) => sum + Math.min(c, n), 0) <= BUDGET;
  return { findingsPerItem: steps.find(fits) ?? 1 };
}

type Section = { id: string; title: string; count?: string; body: Html };
const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];

function sectionsOf(m: ReportModel, limits: Limits): Section[] {
  const details = html`${m.subjects.map((s, i) => subjectSection(s, m, limits, { first: i === 0, caveats: m.single ? caveats(m) : html`` }))}`;
  const tail: Section[] = [
    { id: 'unchecked', title: '未检项、不适用项与未检对象', body: uncheckedSection(m) },
    { id: 'facts', title: '检查说明', body: factsSection(m) },
  ];
  if (m.single) return [{ id: 'details', title: '检查结果', body: details }, ...tail];
  const rows = m.rectification.reduce((n, g) => n + g.rows.length, 0);
  return [
    { id: 'summary', title: '总体情况', body: html`${summarySection(m)}` },
    { id: 'subjects', title: '结论一览', count: `${m.all.total} 个对象`, body: subjectsTable(m) },
    { id: 'organizations', title: '单位汇总', count: `${m.organizations.length} 个单位`, body: organizationsTable(m) },
    ...(m.units.length > 0
      ? [{ id: 'units', title: '单位得分', count: `${m.units.length} 个单位`, body: unitsTable(m) }]
      : []),
    ...(m.duties.length > 0
      ? [{ id: 'duties', title: '要求落实情况', count: `${m.duties.length} 项要求`, body: dutiesTable(m) }]
      : []),
    { id: 'rectification', title: '整改清单', count: `${rows} 项`, body: rectificationTable(m) },
    { id: 'reviews', title: '待复核清单', count: `${m.reviewQueue.length} 项`, body: reviewTable(m) },
    { id: 'details', title: '各对象检查结果', body: details },
    { id: 'unseen', title: '未能观察的内容', body: unseenSection(m) },
    ...tail,
  ];
}

/** 账号核查 and 问题台账 beside this report. */
function besideLine(m: ReportModel): Html {
  const audit = m.beside?.accountAudit;
  const link = (path: string | undefined, text: string) => {
    const to = path === undefined ? null : evidencePath(path);
    return to !== null && html`<a href="${to}">${text}</a>`;
  };
  if (audit === undefined && m.beside?.issues === undefined) return html``;
  return html`<div class="note">${audit !== undefined && html`<p><b>账号核查报告</b>（僵尸、睡眠账号，催办和通报名单，每周发布情况）：${link(audit.html, '网页')}、${link(audit.xlsx, 'Excel')}、${link(audit.csv, 'CSV')}</p><p class="s">${outside(audit.text, 300)}</p>`}${m.beside?.issues !== undefined && html`<p><b>问题台账</b>（一行一个问题，供分办和销号）：${link(m.beside.issues, 'Excel')}</p>`}</div>`;
}

/**
 * 检查报告 as one self-contained HTML file: no script, no request to anywhere (the policy in its head forbids both), opens
 * from disk, prints on A4.
 */
export function renderReport(model: ReportModel): string {
  const limits = limitsFor(model);
  const sections = sectionsOf(model, limits);
  const body = sections.map((s, i) => html`<h2 id="${s.id}">${numerals[i] ?? i + 1}、${s.title}</h2>${s.body}`);
  const toc = html`<nav class="toc" aria-label="目录"><ol>${sections.map(
    (s, i) =>
      html`<li><a href="${anchor(s.id)}"><span>${numerals[i] ?? i + 1}、${s.title}</span><span class="k">${s.count ?? ''}</span></a></li>`,
  )}</ol></nav>`;
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<title>${model.title}</title>
<style>${style}</style>
</head>
<body${!model.single && html` class="many"`}><main id="top">
<header class="title"><h1>${outside(model.title, 120)}</h1>${model.single && singleFacts(model)}
<ul class="facts"><li><b>监测时间点</b>　${model.run.asOf}</li><li><b>指标体系</b>　${outside(model.run.policy.title, 100)}</li><li><b>报告生成</b>　${model.run.generatedAt}</li></ul></header>${besideLine(model)}
${!model.single && toc}
${!model.single && caveats(model)}
${body}
<footer><p>本报告由巡查程序 ${outside(model.run.tool, 100)} 依据监测记录自动生成，检查编号 <span class="u">${outside(model.run.id, 100)}</span>。对结论有异议的，可凭所列佐证申请人工复核。</p></footer>
</main></body>
</html>
`.text;
}
