import { Command, CommanderError, Option } from 'commander';
import { InputError, problemLine } from '#core/errors.ts';
import { peopleCommands } from './cli-people.ts';
import { exitCodes, type GlobalFlags } from './flags.ts';

const failOnHelp = '达到条件时以 2 退出：unqualified、undetermined、score<60、dead-links>10（可写多次）';
const collectMany = (value: string, before: string[]) => [...before, value];

/** Modules are loaded by the command that needs them: `--help` must be quick. */
export function program(run: (task: () => Promise<number>) => Promise<void>): Command {
  const cli = new Command('xuncha')
    .description('巡查：按《政府网站与政务新媒体检查指标》检查政府网站和政务新媒体')
    .version('0.1.0', '-V, --version', '显示版本')
    .helpOption('-h, --help', '显示帮助')
    .helpCommand('help [命令]', '显示某个命令的帮助')
    .option('--config <文件>', '运行配置（默认：当前目录的 xuncha.config.yaml）')
    .option('--data <目录>', '数据目录：台账、监测记录、佐证（默认：data/local）')
    .option('--out <目录>', '报告目录（默认：reports/out）')
    .option('--vantage <名称>', '监测点名称')
    .option('--allow-private', '允许访问内网、本机等非公网地址')
    .option('-q, --quiet', '不显示进度')
    .configureHelp({
      styleTitle: (title) => helpTitles[title] ?? title,
      styleUsage: (usage) => usage.replaceAll('[options]', '[选项]').replaceAll('[command]', '<命令>'),
      styleSubcommandText: (text) => text.replaceAll('[options]', '[选项]'),
      displayWidth: width,
      optionDescription: (option) =>
        option.defaultValueDescription === undefined
          ? option.description
          : `${option.description}（默认：${option.defaultValueDescription}）`,
    })
    .configureOutput({ outputError: (text, write) => write(chineseUsage(text)) })
    .exitOverride()
    .showHelpAfterError(false);

  const policy = () => new Option('--policy <编号>', '指标体系，如 national、fengdu');
  const json = () => new Option('--json', '结果以 JSON 写到标准输出');
  const failOn = () => new Option('--fail-on <条件>', failOnHelp).argParser(collectMany).default([], '不设');
  const only = () =>
    new Option('--subject <编号>', '只检查这个对象（可写多次）').argParser(collectMany).default([], '全部');
  /** Options of the command and of the program together; each command knows its own. */
  const flags = <T extends GlobalFlags>(cmd: Command): T => cmd.optsWithGlobals() as T;

  cli
    .command('check')
    .argument('<网址>', '要检查的网站首页')
    .description('不用台账，检查一个网站：一次访问能看到什么，当场给出结论和报告')
    .addOption(policy())
    .addOption(json())
    .addOption(new Option('--format <格式>', '报告格式：html,json').default('html,json', 'html,json'))
    .addOption(
      new Option('--links <范围>', '检查哪些链接：all 全部（默认），own 只查本站，none 不查').choices([
        'all',
        'own',
        'none',
      ]),
    )
    .addOption(failOn())
    .action((url: string, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/check.ts')).check(url, flags(cmd))),
    );

  cli
    .command('crawl')
    .argument('<网址或编号>', '网站首页，或台账里的网站编号')
    .description('全站抓取：逐页读完一个网站，检查每一个链接，写出链接问题清单；中断后再执行会接着做')
    .option('--pages <数>', '最多读多少个页面')
    .option('--depth <层>', '离首页最多几次点击')
    .option('--minutes <分钟>', '抓取页面最多用多久')
    .option('--urls <文件>', '除首页外再从这些页面开始（每行一个网址），找没有入口的页面')
    .addOption(
      new Option('--robots <方式>', 'robots.txt：follow 遵守（默认），ignore 不理会（只用于本单位的网站）').choices([
        'follow',
        'ignore',
      ]),
    )
    .addOption(new Option('--links <范围>', '检查哪些链接：all 全部（默认），own 只查本站').choices(['all', 'own']))
    .addOption(json())
    .action((what: string, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/crawl.ts')).crawl(what, flags(cmd))),
    );

  const channels = cli
    .command('channels')
    .argument('<网站编号>', '台账里的网站编号')
    .description('栏目：列出全站抓取发现的栏目（没有抓取过的先抓取），导出核对；确认后用 channels import 登记')
    .option('--export <文件>', '导出 csv，核对后在“确认”一列写“是”')
    .addOption(json())
    .action((id: string, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/channels.ts')).channels(id, flags(cmd))),
    );
  channels
    .command('import')
    .argument('<文件>', 'csv 或 xlsx：栏目、网址、级别、类型、更新天数、确认')
    .description('把表里确认的栏目登记到台账；全部行无误才写入')
    .requiredOption('--site <编号>', '台账里的网站编号')
    .addOption(json())
    .action((file: string, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/channels.ts')).importChannels(file, flags(cmd))),
    );

  const registry = cli.command('registry').description('台账：新建、检查、导入');
  registry
    .command('init')
    .description('在数据目录新建一份台账，照着样例填写')
    .option('--title <名称>', '地区或单位名称', '示例县')
    .action((_: unknown, cmd: Command) => run(async () => (await import('./commands/registry.ts')).init(flags(cmd))));
  registry
    .command('check')
    .description('检查台账有没有写错')
    .addOption(json())
    .action((_: unknown, cmd: Command) => run(async () => (await import('./commands/registry.ts')).check(flags(cmd))));
  registry
    .command('import')
    .argument('<文件>', 'csv 或 xlsx')
    .description('从表格导入网站和账号；全部行无误才写入')
    .option('--allow-shrink', '允许表里的数量不到台账的一半')
    .option('--title <名称>', '台账还不存在时用的地区或单位名称')
    .addOption(json())
    .action((file: string, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/registry.ts')).importFile(file, flags(cmd))),
    );

  const accounts = cli
    .command('accounts')
    .description('政务新媒体账号：核查报告、采集、导入发布记录、认账号、人工登记');
  accounts
    .command('import')
    .argument('<文件>', 'csv 或 xlsx：账号、标题、发布时间')
    .description('导入账号发布记录；由谁、证明哪几天，一并记下')
    .requiredOption('--by <姓名>', '提供人，对完整性负责')
    .requiredOption('--from <日期>', '记录从哪天起，如 2026-01-01')
    .requiredOption('--to <日期>', '记录到哪天止（含）')
    .addOption(
      new Option('--coverage <范围>', 'complete：这段时间的发布全在表里；partial：只是一部分')
        .choices(['complete', 'partial'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--account <编号>',
        '表里没有记录、但确认这段时间没有发布的账号（可写多次）；后台导出的表没有账号一列时，写明是哪个账号',
      )
        .argParser(collectMany)
        .default([], '无'),
    )
    .addOption(json())
    .action((file: string, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/accounts.ts')).importFile(file, flags(cmd))),
    );
  accounts
    .command('replies')
    .argument('<文件>', 'csv 或 xlsx：账号、留言时间、答复时间、留言内容')
    .description('导入账号的留言与答复记录，用来看答复是否及时')
    .requiredOption('--by <姓名>', '提供人，对完整性负责')
    .requiredOption('--from <日期>', '哪天起收到的留言，如 2026-01-01')
    .requiredOption('--to <日期>', '到哪天止（含）')
    .addOption(
      new Option('--coverage <范围>', 'complete：这段时间的留言全在表里；partial：只是一部分')
        .choices(['complete', 'partial'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--account <编号>', '这段时间没有留言的账号（可写多次）；表里没有账号一列时，写明是哪个账号')
        .argParser(collectMany)
        .default([], '无'),
    )
    .addOption(json())
    .action((file: string, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/account-lists.ts')).importReplyRecords(file, flags(cmd))),
    );
  accounts
    .command('relay')
    .argument('<文件>', 'csv 或 xlsx：标题、发布时间，可加链接、正文、应转载单位')
    .description('导入重要政务信息清单，用来看各账号有没有按时转载')
    .requiredOption('--by <姓名>', '标记人')
    .requiredOption('--reference <名称>', '由哪个账号或网站发布')
    .addOption(json())
    .action((file: string, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/account-lists.ts')).importRelay(file, flags(cmd))),
    );
  accounts
    .command('collect')
    .description('采集账号：看台账里账号的公开页面和桥接来源；看不到的写明原因，不作判断')
    .addOption(new Option('--account <编号>', '只采集这个账号（可写多次）').argParser(collectMany).default([], '全部'))
    .addOption(
      new Option('--platform <平台>', '只采集这个平台，如 weibo 或 新浪微博（可写多次）')
        .argParser(collectMany)
        .default([], '全部'),
    )
    .addOption(json())
    .action((_: unknown, cmd: Command) =>
      run(async () => (await import('./commands/accounts.ts')).collectAccounts(flags(cmd))),
    );
  accounts
    .command('identify')
    .argument('<链接...>', '主页链接、分享文字、微信号、原始 ID、AppID 等，可写多个')
    .description('认账号：从粘贴的链接或编号认出平台和账号编号，不访问网络')
    .addOption(json())
    .action((inputs: string[], _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/account-identify.ts')).identifyAccounts(inputs, flags(cmd))),
    );
  accounts
    .command('record')
    .description('人工登记：有人打开账号看过，记下最近一条的日期，可附照片')
    .requiredOption('--account <编号>', '台账里的账号编号')
    .requiredOption('--last-post <日期>', '最近一条内容的日期，如 2026-11-08 或 2026-11-08 09:30')
    .requiredOption('--by <姓名>', '登记人')
    .option('--photo <文件>', '照片或截图，作为佐证保存')
    .option('--note <文字>', '备注，如最近一条的标题')
    .option('--complete', '--from 到 --to 之间的内容全部看过')
    .option('--from <日期>', '从哪天起全部看过')
    .option('--to <日期>', '到哪天止（含）')
    .addOption(json())
    .action((_: unknown, cmd: Command) =>
      run(async () => (await import('./commands/account-record.ts')).recordAccount(flags(cmd))),
    );

  accounts
    .command('records')
    .argument('<文件>', 'csv 或 xlsx：账号、最近一条、登记人，可加照片')
    .description('人工登记一批账号；照片和表放在一个文件夹，全部行无误才写入')
    .addOption(json())
    .action((file: string, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/account-records.ts')).recordAccounts(file, flags(cmd))),
    );
  accounts
    .command('template')
    .description('写出供填写的模板：账号台账、发布记录、留言答复记录、人工登记')
    .addOption(
      new Option('--kind <种类>', 'ledger 账号台账，posts 发布记录，replies 留言答复，records 人工登记')
        .choices(['ledger', 'posts', 'replies', 'records'])
        .default('ledger', 'ledger'),
    )
    .addOption(new Option('--out <文件>', '写到哪个 .xlsx 文件；已有的文件不会覆盖'))
    .addOption(json())
    .action((_: unknown, cmd: Command) =>
      run(async () => (await import('./commands/account-template.ts')).writeTemplate({ ...flags(cmd), ...cmd.opts() })),
    );
  accounts
    .command('audit')
    .description('账号核查报告：僵尸、睡眠账号，催办和通报名单，每周发布情况；只判定账号，不访问网络')
    .addOption(policy())
    .option('--as-of <时间>', '监测时间点，如 2026-01-31 或 2026-01-31T18:00+08:00（默认：现在）')
    .addOption(json())
    .action((_: unknown, cmd: Command) =>
      run(async () => (await import('./commands/account-audit.ts')).auditAccounts(flags(cmd))),
    );

  cli
    .command('collect')
    .description('监测：访问台账里的网站，记下看到的（不作判断）；中断后再执行会接着做')
    .addOption(policy())
    .addOption(only())
    .addOption(json())
    .action((_: unknown, cmd: Command) => run(async () => (await import('./commands/collect.ts')).collect(flags(cmd))));
  cli
    .command('assess')
    .description('判定：按指标体系判断已有的监测记录，可指定任一监测时间点')
    .addOption(policy())
    .option('--as-of <时间>', '监测时间点，如 2026-01-31 或 2026-01-31T18:00+08:00（默认：现在）')
    .addOption(json())
    .addOption(failOn())
    .action((_: unknown, cmd: Command) => run(async () => (await import('./commands/assess.ts')).assess(flags(cmd))));
  cli
    .command('report')
    .argument('[检查编号]', '默认：最近一次')
    .description('报告：把一次检查的结果写成 HTML 和 JSON')
    .addOption(json())
    .action((id: string | undefined, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/report.ts')).report(id, flags(cmd))),
    );
  cli
    .command('compare')
    .argument('[检查编号...]', '前后两次检查（默认：最近两次）')
    .description('对比：两次检查之间，哪些问题新增、仍在、已解决')
    .addOption(json())
    .action((ids: string[], _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/compare.ts')).compare(ids, flags(cmd))),
    );
  cli
    .command('explain')
    .argument('<检查编号>', '一次检查；latest 是最近一次')
    .argument('<对象>', '台账里的网站、账号或单位编号')
    .argument('[指标项]', '只说明这一项（默认：全部）')
    .description('说明：一个结论是怎么来的——依据、参数、用到的每条记录、每个问题的佐证和扣分算式')
    .addOption(json())
    .action((id: string, subject: string, item: string | undefined, _: unknown, cmd: Command) =>
      run(async () => (await import('./commands/explain.ts')).explain(id, subject, item, flags(cmd))),
    );
  peopleCommands(cli, { run, flags, policy, json, collectMany });
  cli
    .command('coverage')
    .description('条款覆盖：每个文件的每一条要求，由哪个指标检查，程序可以独自判定什么，什么要由人检查')
    .addOption(policy())
    .addOption(json())
    .action((_: unknown, cmd: Command) =>
      run(async () => (await import('./commands/coverage.ts')).coverage(flags(cmd))),
    );
  cli
    .command('run')
    .description('监测、判定、报告一次做完')
    .addOption(policy())
    .addOption(only())
    .addOption(json())
    .addOption(failOn())
    .action((_: unknown, cmd: Command) => run(async () => (await import('./commands/run.ts')).run(flags(cmd))));
  cli
    .command('watch')
    .description('值守：每天分散访问每个网站首页，每周全面巡查一次并出报告，直到停止')
    .addOption(policy())
    .action((_: unknown, cmd: Command) => run(async () => (await import('./commands/watch.ts')).watch(flags(cmd))));
  cli
    .command('status')
    .description('值守状态：访问和巡查做了什么、何时再做、作废多少、监测次数够不够判定')
    .addOption(policy())
    .option('--plan <日期>', '列出某一天的访问计划和每次的结果，供核对')
    .addOption(json())
    .action((_: unknown, cmd: Command) => run(async () => (await import('./commands/status.ts')).status(flags(cmd))));
  cli
    .command('demo')
    .description('演示：在本机搭起示例县，真实监测、判定并出报告，不访问外网')
    .addOption(policy())
    .addOption(new Option('--today <日期>', '示例县的“今天”（默认：当天）'))
    .addOption(json())
    .addOption(failOn())
    .action((_: unknown, cmd: Command) => run(async () => (await import('./commands/demo.ts')).demo(flags(cmd))));
  cli
    .command('config')
    .description('显示生效的运行配置和每一项的来源')
    .addOption(json())
    .action((_: unknown, cmd: Command) => run(async () => (await import('./commands/config.ts')).show(flags(cmd))));
  return cli;
}

/** Columns a text takes on a terminal: Chinese characters and full-width marks take two. */
function width(text: string): number {
  let n = 0;
  for (const char of text.replace(/\u001b\[[0-9;]*m/g, ''))
    n += /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(char) ? 2 : 1;
  return n;
}

const helpTitles: Record<string, string> = {
  'Usage:': '用法：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Arguments:': '参数：',
  'Global Options:': '通用选项：',
};

/** Commander speaks English; what a user reads is Chinese, one line. */
function chineseUsage(text: string): string {
  const quoted = /'([^']*)'/.exec(text)?.[1] ?? '';
  if (text.includes('unknown option')) return `没有“${quoted}”这个选项。用 --help 查看可用的选项\n`;
  if (text.includes('unknown command')) return `没有“${quoted}”这个命令。用 --help 查看可用的命令\n`;
  if (text.includes('missing required argument')) return `缺少参数“${quoted}”。用 --help 查看用法\n`;
  if (text.includes('required option')) return `缺少选项“${quoted}”。用 --help 查看用法\n`;
  if (text.includes('argument missing')) return `选项“${quoted}”后面要有值\n`;
  if (text.includes('too many arguments')) return '参数太多。用 --help 查看用法\n';
  const choices = /Allowed choices are (.+?)\.\s*$/.exec(text)?.[1];
  if (choices !== undefined) return `选项“${quoted}”的值只能是 ${choices.replaceAll(', ', '、')}\n`;
  if (text.includes('is invalid')) return `选项“${quoted}”的值不对。用 --help 查看可用的值\n`;
  return text;
}

export async function main(args: readonly string[]): Promise<number> {
  let code: number = exitCodes.done;
  const cli = program(async (task) => {
    code = await task();
  });
  try {
    if (args.length === 0) {
      cli.outputHelp();
      return exitCodes.done;
    }
    await cli.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.input;
  if (error instanceof InputError) {
    for (const p of error.problems) process.stderr.write(`${problemLine(p)}\n`);
    return exitCodes.input;
  }
  process.stderr.write(
    `程序出错，请把下面的内容报告给开发者：\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return exitCodes.fault;
}
