import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Assessment } from '#core/assessment.ts';
import { openReviews } from '#core/open-reviews.ts';
import { explainLines } from '#reports/text/explain.ts';
import { nextLines, reviewLines } from '#reports/text/reviews.ts';
import { decideOn } from '../../src/commands/review-decide.ts';
import { takeOver } from '../../src/commands/review-import.ts';
import { reviewSheet } from '../../src/commands/review-sheet.ts';
import { writeWorksheet } from '../../src/output/worksheet.ts';
import { evidence, seen } from '../indicators/build.ts';
import { assessAt, csvRows, csvText, dataWith, type Filled, fillXlsx, gbkBytes, refusal } from './worksheets.ts';

const at = '2026-11-22T03:00:00.000Z';
const asOf = '2026-11-22T04:00:00.000Z';
const decidedAt = '2026-11-22T06:00:00.000Z';
const page = (n: number) => `https://www.shili.gov.cn/p${n}.html`;
/** A page of the portal with a clue, its bytes told apart by `bytes`. */
const clueOn = (n: number, slot = at, bytes = `${n}`) =>
  seen(
    'page.suspect-links',
    {
      url: page(n),
      clues: [{ kind: 'farm', href: 'http://spam.example/', text: '示例', why: '外部链接成群', place: { line: n } }],
      examined: 9,
    },
    { slot, evidence: [{ ...evidence(page(n), slot), sha256: bytes.padStart(64, 'b') }] },
  );

let w: Awaited<ReturnType<typeof dataWith>>;
let run: Assessment;
beforeEach(async () => {
  w = await dataWith([1, 2, 3].map((n) => clueOn(n)));
  run = await assessAt(w.data, asOf);
});
afterEach(() => w.close());

async function exported(name: string, of = run): Promise<string> {
  const file = w.path(name);
  const look = (o: { item: { indicator: { id: string } } }) => `看 ${o.item.indicator.id}`;
  await writeWorksheet(file, reviewSheet(openReviews(of), { run: of.run.id, look, path: () => '/佐证/文件' }));
  return file;
}
const take = (file: string, override?: string, when = decidedAt) => takeOver(file, w.data, { override, at: when });
/** The rows of the clues, filled by the number of the page. */
const filled = async (name: string, answers: Record<number, Filled>): Promise<string> => {
  const rows = csvRows(await exported('leer.csv'));
  for (const r of rows)
    for (const [n, answer] of Object.entries(answers))
      if (r.链接 === page(Number(n))) Object.assign(r, { 原因: '打开看过', 复核人: '李某' }, answer);
  writeFileSync(w.path(name), csvText(rows));
  return w.path(name);
};
const hidden = (a: Assessment) => {
  const item = a.subjects.find((s) => s.subject.id === 'shili')?.items.find((i) => i.itemId === 'hidden-links');
  if (!item?.applicable) throw new Error('no item');
  return item;
};
const states = (a: Assessment) =>
  Object.fromEntries(hidden(a).verdict.findings.map((f) => [f.target.replace(/^.*p(\d)\.html$/, '$1'), f.certainty]));

describe('the list', () => {
  test('vetoes first, then by points; one line each, with the way to answer', () => {
    const all = openReviews(run);
    expect(all.slice(0, 3).map((o) => [o.effect, o.finding?.target])).toEqual([1, 2, 3].map((n) => ['veto', page(n)]));
    const effects = all.map((o) => (o.effect === 'veto' ? 1e9 : o.effect === 'duty' ? -1 : o.effect));
    expect(effects).toEqual([...effects].sort((a, b) => b - a));
    expect(all.some((o) => o.finding === null)).toBe(true);
    expect(reviewLines(all, 2).join('\n')).toMatch(/待复核 \d+ 件.*\n1\. 示例县人民政府 {2}\[.*\] {2}决定是否单项否决/);
    expect(reviewLines([], 2)).toEqual(['没有待复核的事项。']);
    const [first] = all;
    if (!first) throw new Error('empty');
    const next = nextLines(first, { left: 4, whatToLook: '打开页面', evidencePath: () => '', command: 'xuncha …' });
    expect(next.join('\n')).toMatch(/要看什么：打开页面\n链接：https:\/\/www\.shili\.gov\.cn\/p1\.html/);
    expect(next.at(-1)).toBe('其后还有 4 件');
  });
});

