import { type ChannelType, channelTypeNames } from '#core/channel-types.ts';
import { typeOfName, typeOfPath, typeOfTitles, typesOfTag } from './names.ts';

/** Types whose sub-channels are of the same type: 政策文件 › 教育. */
const inherited: ReadonlySet<ChannelType> = new Set(['news', 'notices', 'policy', 'interpretation', 'data']);

export type TypeVerdict = { type: ChannelType; sure: boolean; reasons: readonly string[] };

/**
 * 栏目类型 by name, tags, address, titles and the channel above. The name of a channel is what a visitor reads and weighs most; the ColumnType tag
 * is free text in the wild and may be that of a template. Sure only where nothing speaks against it.
 */
export function decideType(o: {
  name: string;
  url: string;
  columnType: string;
  columnKeywords: string;
  titles: readonly string[];
  above: ChannelType | null;
}): TypeVerdict {
  const reasons: string[] = [];
  const votes = new Map<ChannelType, number>();
  const vote = (type: ChannelType, weight: number, why: string) => {
    votes.set(type, (votes.get(type) ?? 0) + weight);
    reasons.push(`${why}：${channelTypeNames[type]}`);
  };
  const byName = typeOfName(o.name);
  if (byName !== null) vote(byName.type, byName.sure ? 4 : 2, `名称“${o.name.slice(0, 20)}”`);
  const tags = typesOfTag(o.columnType);
  for (const type of tags.slice(0, 2))
    vote(type, tags.length === 1 ? 3 : 2, `ColumnType“${o.columnType.slice(0, 30)}”`);
  const keywords = typesOfTag(o.columnKeywords).filter((t) => t !== 'other');
  if (keywords.length === 1) vote(keywords[0]!, 1, 'ColumnKeywords');
  const byPath = typeOfPath(o.url);
  if (byPath !== null) vote(byPath, 1, '网址');
  const byTitles = typeOfTitles(o.titles);
  if (byTitles !== null) vote(byTitles, 1, '列表标题');
  if (votes.size === 0 && o.above !== null && inherited.has(o.above)) vote(o.above, 1, '上级栏目');
  const ranked = [...votes].sort((a, b) => b[1] - a[1]);
  const [first, second] = ranked;
  if (first === undefined) return { type: 'other', sure: false, reasons: ['名称、标签、网址都看不出类型'] };
  const alone = second === undefined || first[1] - second[1] >= 3;
  return { type: first[0], sure: first[1] >= 4 && alone, reasons };
}
