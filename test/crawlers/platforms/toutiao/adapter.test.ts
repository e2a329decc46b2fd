import { toutiao } from '#crawlers/platforms/toutiao/adapter.ts';
import { platformContract } from '../contract.ts';
import { cases } from './cases.ts';

platformContract(toutiao, cases);