describe('a worksheet out, filled in, and in again', () => {
  test('xlsx: settles the verdict; the same file twice adds nothing', async () => {
    const file = await exported('表.xlsx');
    const { heads, book } = await fillXlsx(file, (r) => {
      if (r.链接 === page(1)) return { 复核结论: '属实', 原因: '打开是赌博网站', 复核人: '李某' };
      if (r.链接 === page(2)) return { 复核结论: '不属实', 原因: '是友情链接', 复核人: '李某' };
      return undefined;
    });
    expect(heads.slice(-8)).toEqual([
      '复核结论',
      '原因',
      '复核人',
      '检查编号',
      '对象编号',
      '指标项编号',
      '问题编号',
      '佐证摘要',
    ]);
    const sheet = book.worksheets[0];
    expect(heads.filter((_, i) => sheet?.getColumn(i + 1).hidden)).toEqual(heads.slice(-5));
    expect(sheet?.getRow(2).getCell(heads.indexOf('复核结论') + 1).dataValidation).toMatchObject({
      type: 'list',
      formulae: ['"属实,不属实,申诉"'],
    });
    expect(await take(file)).toMatchObject({ added: 2, known: 0, superseding: 0 });
    const after = await assessAt(w.data, asOf);
    expect(states(after)).toEqual({ 1: 'confirmed', 3: 'suspected' });
    expect(hidden(after)).toMatchObject({ verdict: { outcome: 'fail' }, reviews: [{}, {}] });
    expect(after.subjects[0]).toMatchObject({ conclusion: 'unqualified', score: null });
    expect(await take(file, undefined, '2026-11-23T06:00:00.000Z')).toMatchObject({ added: 0, known: 2 });
    expect(await w.data.reviews.all()).toHaveLength(2);
  });

  test('csv as an office saves it, in GBK', async () => {
    const utf8 = await filled('u.csv', {
      1: { 复核结论: '不属实' },
      2: { 复核结论: '不属实' },
      3: { 复核结论: '不属实' },
    });
    const gbk = w.path('g.csv');
    writeFileSync(gbk, gbkBytes(csvText(csvRows(utf8))));
    expect(await take(gbk)).toMatchObject({ added: 3 });
    expect(hidden(await assessAt(w.data, asOf)).verdict.outcome).toBe('pass');
    // The same decisions in the other encoding are the same decisions.
    expect(await take(utf8)).toMatchObject({ added: 0, known: 3 });
  });

  test('what a site says never becomes a formula', async () => {
    const o = openReviews(run)[0];
    if (!o) throw new Error('empty');
    const evil = { ...o, note: '=HYPERLINK("http://x")', subject: { ...o.subject, name: '+1' } };
    const sheet = reviewSheet([evil], { run: 'r', look: () => '@x', path: () => '-' });
    for (const name of ['f.xlsx', 'f.csv']) await writeWorksheet(w.path(name), sheet);
    const { book } = await fillXlsx(w.path('f.xlsx'), () => undefined);
    for (const value of (book.worksheets[0]?.getRow(2).values as unknown[]) ?? [])
      if (typeof value === 'string') expect(value).not.toMatch(/^[=+@-]/);
    expect(csvRows(w.path('f.csv'))[0]).toMatchObject({ 对象: "'+1", 要看什么: "'@x" });
  });

  test('10,000 rows', async () => {
    const items = Array.from({ length: 25 }, (_, i) => {
      const item = hidden(run);
      const findings = Array.from({ length: 400 }, (_, n) => ({
        ...(item.verdict.findings[0] as (typeof item.verdict.findings)[number]),
        target: `https://www.shili.gov.cn/${i}/${n}.html`,
      }));
      return { ...item, itemId: `item-${i}`, verdict: { ...item.verdict, findings } as typeof item.verdict };
    });
    const [subject] = run.subjects;
    if (!subject) throw new Error('empty');
    const questions = items.map((i) => ({ itemId: i.itemId, effect: 'veto' as const, note: '多' }));
    const big = { ...run, run: { ...run.run, id: 'big' }, subjects: [{ ...subject, items, openQuestions: questions }] };
    await w.data.assessments.save(big);
    const rows = csvRows(await exported('gross.csv', big));
    expect(rows).toHaveLength(10_000);
    for (const r of rows) Object.assign(r, { 复核结论: '不属实', 原因: '看过', 复核人: '李某' });
    writeFileSync(w.path('gross.csv'), csvText(rows));
    expect(await take(w.path('gross.csv'))).toMatchObject({ added: 10_000 });
    expect(await take(w.path('gross.csv'))).toMatchObject({ added: 0, known: 10_000 });
  }, 120_000);
});

