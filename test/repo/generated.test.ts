import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { generated } from '../../src/docs/all.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const files = await generated(read);

test.each([...files])('%s is what `npm run docs` writes', (file, text) => {
  expect(read(file)).toBe(text);
});
