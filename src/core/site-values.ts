import { z } from 'zod';
import { certificateStates, fetchOutcomes, Phases } from './evidence.ts';

/**
 * 首页访问监测 — one timed visit. The probe measures and watches longer than any policy's limit; the 15-second line is the
 * policy's, so any limit can be judged again from `openedMs`.
 */
export const AccessValue = z.object({
  url: z.string(),
  finalUrl: z.string(),
  /** `opened`: final status below 400 and readable text of the main document. `empty`: below 400 without text. */
  outcome: z.enum([
    'opened',
    'empty',
    'http-error',
    ...fetchOutcomes.filter((o) => o !== 'response' && o !== 'cancelled' && o !== 'out-of-scope'),
  ]),
  stage: z.enum(['dns', 'connect', 'tls', 'headers', 'body']).optional(),
  status: z.number().int().optional(),
  /** Milliseconds from the start until readable text stood; null when it never did while the probe watched. */
  openedMs: z.number().nonnegative().nullable(),
  /** Milliseconds the probe watched. */
  watchedMs: z.number().nonnegative(),
  /** Longest the probe would have watched. */
  watchLimitMs: z.number().positive(),
  phases: Phases,
  redirects: z.array(z.object({ url: z.string(), status: z.number().int() })),
  address: z.string().optional(),
  certificate: z.enum(certificateStates),
  bodyBytes: z.number().int().nonnegative(),
  bodySha256: z.string().nullable(),
  /** Error code of a failure. */
  code: z.string().optional(),
  /** Facts worth a line in the report: body never ended, protocol faults, opened only on the lenient pass. Chinese. */
  notes: z.array(z.string()),
  /** Which client opened it: the strict one, the lenient one, or a browser. */
  engine: z.enum(['strict', 'lenient', 'browser']),
  /** Name of the place watched from. */
  vantage: z.string(),
});

/**
 * 登记网址的其他写法 — what http or https, with or without www, answer beside the registered address; asked once a day, one try each.
 * Never part of a verdict.
 */
export const AddressFormsValue = z.object({
  /** The registered address. It is not asked here. */
  url: z.string(),
  forms: z
    .array(
      z.object({
        url: z.string(),
        /** `response`: an answer came, whatever its status. `blocked`: a challenge or a refusal of our address. A name that did not resolve in time is `dns-failure`. */
        outcome: z.enum(['blocked', ...fetchOutcomes.filter((o) => o !== 'cancelled')]),
        status: z.number().int().optional(),
        finalUrl: z.string(),
        certificate: z.enum(certificateStates),
        /** Milliseconds it took. */
        ms: z.number().nonnegative(),
        /** Answered below 400 under an address of the site (its host or registered domains, with or without www). */
        leadsHome: z.boolean(),
      }),
    )
    .max(3),
});

/** IPv6 支持 of one site: its address records, those of its name servers, and whether its home page opens over IPv6 from here. */
export const Ipv6Value = z.object({
  host: z.string(),
  /** AAAA records; empty: the name is there and has none. */
  addresses: z.array(z.string()).max(20),
  /** Authoritative servers and whether they have IPv6 addresses; null: could not be told. */
  nameServers: z.array(z.object({ name: z.string(), ipv6: z.boolean().nullable() })).max(20),
  /** `not-tried`: no IPv6 here, or no address to try. */
  home: z.enum(['opened', 'failed', 'not-tried']),
  status: z.number().int().optional(),
  detail: z.string().max(200),
});