describe('refused, and nothing of it stored', () => {
  afterEach(async () => expect(await w.data.reviews.all()).toEqual([]));
  const why = async (answers: Record<number, Filled>) => refusal(take(await filled('f.csv', answers)));

  test('half a row, with row and column', async () => {
    const text = await why({
      1: { 复核结论: '属实' },
      2: { 复核结论: '属实', 原因: '' },
      3: { 复核结论: '', 复核人: '' },
    });
    expect(text).toMatch(/第 3 行“原因”）：没有填/);
    expect(text).toMatch(/第 4 行“复核结论”）：没有填/);
    expect(text).toMatch(/第 4 行“复核人”）：没有填/);
    expect(text).not.toMatch(/第 2 行/);
  });
  test.each([
    [{ 复核结论: '大概' }, /第 2 行“复核结论”）：“大概”不是这里能填的结论。填 属实、不属实、申诉 之一/],
    [{ 复核结论: '没有问题' }, /“没有问题”不是这里能填的结论/],
    [{ 复核结论: '属实', 对象编号: 'mei' }, /“对象编号”）：检查 .* 里没有对象“mei”/],
    [{ 复核结论: '属实', 指标项编号: 'mei' }, /“指标项编号”）：.*没有指标项“mei”/],
    [{ 复核结论: '属实', 问题编号: 'q123' }, /“问题编号”）：.*没有问题“q123”/],
    [{ 复核结论: '属实', 问题编号: '' }, /“问题编号”）：没有填/],
    [{ 复核结论: '属实', 佐证摘要: 'd0' }, /“佐证摘要”）：与这次检查的佐证对不上/],
    [{ 复核结论: '属实', 检查编号: '2020' }, /“检查编号”）：没有检查编号“2020”/],
    [{ 复核结论: '属实', 复核人: '长'.repeat(61) }, /“复核人”）：超过 60 个字符/],
    [{ 复核结论: '属实', 问题编号: '整项' }, /“复核结论”）：“属实”不是这里能填的结论。填 没有问题、存在问题、申诉/],
  ] as const)('%j', async (answer, text) => expect(await why({ 1: answer })).toMatch(text));

  test('wrong columns, nothing filled in, no worksheet at all: one line', async () => {
    const rows = csvRows(await exported('x.csv'));
    const heads = Object.keys(rows[0] ?? {}).filter((h) => h !== '佐证摘要' && h !== '原因');
    writeFileSync(w.path('x.csv'), csvText(rows, heads));
    const text = await refusal(take(w.path('x.csv')));
    expect(text).toMatch(/缺少这些列：“原因”、“佐证摘要”。用 xuncha review export 导出的表填写/);
    expect(text).not.toContain('\n');
    expect(await refusal(take(await exported('y.csv')))).toMatch(/没有一行填了复核结论/);
    writeFileSync(w.path('z.csv'), '甲,乙\r\n1,2');
    expect(await refusal(take(w.path('z.csv')))).toMatch(/没有找到表头/);
  });

  test('two rows that contradict each other, also a finding and its whole item', async () => {
    const rows = csvRows(await filled('k.csv', { 1: { 复核结论: '属实' } }));
    const first = rows[0] as Filled;
    writeFileSync(w.path('k.csv'), csvText([...rows, { ...first, 复核结论: '不属实', 复核人: '张某' }]));
    const text = await refusal(take(w.path('k.csv')));
    expect(text).toMatch(/第 \d+ 行）：与第 2 行互相矛盾：那里说存在问题，这里说没有问题/);
    expect(text).not.toContain('\n');
    const whole = decideOn(
      run,
      { subject: 'shili', item: 'hidden-links', finding: '', decision: '没有问题', reason: '看过', person: '张某' },
      { at: decidedAt, place: '' },
    );
    if ('field' in whole) throw new Error(whole.message);
    const entire = { ...first, 问题编号: '整项', 佐证摘要: whole.review.digest ?? '', 复核结论: '没有问题' };
    writeFileSync(w.path('k.csv'), csvText([...rows, entire]));
    expect(await refusal(take(w.path('k.csv'), '改判'))).toMatch(/与第 2 行互相矛盾/);
  });

  test('a whole item with nothing found is not failed by a bare word; one nobody looked at is not reviewed at all', () => {
    const decide = (item: string, decision: string) =>
      decideOn(
        run,
        { subject: 'shili', item, finding: '', decision, reason: '看过', person: '李某' },
        { at: decidedAt, place: '' },
      );
    expect(decide('site-access', '没有问题')).toMatchObject({
      field: 'decision',
      message: expect.stringMatching(/还没有任何监测记录/),
    });
    const jyj = run.subjects.find((s) => s.subject.id === 'jyj');
    expect(jyj).toBeDefined();
    expect(decide('hidden-links', '存在问题')).toMatchObject({ review: { decision: 'fail' } });
  });
});

