import type { PageSnapshot } from '#core/evidence.ts';
import { locateText } from '../locate.ts';
import { pageIndex } from '../text.ts';
import { type ClueHit, ruleSource } from './hit.ts';

/** 领导名录 — who holds which posts, as the site's own leader pages (领导信息) say. Titles are cut to their last word: 县长, 副县长, 书记. */
export type Leader = { name: string; titles: readonly string[] };

const families =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝骆路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤阳时穆农司古吉缪车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝';
const nameLike = new RegExp(`^[${families}][\\u4e00-\\u9fff]{1,2}$`);
/** Two characters that begin like a name and are none. */
const noName =
  /^(?:领导|简历|分工|成员|工作|联系|信息|介绍|职务|姓名|个人|照片|更多|首页|主任|书记|区长|县长|市长|常委|委员|局长|镇长|乡长|时间|文章|公告|政府|部门|机构|方案|规划|安全|管理|关于|江北|华南|成立|全部|全体|应急|文件|文化|党组|党委|党建|路线|古镇|温馨|解读|连接|阳光|时政|高新|金融|马上|白皮书|包括|项目|查看|查询|管委会|任免|任职|向社会|和谐|明细|明确|万众|农业|农村|全国|全市|全县|全区)/;
/** Posts, the longer first. */
const post =
  /(?:副|总|常务副)?(?:省长|市长|县长|区长|州长|盟长|旗长|镇长|乡长|局长|厅长|部长|司长|处长|科长|所长|站长|院长|校长|馆长|队长|会长|行长)|(?:副)?(?:书记|主任|主席|秘书长|检察长|总工程师|总经济师|督学|专员)/g;
const most = 80;
/** Days for which an article may be compared with the leader page of today: people change posts. */
const recentDays = 60;

/** Reads a leader page: names that stand by themselves, with the posts in the same line or the ones beside it. */
export function leadersOf(page: PageSnapshot): Leader[] {
  const lines = pageIndex(page.document)
    .visible.text.split('\n')
    .slice(0, 3_000)
    .map((l) => l.trim())
    .filter((l) => l !== '');
  const found = new Map<string, Set<string>>();
  for (const [i, line] of lines.entries()) {
    if (line.length > 160) continue;
    const name = nameIn(line);
    if (name === null) continue;
    const own = postsOf(line);
    const beside = own.length > 0 ? own : postsOf(neighbour(lines[i + 1]) ?? neighbour(lines[i - 1]) ?? '');
    if (beside.length === 0) continue;
    const titles = found.get(name) ?? new Set();
    for (const t of beside) titles.add(t);
    found.set(name, titles);
    if (found.size >= most) break;
  }
  return [...found].map(([name, titles]) => ({ name, titles: [...titles] }));
}

/** Tables of several leader pages as one. */
export function mergeLeaders(tables: readonly (readonly Leader[])[]): Leader[] {
  const all = new Map<string, Set<string>>();
  for (const { name, titles } of tables.flat()) {
    const known = all.get(name) ?? new Set();
    for (const t of titles) known.add(t);
    all.set(name, known);
  }
  return [...all].slice(0, most).map(([name, titles]) => ({ name, titles: [...titles] }));
}

/** The line beside a name, unless it is that of the next person. */
const neighbour = (line: string | undefined) =>
  line !== undefined && line.length <= 80 && nameIn(line) === null && postsOf(line).length > 0 ? line : undefined;

function nameIn(line: string): string | null {
  const spaced = line.replace(/([\u4e00-\u9fff]) ([\u4e00-\u9fff])(?![\u4e00-\u9fff])/g, '$1$2');
  for (const token of spaced.split(/[\s:：、，,；;|（）()【】]+/).slice(0, 24)) {
    if (nameLike.test(token) && !noName.test(token)) return token;
    // 副县长王小明: the post and the name in one.
    const after = [...token.matchAll(post)].at(-1);
    if (after === undefined) continue;
    const rest = token.slice(after.index + after[0].length);
    if (nameLike.test(rest) && !noName.test(rest)) return rest;
  }
  return null;
}

function postsOf(text: string): string[] {
  return [...new Set([...text.matchAll(post)].map((m) => m[0].replace('常务副', '副')))];
}

/**
 * 领导姓名职务线索: a name of the table after a post that the table does not give it, and a name one character off after a post whose holder
 * the table names. Only on pages that speak of the present: home and list pages, and articles of the last weeks.
 */
export function leaderClues(
  page: PageSnapshot,
  leaders: readonly Leader[],
  o: { date: string | null; today: string },
): ClueHit[] {
  if (leaders.length === 0) return [];
  const fresh = o.date !== null && Date.parse(o.today) - Date.parse(o.date) <= recentDays * 86_400_000;
  if (!fresh && !(o.date === null && (page.role === 'home' || page.role === 'list'))) return [];
  const { visible } = pageIndex(page.document);
  const known = new Set(leaders.map((l) => l.name));
  const hits: ClueHit[] = [];
  const seen = new Set<string>();
  const add = (start: number, end: number, why: string, confidence: 'high' | 'low') => {
    const text = visible.text.slice(start, end);
    if (seen.has(text) || hits.length >= 20) return;
    seen.add(text);
    hits.push({
      kind: 'leader',
      text,
      why,
      source: ruleSource('rule-leader'),
      confidence,
      place: () => locateText(page, visible, start, end),
    });
  };
  for (const m of visible.text.matchAll(post)) {
    const title = m[0].replace('常务副', '副');
    const at = m.index + m[0].length + (visible.text[m.index + m[0].length] === ' ' ? 1 : 0);
    for (const l of leaders) {
      const shown = visible.text.slice(at, at + l.name.length);
      if (shown === l.name) {
        if (
          !l.titles.includes(title) &&
          !/[原前时]任?[^\n]{0,8}$/.test(visible.text.slice(Math.max(0, m.index - 10), m.index))
        )
          add(m.index, at + l.name.length, `职务写作“${title}”，本站领导信息栏目写的是“${l.titles.join('、')}”`, 'low');
      } else if (l.titles.includes(title) && oneOff(shown, l.name) && !knownAt(visible.text, at, known))
        add(m.index, at + l.name.length, `姓名写作“${shown}”，本站领导信息栏目里任${title}的是“${l.name}”`, 'high');
    }
  }
  return hits;
}

/** Same length of three, same family name, one character different. */
function oneOff(shown: string, name: string): boolean {
  if (name.length !== 3 || shown.length !== 3 || shown[0] !== name[0] || !/^[\u4e00-\u9fff]{3}$/.test(shown))
    return false;
  return (shown[1] === name[1]) !== (shown[2] === name[2]);
}

/** Another person of the table stands there, perhaps with a shorter name. */
function knownAt(text: string, at: number, known: ReadonlySet<string>): boolean {
  return known.has(text.slice(at, at + 2)) || known.has(text.slice(at, at + 3));
}
