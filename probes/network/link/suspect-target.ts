import type { ObservationValue } from '#core/observation.ts';
import { domainOf, isForeign } from '#probes/page/suspect-links/hosts.ts';
import { againstIt, lexicon } from '#probes/page/suspect-links/lexicon.ts';
import type { PageFacts } from './page-facts.ts';

/** 站外链接的可疑去处, as it stands with the link. */
export type Suspect = NonNullable<ObservationValue<'link.status'>['suspect']>;

export type SuspectQuestion = {
  facts: PageFacts;
  /** Source of the page, for the marks of parking services; the beginning is enough. */
  html: string;
  /** Where the answer came from. */
  finalUrl: string;
  /** Home page of the site that holds the link. */
  home: string;
};

/**
 * 可疑去处 — what the page behind a link that leaves the site makes of itself: a gambling or porn site, a domain for sale, a parking or expiry page
 * in place of the site that once stood there. From the bytes that the link check read anyway; a clue for a person and never a verdict.
 *
 * Pages that speak of such things are many on the sites that offices link to (police notices, campaigns, lottery results, domain dealers, articles), so
 * a word convicts only in the title or the main heading, a weak word only beside another one, and a sentence about a domain only where it means the
 * page's own and little else stands there. Public bodies and known media are never doubted for their words.
 */
export function suspectTarget(q: SuspectQuestion): Suspect | null {
  const url = URL.parse(q.finalUrl);
  if (url === null) return null;
  const foreign = isForeign(url.hostname, domainOf(URL.parse(q.home)?.hostname ?? ''));
  if (!foreign) return null;
  return forSale(q, url) ?? parked(q) ?? trade(q.facts);
}

const short = (text: string, most = 40): string => (text.length > most ? `${text.slice(0, most)}…` : text);
/** The part of a long title that holds the word. */
function around(text: string, word: string): string {
  const at = Math.max(0, text.toLowerCase().indexOf(word.toLowerCase()) - 10);
  return `${at > 0 ? '…' : ''}${short(text.slice(at))}`;
}
/** What is read of a page's text. */
const head = (facts: PageFacts, most: number): string => facts.blocks.join('\n').slice(0, most);
/** Title and first headings, each cut: a page may name itself with a book. */
const named = (facts: PageFacts, headings: number): string[] =>
  [facts.title.replace(/\s+/g, ' ').trim(), ...facts.headings.slice(0, headings)]
    .map((t) => t.slice(0, 300))
    .filter((t) => t !== '');

/* ── 赌博、色情 ── */

const foreignWords: Readonly<Record<'gambling' | 'porn', RegExp>> = {
  gambling:
    /\b(?:online casino|casino online|casino bonus|live casino|sports ?betting|sportsbook|slot gacor|slot online|situs (?:judi|slot)|judi (?:online|bola)|togel|bandar (?:togel|bola|slot)|baccarat|bet365|1xbet|188bet|w88|fun88|m88)\b|nhà cái|cá cược|ทีเด็ดบอล|สล็อต|บาคาร่า|카지노|토토사이트/i,
  porn: /\b(?:porn(?:hub|o)?|xvideos|xhamster|xxx (?:videos?|movies?|porn)|sex (?:videos?|movies?|cams?)|free sex|hentai|jav (?:hd|porn|free))\b|無碼|日本av/i,
};
/** 违法彩票、球赌 that are missing from the list because links rarely say them. */
const moreStrong: Readonly<Record<'gambling' | 'porn', RegExp>> = {
  gambling:
    /澳门(?:新葡|威尼斯|金沙|永利|银河)|(?:新葡|金沙|永利|银河|威尼斯人)(?:娱乐|赌|官网)|(?:娱乐|体育|棋牌|彩票|电竞)(?:平台|官网|app)?(?:下载|登录|注册|入口)?[-_|—–·, ]{1,3}(?:首页)?.{0,12}(?:真人|电子游艺|百家乐|老虎机)|在线(?:赌|博彩)|博彩(?:公司|平台|网站|网)|彩票(?:投注|平台)(?:网|登录|注册|下载)/i,
  porn: /(?:成人|色情|黄色|激情|情色)(?:网|片|视频|小说|电影|直播|影院)|在线观看(?:av|黄)|(?:av|无码|有码)(?:在线|片|影片|天堂|中文字幕)|麻豆(?:传媒|视频)|91(?:视频|porn)/i,
};