describe('against what others decided', () => {
  const first = async () => take(await filled('1.csv', { 1: { 复核结论: '属实' } }));
  const against = (over: Filled = {}) => filled('2.csv', { 1: { 复核结论: '不属实', 复核人: '张某', ...over } });

  test('refused in one line; with a reason added beside it, and it holds', async () => {
    await first();
    const file = await against();
    const text = await refusal(take(file));
    expect(text).toMatch(
      /第 2 行）：与李某已有的决定相反：李某认为存在问题（打开看过），这里说没有问题。确要改判，加上 --override/,
    );
    expect(text).not.toContain('\n');
    expect(await take(file, '现场核实', '2026-11-22T07:00:00.000Z')).toMatchObject({ added: 1, superseding: 1 });
    const [one, two, ...none] = await w.data.reviews.all();
    expect(none).toEqual([]);
    expect(two).toMatchObject({ person: '张某', supersedes: { ids: [one?.id], reason: '现场核实' } });
    expect(states(await assessAt(w.data, asOf))).toEqual({ 2: 'suspected', 3: 'suspected' });
    expect(await take(file, '现场核实', '2026-11-22T08:00:00.000Z')).toMatchObject({ added: 0, known: 1 });
    // The first sheet once more does not quietly turn it round again.
    expect(await refusal(first())).toMatch(/李某以前就这样决定过，其后张某改为没有问题。要再改回来，请另写原因/);
  });
  test('a second opinion of the same mind, and a person who thinks again, need no reason', async () => {
    await first();
    expect(await take(await filled('2.csv', { 1: { 复核结论: '属实', 复核人: '张某' } }))).toMatchObject({ added: 1 });
    await w.close();
    w = await dataWith([clueOn(1), clueOn(2), clueOn(3)]);
    run = await assessAt(w.data, asOf);
    await first();
    const again = await against({ 复核人: '李某', 原因: '再看不是' });
    expect(await take(again, undefined, '2026-11-22T07:00:00.000Z')).toMatchObject({ added: 1, superseding: 0 });
    expect(states(await assessAt(w.data, asOf))[1]).toBeUndefined();
  });
});

