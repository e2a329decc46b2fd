import type { Locator, PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { definePageProbe } from '#probes/probe.ts';
import { trailOf } from './channels/trail.ts';
import { maskedText } from './clues/mask.ts';
import { type Flow, flowOf, runAt } from './dates/flow.ts';
import { type Field, readFields } from './fields/read.ts';
import { titleOf } from './headline.ts';
import {
  consultationWords,
  excludedWords,
  type LetterLabel,
  letterLabel,
  ofLetters,
  stateOf,
} from './letters/labels.ts';
import { dayIn, type Letter, labelledLetters, officeIn, tableLetters } from './letters/list.ts';
import { locate } from './locate.ts';
import { shellOf } from './script-shell.ts';
import { compact } from './text.ts';

type Value = ObservationValue<'page.letters'>;

/**
 * 公开的留言 — letters of the public with the day they came, the day they were answered, the office and the answer (检查指标“留言公开”“办理答复”
 * “互动回应差”). Channels of 信访, 举报 and the like are told as such and left alone.
 */
export const lettersProbe = definePageProbe({
  id: 'letters',
  version: 1,
  title: '公开的留言',
  produces: 'page.letters',
  on: ['list', 'article', 'other'],
  read(page, today) {
    return { status: 'observed', value: readLetters(page, today) };
  },
});

function readLetters(page: PageSnapshot, today: string): Value {
  const flow = flowOf(page.document);
  const title = titleOf(flow).text;
  const trail = trailOf(flow, page.url).map((s) => s.name);
  const names = [...trail, flow.headTitle].join('>');
  const excluded = excludedWords.exec(`${trail.join('>')}>${title.length <= 12 ? title : ''}`)?.[0] ?? null;
  const consulting = consultationWords.test(names);
  const fields = readFields(flow, letterLabel);
  const list = tableLetters(page, flow, today, consulting) ?? labelledLetters(page, flow, fields, today);
  const one = list === null ? letterOn(page, flow, fields, title, today, consulting) : null;
  const letters = list ?? (one === null ? [] : [one]);
  const kind = list !== null ? 'list' : one !== null ? 'letter' : 'none';
  const days = letters.flatMap((l) => [l.asked, l.replied]).filter((d) => d !== null);
  return {
    url: page.url,
    title: maskedText(title).slice(0, 200),
    kind,
    excluded: kind === 'none' ? null : excluded,
    letters,
    statistics: kind === 'none' ? null : statisticsOn(page, flow),
    newest: days.reduce<string | null>((a, b) => (a === null || b > a ? b : a), null),
    unread: kind === 'none' ? [] : unreadOf(page, list),
  };
}

/** One letter and its answer. */
function letterOn(
  page: PageSnapshot,
  flow: Flow,
  fields: readonly Field<LetterLabel>[],
  title: string,
  today: string,
  consulting: boolean,
): Letter | null {
  const of = (key: LetterLabel) =>
    fields.find((f) => f.key === key && f.state === 'text') ?? fields.find((f) => f.key === key);
  const [asked, question, subject] = [of('asked'), of('question'), of('subject')];
  const [replied, office, reply, state] = [of('replied'), of('office'), of('reply'), of('state')];
  const first = asked ?? question ?? subject;
  const answer = replied ?? reply ?? state ?? office;
  if (first === undefined || answer === undefined) return null;
  // A form to be filled in shows labels and nothing else.
  if (asked?.state !== 'text' && question?.state !== 'text') return null;
  // Both sides must be called so: 内容 and 状态 alone, or 办理时间, label many things.
  const labels = fields.filter((f) => f.key !== 'other').map((f) => f.label);
  const telling = labels.filter((l) => ofLetters.test(l)).length;
  if (new Set(fields.filter((f) => f.key !== 'other').map((f) => f.key)).size < 3) return null;
  if (telling < (consulting ? 1 : 2)) return null;
  const text = (f: Field<LetterLabel> | undefined) =>
    f === undefined || f.state !== 'text' ? '' : flow.text.slice(f.start, Math.min(f.end, f.start + 400)).trim();
  const words = text(reply);
  const answered = compact(words).length > 4 && stateOf(compact(words).slice(0, 20)) !== 'open';
  const days = dayIn(text(replied), today);
  const said = stateOf(compact(text(state)));
  const name = text(subject) === '' ? title : text(subject);
  const shown = maskedText(name.replace(/\s+/g, ' ')).slice(0, 200);
  return {
    title: shown,
    url: page.url,
    asked: dayIn(text(asked), today),
    replied: days,
    office: officeIn(text(office)),
    content: answered,
    state:
      answered || days !== null
        ? 'answered'
        : said === 'open' || reply?.state === 'empty'
          ? 'open'
          : (said ?? 'unknown'),
    place: locate(page, first.run.node, shown),
  };
}

const numbers =
  /(?:来信|留言|信件|咨询|问政|受理|办结|答复|回复|收到)[^\n\d]{0,16}?\d[\d,]{0,9}\s?(?:件|封|条|个|次)|(?:信件|来信|留言|受理|办结|答复|回复)(?:总)?(?:数|量|率)\s?[:：]?\s?\d/;
const statistic =
  /(?:留言|来信|信件|咨询|受理|互动|信箱|办理|答复|回复)[^\n，。]{0,8}统计|统计[^\n，。]{0,6}(?:留言|来信|信件|咨询)|(?:受理|办理)(?:反馈)?情况(?:统计|通报)/;

/** 统计数据: numbers on the page, or a link or a heading of that name. */
function statisticsOn(page: PageSnapshot, flow: Flow): Locator | null {
  for (const rule of [statistic, numbers])
    for (const line of linesWith(flow, rule)) {
      const run = runAt(flow, line.start);
      if (run !== null) return locate(page, run.node, line.text);
    }
  return null;
}

function* linesWith(flow: Flow, rule: RegExp): Generator<{ start: number; text: string }> {
  let at = 0;
  for (const line of flow.text.split('\n')) {
    const m = line.length <= 400 ? rule.exec(line) : null;
    if (m !== null) yield { start: at + m.index, text: line.slice(0, 200) };
    at += line.length + 1;
  }
}

function unreadOf(page: PageSnapshot, list: readonly Letter[] | null): string[] {
  const out: string[] = [];
  if (page.cut !== undefined) out.push(page.cut.slice(0, 200));
  const shell = shellOf(page);
  if (shell !== null) out.push(shell.slice(0, 200));
  if (list !== null && list.length === 0) out.push('列表没有留言，可能由脚本填入');
  return out;
}
