import { openSqlite } from '../../src/store/sql/open.ts';

/** For the durability contract: how a child process opens the store. */
export const open = (path: string) => openSqlite(path);