/** 反对、报道、合法: words of those who speak about it. */
const aboutIt =
  /当心|小心|陷阱|骗局|套路|诈骗|反诈|禁赌|戒赌|涉赌|涉黄|落网|获刑|被抓|普法|倡议|承诺|通报|通告|公告|提醒|提示|告知书|清理|净网|护苗|扫黄打非|白皮书|研究|论文|条例|法规|司法解释|新闻|日报|晚报|法治|政法|检察|公安|证券|期货|基金管理|金融控股/;
/** 合法彩票 and their results. */
const lottery = /福利彩票|体育彩票|福彩|体彩|竞彩网|中国竞彩|双色球|大乐透|七乐彩|快乐8|彩票发行|彩票管理/;
/** Counted in the text: a page that names the law again and again is not of the trade. */
const law = /警方|公安|派出所|诈骗|违法|犯罪|禁赌|反诈|举报|处罚|判处|法院|检察|法律|网信/g;
const muchLaw = 4;

function trade(facts: PageFacts): Suspect | null {
  const names = named(facts, 2);
  const said = names.join('\n');
  if (said === '' || againstIt.test(said) || aboutIt.test(said)) return null;
  const text = head(facts, 6_000);
  for (const kind of ['gambling', 'porn'] as const) {
    const group = lexicon.find((g) => g.id === kind);
    if (group === undefined) continue;
    const strong = group.words.find((w) => said.toLowerCase().includes(w)) ?? moreStrong[kind].exec(said)?.[0];
    const word = strong ?? foreignWords[kind].exec(said)?.[0];
    const weak = group.weak.filter((w) => said.includes(w));
    // 彩票 of the state and a weak word: results, outlets, an office of its own.
    if (lottery.test(said) && (word === undefined || weak.length + Number(strong !== undefined) < 2)) continue;
    const found = word ?? (weak.length > 0 && moreSigns(group, text, weak[0] ?? '') ? weak[0] : undefined);
    if (found === undefined || (text.match(law)?.length ?? 0) >= muchLaw) continue;
    const what = kind === 'gambling' ? '赌博' : '色情';
    const where = names.find((n) => n.toLowerCase().includes(found.toLowerCase())) ?? names[0] ?? '';
    return { kind, why: `页面标题或大标题“${around(where, found)}”含${what}类词语“${short(found, 20)}”` };
  }
  return null;
}

/** A weak word in the title needs two further words of the trade in the text. */
function moreSigns(group: (typeof lexicon)[number], text: string, found: string): boolean {
  const others = [...group.words, ...group.weak].filter((w) => w !== found && text.includes(w));
  return others.length >= 2;
}

/* ── 域名出售 ── */

/** Addresses where marketplaces offer one domain. */
const offers =
  /^https?:\/\/(?:www\.)?(?:hugedomains\.com\/domain_profile|sedo\.com\/search\/details|afternic\.com\/(?:forsale|domain)|dan\.com\/buy-domain|dynadot\.com\/market|godaddy\.com\/forsale|buydomains\.com\/lander|domainmarket\.com\/buynow|4\.cn\/search\/detail|(?:www\.)?22\.cn\/ykj|mi\.aliyun\.com\/detail|ename\.com\/auction)/i;
const ownDomain = '(?:此|该|本|这个|您(?:正在|所)?访问的|当前|您(?:正在|所)?查看的)(?:网站)?(?:的)?域名';
const saleSentences: readonly RegExp[] = [
  new RegExp(`${ownDomain}[^。！!\\n]{0,20}(?:出售|转让|待售|求购|竞价|拍卖|可(?:以)?(?:购买|出价)|一口价)`),
  new RegExp(`(?:出售|转让|购买|求购|拥有|报价)${ownDomain}`),
  /^(?:优质|精品)?域名(?:正在|低价|诚意)?(?:出售|转让|待售)(?:中)?[！!。:：]?/m,
  /\b(?:this|the) (?:web ?site |premium )?domain(?: name)?(?: [\w.-]{3,80})? (?:is|may be|could be) (?:available )?(?:for sale|available for purchase)/i,
  /\b(?:buy|purchase|get|inquire about|make an offer (?:on|for)|acquire) this (?:premium )?domain\b/i,
  /\bthe domain [\w.-]{3,80} is (?:for sale|available)/i,
  /\binterested in (?:buying )?this domain\b/i,
];
/** Titles: `shili.com is for sale`, `shili.com - 域名出售`. */
const saleTitle =
  /(?:[a-z0-9-]{1,63}\.){1,3}[a-z]{2,12}\s{0,3}(?:[-–—|_:：]\s{0,3})?(?:is (?:for sale|available)|for sale|域名(?:正在)?(?:出售|转让|待售|交易)|(?:正在)?(?:出售|转让)(?:中)?)|(?:域名出售|域名转让|出售域名)[-–—|_:：\s]{1,5}(?:[a-z0-9-]{1,63}\.){1,3}[a-z]{2,12}/i;

