/**
 * Detectors against true labels: `npm run -s bench:corpus -- --corpus <dir> [--json]`. Reads `<dir>/labels.json`, prints for each field
 * and folder how often the answer was right, and every miss. See README.md beside this file.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { InputError } from '#core/errors.ts';
import { measureCorpus } from './corpus/measure.ts';
import { printReport, reportOf } from './corpus/print.ts';

const usage = '用法：npm run -s bench:corpus -- [--corpus <目录>] [--json]，目录内有 labels.json';

main();

function main(): void {
  const options = optionsOf();
  if (options === null) {
    process.exitCode = 3;
    return;
  }
  const { dir, named, json } = options;
  if (!named && !existsSync(path.join(dir, 'labels.json'))) {
    const why = `未测量：没有真实页面集（${dir}）。用 --corpus <目录> 或环境变量 XUNCHA_CORPUS 指向它`;
    console.log(json ? JSON.stringify({ corpus: null, notMeasured: why }) : why);
    return;
  }
  try {
    const report = reportOf(dir, measureCorpus(dir));
    console.log(json ? JSON.stringify(report, null, 2) : printReport(report));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.message);
    process.exitCode = 3;
  }
}

/** `named`: the folder was typed, so that it must be there. */
function optionsOf(): { dir: string; named: boolean; json: boolean } | null {
  try {
    const { values } = parseArgs({
      options: { corpus: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    const fallback = process.env.XUNCHA_CORPUS ?? path.join(import.meta.dirname, '../../../shared/corpus');
    return { dir: path.resolve(values.corpus ?? fallback), named: values.corpus !== undefined, json: values.json };
  } catch (error) {
    console.error(`命令行有误：${error instanceof Error ? error.message : String(error)}。${usage}`);
    return null;
  }
}