describe('when the evidence changes', () => {
  const later = '2026-11-22T09:00:00.000Z';
  test('same bytes: the decision goes on; other bytes: it has run out, and everybody is told', async () => {
    await take(await filled('1.csv', { 1: { 复核结论: '不属实' }, 2: { 复核结论: '不属实' } }));
    await w.data.observations.append([clueOn(1, later), clueOn(2, later, '2a'), clueOn(3, later)]);
    const after = await assessAt(w.data, '2026-11-22T10:00:00.000Z');
    expect(states(after)).toEqual({ 2: 'suspected', 3: 'suspected' });
    expect(hidden(after)).toMatchObject({
      reviews: [{ decision: 'reject' }],
      expired: [{ decision: 'reject', person: '李某' }],
    });
    const open = openReviews(after).find((o) => o.finding?.target === page(2));
    expect(open?.expired?.person).toBe('李某');
    expect(reviewLines(openReviews(after), 9).join('\n')).toMatch(/李某.*认定问题不成立，佐证已变，须重新复核/);
    const [subject] = after.subjects;
    if (!subject) throw new Error('empty');
    const lines = explainLines({
      runId: 'r',
      asOf,
      policy: after.policy,
      subject,
      item: 'hidden-links',
      prices: null,
      observationsOf: () => [],
      evidencePath: () => '',
    });
    expect(lines.join('\n')).toMatch(/人工复核：.* 李某 认定问题不成立（佐证已变，须重新复核）：打开看过/);
    // Decided anew by somebody else, the other way round: no conflict, and nothing is left to tell.
    const file = await exported('3.csv', after);
    const rows = csvRows(file).map((r) =>
      r.链接 === page(2) ? { ...r, 复核结论: '属实', 原因: '新挂的', 复核人: '张某' } : r,
    );
    writeFileSync(file, csvText(rows));
    expect(await take(file, undefined, '2026-11-22T11:00:00.000Z')).toMatchObject({ added: 1, superseding: 0 });
    const last = await assessAt(w.data, '2026-11-22T10:00:00.000Z');
    expect(states(last)).toEqual({ 2: 'confirmed', 3: 'suspected' });
    expect(hidden(last).expired).toBeUndefined();
  });
  test('a whole verdict speaks for one look only', async () => {
    const whole = decideOn(
      run,
      { subject: 'shili', item: 'hidden-links', finding: '', decision: '没有问题', reason: '看过', person: '李某' },
      { at: decidedAt, place: '' },
    );
    if ('field' in whole) throw new Error(whole.message);
    await w.data.reviews.append({ id: 'w', ...whole.review });
    expect(hidden(await assessAt(w.data, asOf)).verdict.outcome).toBe('pass');
    // Imported late, after another look had been taken: it still speaks only for what was on the sheet.
    await w.data.observations.append([1, 2, 3].map((n) => clueOn(n, '2026-11-22T05:00:00.000Z')));
    const after = await assessAt(w.data, '2026-11-22T10:00:00.000Z');
    expect(hidden(after)).toMatchObject({ verdict: { outcome: 'needs-review' }, expired: [{ id: 'w' }] });
  });
});

describe('appeals', () => {
  test('change nothing, come first of their kind, and are shown answered or not', async () => {
    await take(await filled('1.csv', { 3: { 复核结论: '属实' } }));
    const failed = await assessAt(w.data, asOf);
    const finding = hidden(failed).verdict.findings.find((f) => f.target === page(3));
    expect(finding?.certainty).toBe('confirmed');
    // A failed veto leaves no open question; the appeal is one.
    expect(openReviews(failed).filter((o) => o.subject.id === 'shili')).toEqual([]);
    const full = {
      subject: 'shili',
      item: 'hidden-links',
      finding: `shili/hidden-links/farm/${page(3)}`,
      decision: '申诉',
      reason: '是上级网站',
      person: '示例县政府办',
    };
    const appeal = decideOn(failed, full, { at: '2026-11-22T07:00:00.000Z', place: '' });
    if ('field' in appeal) throw new Error(appeal.message);
    await w.data.reviews.append({ id: 'appeal', ...appeal.review });
    const pending = await assessAt(w.data, asOf);
    expect(hidden(pending).verdict.outcome).toBe('fail');
    const [top] = openReviews(pending);
    expect(top).toMatchObject({ appeal: { person: '示例县政府办' }, effect: 'veto', finding: { target: page(3) } });
    expect(reviewLines(openReviews(pending), 1).join()).toMatch(/示例县政府办申诉，尚未答复：是上级网站/);
    const answer = decideOn(
      pending,
      { ...full, decision: '不属实', reason: '属实无误', person: '李某' },
      { at: '2026-11-22T08:00:00.000Z', place: '' },
    );
    if ('field' in answer) throw new Error(answer.message);
    await w.data.reviews.append({ id: 'answer', ...answer.review });
    const done = await assessAt(w.data, asOf);
    expect(states(done)[3]).toBeUndefined();
    expect(hidden(done).reviews.map((r) => r.id)).toEqual(expect.arrayContaining(['appeal', 'answer']));
    expect(openReviews(done).every((o) => o.appeal === undefined)).toBe(true);
  });
});
