import { z } from 'zod';
import { ClauseFile } from '#core/coverage.ts';
import { IgnoreFile } from '#core/ignores.ts';
import { LexiconFile } from '#core/lexicon.ts';
import { PolicyFile } from '#core/policy.ts';
import { Registry } from '#core/registry.ts';
import { indicators } from '#indicators/index.ts';
import { networkProbes, pageProbes } from '#probes/index.ts';
import { program } from '../cli.ts';
import { Config } from '../config.ts';
import { indicatorsPage } from './indicators.ts';
import { region } from './markdown.ts';
import { policiesPage } from './policies.ts';
import { probesPage } from './probes.ts';

/** Path from the project's root → text of every generated file. `read` gives the present text of files with a generated region. */
export async function generated(read: (path: string) => string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const readme of ['README.md', 'README.zh-CN.md'])
    files.set(readme, region(read(readme), 'help', `\`\`\`text\n${helpText()}\`\`\``));
  files.set('src/indicators/README.md', indicatorsPage(indicators));
  files.set('probes/README.md', probesPage(pageProbes, networkProbes));
  files.set('data/policies/README.md', policiesPage(indicators));
  const schemas = {
    registry: Registry,
    policy: PolicyFile,
    clauses: ClauseFile,
    ignores: IgnoreFile,
    lexicon: LexiconFile,
    config: Config,
  };
  for (const [name, schema] of Object.entries(schemas)) {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    files.set(`data/schemas/${name}.schema.json`, `${JSON.stringify(json, null, 2)}\n`);
  }
  return files;
}

/** What `xuncha --help` prints. */
export function helpText(): string {
  return program(async () => {}).helpInformation();
}
