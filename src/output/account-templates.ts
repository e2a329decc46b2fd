import { platformNames } from '#core/registry.ts';

export type TemplateColumn = {
  /** What the imports read it by. */
  heading: string;
  required?: true;
  width: number;
  hint: string;
  sample: string;
  choices?: readonly string[];
};

/** 导入模板 of one kind of list about accounts. */
export type AccountTemplate = {
  /** Name of the file, without its extension. */
  name: string;
  sheet: string;
  columns: readonly TemplateColumn[];
  help: readonly string[];
  /** The command that takes it, filled in. */
  command: string;
};

const platforms = Object.values(platformNames);
const yesNo = ['是', '否'] as const;
const account: readonly TemplateColumn[] = [
  { heading: '账号名称', required: true, width: 22, hint: '与台账一致', sample: '某县发布' },
  { heading: '平台', required: true, width: 14, hint: '从列表里选', sample: '新浪微博', choices: platforms },
];
const day = '如 2026-01-31';

export const templateKinds = ['ledger', 'posts', 'replies', 'records'] as const;
export type TemplateKind = (typeof templateKinds)[number];

export const accountTemplates: Readonly<Record<TemplateKind, AccountTemplate>> = {
  ledger: {
    name: '账号台账模板',
    sheet: '账号台账',
    columns: [
      { heading: '主办单位', required: true, width: 26, hint: '全称', sample: '某县人民政府办公室' },
      {
        heading: '单位类别',
        width: 12,
        hint: '从列表里选',
        sample: '县级部门',
        choices: ['县级政府', '县级部门', '乡镇街道', '园区', '事业单位'],
      },
      ...account.map((c) => (c.heading === '账号名称' ? { ...c, hint: '平台上显示的名称' } : c)),
      {
        heading: '账号ID（微信号、UID 等）',
        width: 24,
        hint: '公众号填微信号或 gh_ 开头的原始 ID，微博填 UID，按文本填写',
        sample: '1000000000',
      },
      { heading: '链接', width: 34, hint: '账号主页链接', sample: 'https://weibo.com/u/1000000000' },
      { heading: '认证主体', width: 26, hint: '平台认证显示的单位', sample: '某县人民政府办公室' },
      { heading: '曾用名', width: 18, hint: '几个名称用顿号隔开', sample: '' },
      { heading: '开设日期', width: 13, hint: day, sample: '2019-03-01' },
      { heading: '备案日期', width: 13, hint: day, sample: '2019-03-08' },
      { heading: '公告日期', width: 13, hint: day, sample: '2019-03-08' },
      { heading: '状态', width: 10, hint: '从列表里选', sample: '正常', choices: ['正常', '关停', '注销'] },
      { heading: '关停日期', width: 13, hint: '状态是“关停”的填', sample: '' },
      { heading: '注销日期', width: 13, hint: '状态是“注销”的填', sample: '' },
    ],
    help: [
      '一行一个账号。带 * 的必填，其余不清楚的留空，不要填“无”“不详”。',
      '已关停、注销的账号也要列上，并写明日期：程序据此不再检查，并看关停后有没有还在发布。',
      '账号 ID、日期都按文本填写；从别处粘贴时选“只保留文本”，数字变成 1.2E+09 的要重新填。',
      '标着【填写说明】【示例】的两行导入时自动跳过，可以删掉，也可以留着。',
    ],
    command: 'xuncha registry import',
  },
  posts: {
    name: '发布记录模板',
    sheet: '发布记录',
    columns: [
      ...account,
      { heading: '标题', required: true, width: 44, hint: '没有发布的写“无更新”', sample: '某县召开工作会议' },
      {
        heading: '发布时间',
        required: true,
        width: 20,
        hint: '如 2026-01-31 14:30，只知道日期就写日期',
        sample: '2026-01-31 14:30',
      },
      { heading: '链接', width: 34, hint: '这一条内容的链接', sample: 'https://weibo.com/1000000000/Abcdefghi' },
      { heading: '是否原创', width: 10, hint: '从列表里选', sample: '是', choices: yesNo },
      { heading: '来源', width: 18, hint: '转载的写来源', sample: '' },
      { heading: '评论权限', width: 12, hint: '从列表里选', sample: '开放', choices: ['开放', '仅粉丝', '关闭'] },
      { heading: '置顶', width: 8, hint: '从列表里选', sample: '否', choices: yesNo },
    ],
    help: [
      '一行一条内容。平台后台能导出发布记录的，直接导入后台的导出文件即可，不必抄到这张表里。',
      '整段时间没有发布的账号也写一行，标题写“无更新”，其他留空。',
      '导入时要写明提供人和这张表说的是哪几天；这几天的发布全在表里的，用 --coverage complete。',
      '标着【填写说明】【示例】的两行导入时自动跳过。',
    ],
    command: 'xuncha accounts import',
  },
  replies: {
    name: '留言答复记录模板',
    sheet: '留言答复',
    columns: [
      ...account,
      { heading: '留言时间', required: true, width: 20, hint: '如 2026-01-31 14:30', sample: '2026-01-31 14:30' },
      { heading: '答复时间', width: 20, hint: '没有答复的写“未答复”', sample: '2026-02-01 09:00' },
      {
        heading: '留言内容',
        required: true,
        width: 50,
        hint: '去掉姓名、电话等个人信息',
        sample: '办理某某证需要什么材料',
      },
      {
        heading: '具体明确',
        width: 12,
        hint: '是不是具体明确的政策咨询',
        sample: '是',
        choices: yesNo,
      },
    ],
    help: [
      '一行一条留言。不要写留言人的姓名、电话、住址、证件号码。',
      '导入时要写明提供人和这张表说的是哪几天；这几天的留言全在表里的，用 --coverage complete。',
      '标着【填写说明】【示例】的两行导入时自动跳过。',
    ],
    command: 'xuncha accounts replies',
  },
  records: {
    name: '账号人工登记模板',
    sheet: '人工登记',
    columns: [
      { heading: '账号编号', width: 20, hint: '台账里的编号，可不填', sample: '' },
      ...account,
      {
        heading: '最近一条',
        required: true,
        width: 20,
        hint: '最近一条的日期或时间，从未发布写“无”',
        sample: '2026-01-31 14:30',
      },
      { heading: '全部看过起', width: 14, hint: '这几天逐条看过才填', sample: '2026-01-18' },
      { heading: '全部看过止', width: 14, hint: '与上一列一起填', sample: '2026-02-01' },
      { heading: '登记人', required: true, width: 12, hint: '看账号的人', sample: '张某' },
      { heading: '照片', width: 22, hint: '截图的文件名，和这张表放在一个文件夹', sample: '某县发布.png' },
      { heading: '备注', width: 30, hint: '如最近一条的标题', sample: '' },
    ],
    help: [
      '在手机上打开账号，看一个登记一行。只看了最新一条的，只填“最近一条”：证明看到的，不证明没有更新。',
      '从“全部看过起”到“全部看过止”逐条看过、内容都看全了，才填这两列：可以证明没有更新。',
      '截图和这张表放在同一个文件夹，写上文件名；没有截图的留空。',
      '标着【填写说明】【示例】的两行导入时自动跳过。',
    ],
    command: 'xuncha accounts records',
  },
};
