/** What stands right before a date. */
export type Label = {
  kind: 'publish' | 'weak' | 'other' | 'clock';
  /** The label as printed. */
  text: string;
  /** 1 = 发布, 发稿, 发表; 2 = 公开, 信息, 上网; 3 = 上传, 录入 and the like. */
  rank: number;
  /** Words that stand directly before the label, without a break. */
  prefix: string;
  start: number;
};

const G = '[\\s]{0,4}';
const spaced = (words: string) =>
  words
    .split('|')
    .map((w) => [...w].join(G))
    .join('|');
const publish: readonly [number, RegExp][] = [
  [1, new RegExp(`(?:${spaced('发布|发稿|发表|刊发|刊登|登载')})${G}(?:${spaced('时间|日期|日')})$`)],
  [1, new RegExp(`(?:${spaced('发布|发表|刊发|刊登|登载')})${G}于$`)],
  [2, new RegExp(`(?:${spaced('公开|信息|上网|上线|推送|稿件|新闻|文章')})${G}(?:${spaced('时间|日期')})$`)],
  [3, new RegExp(`(?:${spaced('上传|添加|录入|投稿|加入')})${G}(?:${spaced('时间|日期')})$`)],
];
/** 发布：2026-07-19 — only with a colon, otherwise 发布 is a verb of the sentence. */
const verb = /(?:发布|发表|发稿)$/;
const weak = new RegExp(`(?:${spaced('时间|日期|日间')})$`);
const otherWords =
  '更新|修改|编辑|生成|浏览|访问|打印|成文|印发|落款|签发|发文|颁布|公布|施行|实施|生效|废止|失效|通过|批准|截止|统计|审核|留言|来信|写信|受理|' +
  '答复|回复|办结|办理|登记|出生|任职|开标|开始|结束|征集|公示|会议|活动|有效|制定|立案|处罚|决定|采集|下载|查询|刷新|缓存';
const other = new RegExp(`(?:${otherWords})(?:于|时间|日期|日|时|期)[至到]?$`);
const otherColon = new RegExp(`(?:${otherWords})$`);
const clock = /(?:今天是|今日是|现在是|现在时间|当前时间|当前日期|北京时间|系统时间|欢迎您?|今天|今日)$/;

const trailing = /[\s:：|│丨[(（【「“"'‘·>》*_=]+$/;

/** 标签 before a place of the flow, or null. At most one line break may stand between, and only after a colon or for a label that stands alone. */
export function labelBefore(text: string, offset: number): Label | null {
  const before = text.slice(Math.max(0, offset - 40), offset);
  const tail = trailing.exec(before)?.[0] ?? '';
  const line = before.slice(0, before.length - tail.length);
  const breaks = tail.split('\n').length - 1;
  const colon = /[:：]/.test(tail);
  const alone = line.slice(Math.max(line.lastIndexOf('\n'), line.lastIndexOf('\t')) + 1);
  if (breaks > 2 || (breaks > 0 && !colon && alone.trim().length > 8)) return null;
  const base = offset - before.length;
  for (const [rank, pattern] of publish) {
    const m = pattern.exec(line);
    if (m !== null) return label('publish', m, rank, line, base);
  }
  if (colon) {
    const m = verb.exec(line);
    if (m !== null) return label('publish', m, 3, line, base);
  }
  const squeezed = line.replace(/[ \u3000]+/g, '');
  const no = clock.exec(squeezed) ?? null;
  if (no !== null) return { kind: 'clock', text: no[0], rank: 9, prefix: '', start: offset };
  const not = other.exec(squeezed) ?? (colon ? otherColon.exec(squeezed) : null);
  if (not !== null) return { kind: 'other', text: not[0], rank: 9, prefix: '', start: offset };
  const w = weak.exec(line);
  return w === null ? null : label('weak', w, 4, line, base);
}

function label(kind: 'publish' | 'weak', m: RegExpExecArray, rank: number, line: string, base: number): Label {
  const prefix = /[\u4e00-\u9fff]{0,10}$/.exec(line.slice(0, m.index))?.[0] ?? '';
  return { kind, text: m[0].replace(/\s+/g, ''), rank, prefix, start: base + m.index };
}

/** 发布 right after a date (2026-07-19 发布, 7月19日发布于…); 发布会 and 发布了 are something else. */
export function publishAfter(text: string, offset: number): boolean {
  return /^[\s\])）】]{0,3}(?:发布|发表|刊发)(?![会了的单台厅机者部]|通知|公告|条例)/.test(
    text.slice(offset, offset + 12),
  );
}

/** Words that say what else happened on a day: not a date line. */
export function eventAfter(text: string, offset: number): boolean {
  return /^[ \])）】]{0,2}(?:起|前|至|止|到|以来|[^\n\s，,。]{0,30}(?:通过|印发|公布|施行|实施|批准|签署|修订|修正|召开|令第|生效|颁布|截止))/.test(
    text.slice(offset, offset + 40),
  );
}

/** 公告发布时间, 招标文件发布日期: the label speaks of a document inside the text. These prefixes do not. */
export function ownLabel(prefix: string): boolean {
  return (
    prefix === '' ||
    /^(?:本?(?:信息|文章|新闻|网站|网页|稿件|内容|页面|本文|首次|最初|原文|文件|公文|主动|正式)){1,2}$/.test(prefix)
  );
}

/** A line that carries more than a date in the way article heads do. */
export const headWords =
  /来\s{0,3}源|作\s{0,3}者|字\s{0,3}[号体]|浏\s{0,3}览|点\s{0,3}击|阅\s{0,3}读|访问|责任编辑|编\s{0,3}辑|撰稿|供稿|审\s{0,3}核|打\s{0,3}印|分\s{0,3}享|【\s?大|大\s{1,3}中\s{1,3}小|收藏|评论|发布机构|发布单位|信息类别|索引号|查看次数|次数/;