function forSale({ facts, finalUrl }: SuspectQuestion, url: URL): Suspect | null {
  if (offers.test(finalUrl)) return { kind: 'resold', why: `跳转到域名交易平台 ${url.hostname} 的出售页` };
  if (facts.prose >= 1_500) return null;
  const title = saleTitle.exec(facts.title.slice(0, 300))?.[0];
  if (title !== undefined && speaksOf(title, url.hostname))
    return { kind: 'resold', why: `页面标题“${short(facts.title.trim())}”说明域名正在出售` };
  const text = [...named(facts, 5), head(facts, 3_000)].join('\n');
  const hit = saleSentences.map((s) => s.exec(text)?.[0]).find((s) => s !== undefined);
  // A dealer's own pages speak of domains in general, at length and with many offers.
  if (hit === undefined || facts.length > 2_500 || facts.blocks.length > 250) return null;
  return { kind: 'resold', why: `页面写有“${short(hit.replace(/\s+/g, ' ').trim())}”` };
}

/** Whether a text names this very host or its domain. */
function speaksOf(text: string, hostname: string): boolean {
  const domain = domainOf(hostname);
  return text.toLowerCase().includes(domain) || text.toLowerCase().includes(hostname.replace(/^www\./, ''));
}

/* ── 停放、过期 ── */

/** What parking services leave in the source of their pages. */
const parkingMarks =
  /(?:sedoparking|parkingcrew|parklogic|bodiscdn|bodis|domainparking|parking\.reg|cashparking|smartname|skenzo|voodoo|above)\.(?:com|net|ru)\b|d38psrni17bvxu\.cloudfront\.net|window\.LANDER_SYSTEM|\/lander\?|data-adblockkey\s*=|parking-lander|img1\.wsimg\.com\/parking/i;
const parkSentences: readonly RegExp[] = [
  new RegExp(`${ownDomain}(?:已|已经)?(?:被)?(?:停放|停靠|到期|过期|失效|冻结|暂停解析|停用|锁定)`),
  new RegExp(`${ownDomain}[^。！!\\n]{0,12}(?:未(?:绑定|备案|完成实名|实名)|没有(?:绑定|备案))`),
  /(?:域名|网站空间|虚拟主机|云主机|服务器|建站服务|网站服务|主机服务|空间)(?:服务)?(?:已|已经)(?:到期|过期|欠费|停机|释放|关停)/,
  /(?:该|此|本|您(?:所)?访问的)(?:网站|站点|主机|空间)(?:已|已经|因)?[^。！!\n]{0,10}(?:到期|过期|欠费|未续费|被暂停|已暂停|被停用|已停用|被冻结|未备案)/,
  /没有找到站点|未找到站点|未绑定(?:此|该|本)?域名|域名(?:尚)?未绑定|(?:此|该)域名没有绑定|恭喜[，,]?站点创建成功|网站暂时无法访问[\s\S]{0,40}(?:未根据|未备案|备案)/,
  /\b(?:this|the) (?:web ?site|domain(?: name)?|account|hosting(?: account)?)(?: [\w.-]{3,80})? (?:has|was|is|have been) (?:been )?(?:expired|suspended|parked|deactivated|pending renewal)/i,
  /\b(?:account (?:has been )?suspended|domain (?:has )?expired|domain parked|parked (?:free|domain)|future home of something)\b/i,
];

function parked({ facts, html }: SuspectQuestion): Suspect | null {
  if (facts.prose >= 400 || facts.length > 1_500) return null;
  if (parkingMarks.test(html.slice(0, 32_768)))
    return { kind: 'parked', why: '页面带有域名停放服务的标记，原网站已不在' };
  const text = [...named(facts, 5), head(facts, 2_000)].join('\n');
  const hit = parkSentences.map((s) => s.exec(text)?.[0]).find((s) => s !== undefined);
  // The sentence must be what the page is about: a notice of a working site has more to say.
  if (hit === undefined || (facts.length > 500 && !mainly(facts, hit))) return null;
  return { kind: 'parked', why: `页面写有“${short(hit.replace(/\s+/g, ' ').trim())}”，原网站已不在` };
}

function mainly(facts: PageFacts, hit: string): boolean {
  const start = hit.slice(0, 12);
  return facts.title.includes(start) || facts.headings.slice(0, 3).some((h) => h.includes(start));
}
