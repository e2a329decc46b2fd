import { configOf } from '../app.ts';
import { Config } from '../config.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { printJson, say } from './session.ts';

export async function show(flags: GlobalFlags): Promise<number> {
  const { config, sources, file } = configOf(flags);
  if (flags.json) {
    printJson({ file, config, sources });
    return exitCodes.done;
  }
  say(file === null ? '没有配置文件，以下为默认值和命令行、环境变量给出的值：' : `配置文件：${file}`);
  for (const key of Object.keys(Config.shape) as (keyof Config)[])
    say(`  ${key}: ${JSON.stringify(config[key])}（${sources[key]}）`);
  return exitCodes.done;
}
