/** What the labels and column heads of public letters mean. `other`: a label that ends the value before it. */
export type LetterLabel = 'asked' | 'replied' | 'office' | 'reply' | 'question' | 'subject' | 'state' | 'other';

const letter = '(?:来信|留言|咨询|提问|写信|信件|诉求|反映|问题|投诉|发信|网友留言|网民留言|群众来信)';
const answer = '(?:回复|答复|回信|反馈|办理|处理|办结|官方回复|部门回复|答复办结|最终回复)';

const rules: readonly (readonly [LetterLabel, RegExp])[] = [
  ['asked', new RegExp(`^(?:${letter}|提交|信件提交)(?:提交)?(?:时间|日期)$`)],
  ['replied', new RegExp(`^${answer}(?:时间|日期)$`)],
  ['office', new RegExp(`^(?:${answer}|受理|承办)(?:单位|部门|机构|机关)$`)],
  ['reply', new RegExp(`^${answer}(?:内容|结果|情况|意见|详情)$|^(?:官方回复|部门回复|答复|回复|处理答复)$`)],
  ['question', new RegExp(`^${letter}(?:内容|详情|描述|正文)$|^(?:内容|正文)$`)],
  ['subject', new RegExp(`^${letter}?(?:标题|主题|题目)$`)],
  ['state', new RegExp(`^(?:${answer}|${letter}|受理|当前|目前)?(?:状态|进度)$`)],
  [
    'other',
    /^(?:来信人|写信人|留言人|咨询人|网友|网名|姓名|昵称|信件编号|来信编号|编号|信件类型|来信类型|类型|类别|分类|信件分类|点击率?|点击数|浏览次数|浏览量|查询码|是否公开|满意度|评价|办理满意度|序号|受理时间|来源|附件|回复人|答复人)$/,
  ],
];

/** Key of a label of a letter, null when the words are none. */
export function letterLabel(words: string): LetterLabel | null {
  for (const [key, rule] of rules) if (rule.test(words)) return key;
  return null;
}

/** Words that only letters are labelled with: 办理时间 and 状态 alone stand on pages of every kind. */
export const ofLetters = new RegExp(`${letter}|回信|答复|回复`);

/** 咨询建言 by the names of columns and titles. */
export const consultationWords = /信箱|留言|咨询|来信|问政|建言|互动|写信|信件|答复|热线/;
/** 专门渠道和其他互动: not what the index asks about here. */
export const excludedWords = /信访|举报|纪检|监察|巡察|巡视|访谈|征集|调查|投票|听证/;

/** Whether the words of a state say that a letter was answered, or that it still waits; null: neither. */
export function stateOf(words: string): 'answered' | 'open' | null {
  if (
    /未(?:回复|答复|办理|处理|办结|受理)|待(?:办理|回复|处理|答复|受理|办)|(?:办理|处理|受理|转办|审核)中|正在|已受理|已转办|已交办|已收件/.test(
      words,
    )
  )
    return 'open';
  return /已(?:回复|答复|办结|处理|办理|反馈|回信)|办结|办理完成|处理完成/.test(words) ? 'answered' : null;
}
