/** `npm run docs`: writes everything that is generated from meta; a test fails when any of it is stale. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { programRoot } from '../app.ts';
import { generated } from './all.ts';

for (const [file, text] of await generated((path) => readFileSync(resolve(programRoot, path), 'utf8'))) {
  const path = resolve(programRoot, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
