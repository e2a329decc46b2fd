import { type Command, Option } from 'commander';
import type { GlobalFlags } from './flags.ts';

/** What the commands of the program share. */
export type CommandKit = {
  run(task: () => Promise<number>): Promise<void>;
  /** Options of the command and of the program together; each command knows its own. */
  flags<T extends GlobalFlags>(cmd: Command): T;
  policy(): Option;
  json(): Option;
  collectMany(value: string, before: string[]): string[];
};

/** 人工部分的命令: reviews, records of people, samples. */
export function peopleCommands(cli: Command, { run, flags, policy, json, collectMany }: CommandKit): void {
  const outFile = (what: string) => new Option('--out <文件>', `${what}，以 .xlsx 或 .csv 结尾`);
  const override = () => new Option('--override <原因>', '与别人已有的决定相反时仍然改判，写明原因（原决定保留）');
  const review = cli.command('review').description('人工复核：待复核清单、复核表的导出和导入、登记一条复核或申诉');
  review
    .command('list')
    .argument('[检查编号]', '默认：最近一次')
    .description('待复核清单：查清哪些事就能定论，影响大的在前')
    .addOption(json())
    .action((id: string | undefined, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/review.ts')).listReviews(id, flags(cmd))),
    );
  review
    .command('next')
    .argument('[检查编号]', '默认：最近一次')
    .description('影响最大的一件：要看什么、链接、佐证、程序意见')
    .addOption(json())
    .action((id: string | undefined, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/review.ts')).nextReview(id, flags(cmd))),
    );
  review
    .command('export')
    .argument('[检查编号]', '默认：最近一次')
    .description('导出复核表，由人填写结论、原因、复核人')
    .addOption(outFile('复核表'))
    .addOption(json())
    .action((id: string | undefined, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/review-sheet.ts')).exportReviews(id, flags(cmd))),
    );
  review
    .command('import')
    .argument('<文件>', '填好的复核表，csv 或 xlsx')
    .description('导入复核表；全部行无误才写入，同一份表导入两次只算一次')
    .addOption(override())
    .addOption(json())
    .action((file: string, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/review-import.ts')).importReviews(file, flags(cmd))),
    );
  review
    .command('record')
    .description('登记一条复核或申诉')
    .requiredOption('--subject <编号>', '台账里的网站、账号或单位编号')
    .requiredOption('--item <指标项>', '指标项编号')
    .option('--finding <编号>', '针对哪一处问题（review list --json 里的 key）；不写是针对整项')
    .requiredOption('--decision <结论>', '属实、不属实（一处问题），没有问题、存在问题（整项），申诉')
    .requiredOption('--reason <原因>', '为什么')
    .requiredOption('--person <姓名>', '复核人，或申诉的单位')
    .option('--run <检查编号>', '针对哪一次检查（默认：最近一次）')
    .option('--fault <问题类型>', '程序没有列出问题而认定存在问题时，写明是哪一种')
    .addOption(
      new Option('--evidence <文件>', '佐证：图片、PDF、表格、网页（可写多次）')
        .argParser(collectMany)
        .default([], '无'),
    )
    .addOption(override())
    .addOption(json())
    .action((_: unknown, cmd: Command) =>
      run(async () => (await import('./commands/review-record.ts')).recordReview(flags(cmd))),
    );
  const record = cli.command('record').description('人工检查：只有人能检查的项，写出检查表、导入、登记一份');
  record
    .command('template')
    .description('写出人工检查表：只有人能判断的、未检的、没有看成的，每个对象每项一行')
    .addOption(policy())
    .addOption(new Option('--subject <编号>', '只写这个对象（可写多次）').argParser(collectMany).default([], '全部'))
    .option('--all', '已有结论的项也列出')
    .addOption(outFile('检查表（默认：人工检查表.xlsx）'))
    .addOption(json())
    .action((_: unknown, cmd: Command) =>
      run(async () => (await import('./commands/record-sheet.ts')).recordTemplate(flags(cmd))),
    );
  record
    .command('import')
    .argument('<文件>', '填好的人工检查表，csv 或 xlsx')
    .description('导入人工检查表和佐证文件；全部行无误才写入，同一份表导入两次只算一次')
    .option('--evidence-dir <目录>', '佐证文件所在的文件夹（默认：和表在一起）')
    .addOption(json())
    .action((file: string, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/record.ts')).importRecords(file, flags(cmd))),
    );
  record
    .command('add')
    .description('登记一份人工检查')
    .addOption(policy())
    .requiredOption('--subject <编号>', '台账里的网站、账号或单位编号')
    .requiredOption('--item <指标项>', '指标项编号')
    .requiredOption('--result <结果>', '没有发现问题、存在问题、不适用')
    .requiredOption('--from <日期>', '检查的是从哪天起的情况，如 2026-01-31')
    .option('--to <日期>', '到哪天止（含；默认：同一天）')
    .requiredOption('--person <姓名>', '检查人')
    .option('--fault <问题类型>', '存在问题时，是哪一种')
    .option('--target <地方>', '问题在哪个网址、栏目或事项')
    .option('--count <数>', '处数')
    .option('--note <文字>', '看到了什么，或为什么不适用')
    .addOption(
      new Option('--evidence <文件>', '佐证：图片、PDF、表格、网页（可写多次）；存在问题的必须有')
        .argParser(collectMany)
        .default([], '无'),
    )
    .addOption(json())
    .action((_: unknown, cmd: Command) =>
      run(async () => (await import('./commands/record.ts')).addRecord(flags(cmd))),
    );
  cli
    .command('sample')
    .argument(
      '<种类>',
      'policies 政策文件、interpretations 解读稿、guides 办事指南、forms 表格样表、letters 留言、titles 标题、pages 内容页、columns 栏目页、accounts 账号',
    )
    .description('抽样：按记录的种子抽取，种子和监测记录相同，在任何机器上抽出的都相同')
    .addOption(new Option('--site <编号>', '只抽这个网站（可写多次）').argParser(collectMany).default([], '全部'))
    .option('--seed <种子>', '抽样种子（默认：这次检查的种子）')
    .option('--run <检查编号>', '用哪一次检查的种子和时间点（默认：最近一次）')
    .option('--count <数>', '抽几个（默认：按指标的规定）')
    .option('--days <天>', '从监测时间点往前多少天的记录里找候选', '92')
    .addOption(outFile('抽样表'))
    .addOption(json())
    .action((kind: string, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/sample.ts')).sample(kind, flags(cmd))),
    );
}
