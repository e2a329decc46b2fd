import { resolve } from 'node:path';
import type { Assessment } from '#core/assessment.ts';
import { InputError } from '#core/errors.ts';
import { policyOf, systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { assertWritable, writeFolder } from '../output/folder.ts';
import { addAccountAudit } from './account-audit-files.ts';
import { parseAsOf } from './assess.ts';
import { cited, exitOf } from './deliver.ts';
import { addEvidence } from './link-reports.ts';
import { printJson, say, withData } from './session.ts';
import { assessStep, runFolder } from './steps.ts';

export type AuditFlags = GlobalFlags & { asOf?: string };

/** 账号核查: judges the accounts and their units by what is recorded already, and writes the account audit and nothing else. */
export async function auditAccounts(flags: AuditFlags): Promise<number> {
  const asOf = parseAsOf(flags.asOf, systemClock.now());
  return withData(flags, 'share', async (data, config) => {
    await assertWritable(config.out);
    const registry = await data.registry.load();
    if (registry.accounts.length === 0)
      throw new InputError({
        file: '台账',
        place: '',
        message: '还没有登记账号',
        hint: '用 accounts template 取得台账模板，填好后执行 registry import',
      });
    const only = new Set([...registry.accounts, ...registry.organizations].map((r) => r.id));
    const assessment = await assessStep({
      data: { ...data, assessments: unkept },
      registry,
      policy: await policyOf(config),
      asOf,
      only,
    });
    const generatedAt = systemClock.now().toISOString();
    const files = new Map<string, string | Uint8Array>();
    const names = await addEvidence(files, cited(assessment), data.evidence);
    const done = await addAccountAudit(
      files,
      { assessment, registry, observations: data.observations },
      { folder: '', href: (sha256) => names.get(sha256) ?? null, evidence: data.evidence, generatedAt, report: null },
    );
    if (done === null)
      throw new InputError({
        file: '台账',
        place: '',
        message: '登记的账号都已关停或注销，没有可核查的',
        hint: '检查台账里的关停、注销日期',
      });
    const folder = resolve(`${runFolder(config, assessment.run.id)}-accounts`);
    await writeFolder(folder, files);
    const at = (name: string) => `${folder}/${name}`;
    if (flags.json) {
      const { totals, run, limits } = done.model;
      printJson({ run, limits, totals, html: at(done.html), csv: at(done.csv), xlsx: at(done.xlsx) });
    } else {
      say(done.model.lead);
      say(`账号核查：${at(done.html)}`);
      say(`全部明细：${at(done.xlsx)}`);
    }
    return exitOf([], assessment) === exitCodes.done ? exitCodes.done : exitCodes.fault;
  });
}

/** Part of a result is not kept as one: `report` would take it for the whole. */
const unkept = {
  save: async (): Promise<void> => {},
  load: async (): Promise<Assessment | undefined> => undefined,
  list: async () => [],
};
