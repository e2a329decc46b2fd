import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '#core/errors.ts';
import type { CooldownStore } from '#core/host-record.ts';
import type { IgnoreRule } from '#core/ignores.ts';
import type { Registry } from '#core/registry.ts';
import { openCrawlStore } from './files/crawl-ledger.ts';
import { openEvidenceStore } from './files/evidence.ts';
import { openHostRecords } from './files/host-records.ts';
import { checkIgnores, loadIgnores } from './files/ignores.ts';
import { lockWriter } from './lock.ts';
import { openRegistryStore } from './lowdb/registry.ts';
import type {
  AssessmentStore,
  CollectionStore,
  CrawlStore,
  EvidenceStore,
  ObservationStore,
  RegistryStore,
  RetentionStore,
  ReviewStore,
  SummaryStore,
  WatchStore,
} from './ports.ts';
import type { OnUnreadable } from './sql/observations.ts';
import { openSqlite } from './sql/open.ts';

/** Files of a data folder, by what they hold. */
export function dataFiles(folder: string): {
  registry: string;
  ignores: string;
  database: string;
  evidence: string;
  crawls: string;
  hosts: string;
} {
  return {
    registry: join(folder, 'registry.json'),
    ignores: join(folder, 'ignores.yaml'),
    database: join(folder, 'inspection.db'),
    evidence: join(folder, 'evidence'),
    crawls: join(folder, 'crawls'),
    hosts: join(folder, 'hosts.json'),
  };
}

export type DataFolder = {
  folder: string;
  registry: RegistryStore;
  observations: ObservationStore;
  collections: CollectionStore;
  assessments: AssessmentStore;
  reviews: ReviewStore;
  watch: WatchStore;
  summaries: SummaryStore;
  retention: RetentionStore;
  evidence: EvidenceStore;
  crawls: CrawlStore;
  /** 访问节制记录 of the platforms' hosts. */
  hosts: CooldownStore;
  /** 忽略规则, read anew at each call. Throws InputError for what was mistyped, and for a site that is not in the register. */
  ignores(registry: Pick<Registry, 'sites'>): readonly IgnoreRule[];
  close(): Promise<void>;
};

export type DataFolderOptions = {
  /**
   * `collect`: only one process at a time, for commands that visit sites or write the register. `share` (default `collect`
   * is the safe one): reading, judging and reviewing beside a running collection; the database keeps such writes apart.
   */
  use?: 'collect' | 'share';
  onUnreadable?: OnUnreadable;
};

/** 数据文件夹 (`data/local`): register, database and evidence, opened together. Throws InputError when it cannot be used. */
export async function openDataFolder(folder: string, options: DataFolderOptions = {}): Promise<DataFolder> {
  const files = dataFiles(folder);
  const use = options.use ?? 'collect';
  if (use === 'share' && !existsSync(folder))
    throw new InputError({
      file: folder,
      place: '',
      message: '数据文件夹不存在',
      hint: '先运行 xuncha registry init 和 xuncha collect，或用 --data 指向已有的文件夹',
    });
  const lock = use === 'collect' ? lockWriter(folder) : undefined;
  try {
    const { close, ...stores } = await openSqlite(
      files.database,
      options.onUnreadable ? { onUnreadable: options.onUnreadable } : {},
    );
    return {
      folder,
      registry: openRegistryStore(files.registry),
      evidence: openEvidenceStore(files.evidence),
      ignores(registry) {
        const rules = loadIgnores(files.ignores);
        checkIgnores(files.ignores, rules, registry);
        return rules;
      },
      crawls: openCrawlStore(files.crawls),
      hosts: openHostRecords(files.hosts),
      ...stores,
      async close() {
        try {
          await close();
        } finally {
          lock?.release();
        }
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}
