import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Adapter, Low } from 'lowdb';
import { InputError, type InputProblem } from '#core/errors.ts';
import { explainIssues } from '#core/explain.ts';
import { crossCheck, Registry } from '#core/registry.ts';
import { folderError, writeWhole } from '../files/disk.ts';
import type { RegistryStore } from '../ports.ts';
import { lineOf, parseJson } from './json-places.ts';

const largestFile = 64 * 1024 * 1024;
/** Lines of one refusal; a register with one systematic mistake would else fill the screen. */
const shown = 50;

/** 台账 as a JSON file that people may edit with any editor. */
export function openRegistryStore(path: string): RegistryStore {
  /** Of the text read last: what `save` must still find. */
  let digest: string | undefined;
  const adapter: Adapter<Registry> = {
    async read() {
      const text = await readText(path);
      if (text === undefined) return null;
      const registry = parseRegistry(text, path);
      digest = digestOf(text);
      return registry;
    },
    async write(registry) {
      const before = await readText(path);
      // The file belongs to people: what one typed since it was read is not overwritten.
      if (before !== undefined && digest !== undefined && digestOf(before) !== digest)
        throw new InputError({
          file: path,
          place: '',
          message: '台账在读取之后被别人改过，没有写入',
          hint: '再运行一次即可用上最新的台账',
        });
      const text = registryText(registry);
      await writeWhole(path, text);
      digest = digestOf(text);
    },
  };
  const low = new Low<Registry | null>(adapter as Adapter<Registry | null>, null);
  return {
    async load() {
      low.data = null;
      await low.read();
      if (low.data === null)
        throw new InputError({
          file: path,
          place: '',
          message: '还没有台账',
          hint: '先运行 xuncha registry init 建立，再登记单位、网站和账号',
        });
      return low.data;
    },
    async save(registry) {
      low.data = parseRegistry(registryText(registry), path);
      await low.write();
    },
  };
}

/**
 * Makes a register that shows how one entry of each kind is written. Throws InputError when there is one already: it is a
 * person's work and never overwritten.
 */
export async function initRegistry(path: string, title: string): Promise<Registry> {
  if ((await readText(path)) !== undefined)
    throw new InputError({
      file: path,
      place: '',
      message: '这里已经有台账，没有覆盖',
      hint: '直接编辑它；要重新开始，先把它移开',
    });
  const text = registryText(exampleRegistry(title));
  const registry = parseRegistry(text, path);
  await writeWhole(path, text);
  return registry;
}

/**
 * JSON has no comments, so the example is one: a closed site and a closed account, which no run inspects, that show every
 * field a newcomer needs.
 */
function exampleRegistry(title: string): Registry {
  return {
    version: 1,
    title,
    organizations: [
      { id: 'example-office', name: '示例单位（改成真实单位，或删去）', class: 'department', outwardService: true },
    ],
    sites: [
      {
        id: 'example-site',
        organization: 'example-office',
        name: '示例网站（改成真实网站并删去 closedOn，或整条删去）',
        home: 'https://www.example.gov.cn/',
        siteCode: '0000000000',
        domains: [],
        kind: 'department',
        closures: [],
        closedOn: '2000-01-01',
        channels: [],
      },
    ],
    accounts: [
      {
        id: 'example-account',
        organization: 'example-office',
        platform: 'wechat',
        name: '示例账号（改成真实账号并删去 closedOn，或整条删去）',
        handle: 'example',
        closedOn: '2000-01-01',
      },
    ],
  };
}

export function registryText(registry: Registry): string {
  return `${JSON.stringify(registry, null, 2)}\n`;
}

/** A register out of a JSON text. Throws InputError: every problem with its place and line, at most 50. */
export function parseRegistry(text: string, file: string): Registry {
  const json = parseJson(text);
  if (!json.ok) {
    const { line, column, message, hint } = json.fault;
    throw new InputError({
      file,
      place: `第 ${line} 行第 ${column} 个字`,
      message: `不是有效的 JSON：${message}`,
      hint,
    });
  }
  const located = (place: string): string => {
    const line = lineOf(json.lines, place);
    const where = line === undefined ? '' : `第 ${line} 行`;
    return [where, place].filter((s) => s !== '').join(' ');
  };
  const result = Registry.safeParse(json.value);
  if (!result.success) {
    const issues = result.error.issues.map((issue) =>
      issue.code === 'invalid_format' && issue.format === 'datetime'
        ? { ...issue, message: '时间要写成 2026-01-31T08:00:00+08:00 的样子' }
        : issue,
    );
    refuse(
      explainIssues(issues, Registry, json.value).map((e) => ({ file, ...e, place: located(e.place) })),
      file,
    );
    throw new InputError({ file, place: '', message: '台账内容不符合要求' });
  }
  refuse(
    crossCheck(result.data).map((f) => ({ file, ...f, place: located(f.place) })),
    file,
  );
  return result.data;
}

/** Throws when there is a problem. */
function refuse(problems: readonly InputProblem[], file: string): void {
  const [first, ...rest] = problems.slice(0, shown);
  if (!first) return;
  const more = problems.length - shown;
  if (more > 0)
    rest.push({ file, place: '', message: `还有 ${more} 处问题没有列出`, hint: '先改正上面的，再检查一次' });
  throw new InputError(first, ...rest);
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(path);
    if (bytes.byteLength > largestFile)
      throw new InputError({ file: path, place: '', message: '台账文件超过 64 MB', hint: '检查是不是选错了文件' });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return undefined;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new InputError({
        file: path,
        place: '',
        message: '台账不是 UTF-8 编码',
        hint: '用编辑器“另存为”，编码选 UTF-8',
      });
    throw folderError(path, error);
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
