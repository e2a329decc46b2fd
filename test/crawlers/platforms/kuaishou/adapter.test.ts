import { kuaishou } from '#crawlers/platforms/kuaishou/adapter.ts';
import { platformContract } from '../contract.ts';
import { cases } from './cases.ts';

platformContract(kuaishou, cases);
