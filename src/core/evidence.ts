import type { Document } from 'domhandler';
import { z } from 'zod';

/** 位置 — where in a page something stands, exact enough for a person to find it. */
export const Locator = z.object({
  /** CSS path, as short as it can be and still be unique. */
  selector: z.string().optional(),
  /** 1-based line and column in the stored source. */
  line: z.number().int().positive().optional(),
  column: z.number().int().positive().optional(),
  /** The text around the place, at most 200 characters. */
  text: z.string().max(200).optional(),
});
export type Locator = z.infer<typeof Locator>;

/** 佐证 — a pointer to stored bytes that a person can open. */
export const Evidence = z.object({
  kind: z.enum(['exchange', 'html', 'screenshot', 'certificate', 'import']),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Address the bytes came from, or the path of the imported file. */
  url: z.string().min(1),
  capturedAt: z.iso.datetime(),
  locator: Locator.optional(),
  /** 浏览器打开后的页面: the bytes are the document as a browser had built it, not as the server sent it. */
  rendered: z.literal(true).optional(),
  /** 截图时显示出来的隐藏内容: the picture shows what the page hides from its visitors. */
  revealed: z.literal(true).optional(),
  /** 小图 of a screenshot: SHA-256 of a JPEG that a report can hold. */
  preview: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** Phases of one request, in milliseconds from its start; absent where it never came so far. */
export const Phases = z.object({
  /** Name resolved. */
  dns: z.number().nonnegative().optional(),
  /** TCP connection stands. */
  connect: z.number().nonnegative().optional(),
  /** TLS handshake done. */
  tls: z.number().nonnegative().optional(),
  /** Response headers complete. */
  headers: z.number().nonnegative().optional(),
  /** First byte of the body. */
  firstByte: z.number().nonnegative().optional(),
  /** Body complete, or given up. */
  end: z.number().nonnegative(),
});
export type Phases = z.infer<typeof Phases>;

/** How the last request of a chain ended. `response` = a complete header block came; all else is why not. */
export const fetchOutcomes = [
  'response',
  'dns-failure',
  'refused',
  'unreachable',
  'reset',
  'tls-failure',
  'protocol-error',
  'timeout',
  'redirect-loop',
  'redirect-limit',
  'redirect-invalid',
  'cancelled',
  'out-of-scope',
] as const;
export type FetchOutcome = (typeof fetchOutcomes)[number];

/** 证书状态. `legacy` = handshake only succeeded with settings that browsers have dropped. */
export const certificateStates = [
  'none',
  'valid',
  'expired',
  'not-yet-valid',
  'self-signed',
  'wrong-host',
  'untrusted',
  'legacy',
] as const;
export type CertificateState = (typeof certificateStates)[number];

/** One request and its answer inside a redirect chain. */
export type Hop = {
  url: string;
  method: 'GET' | 'HEAD' | 'POST';
  /** Absent when no response header came. */
  status?: number;
  headers: readonly (readonly [string, string])[];
  /** IP address that answered. */
  address?: string;
  phases: Phases;
};

/** 一次访问的完整记录 — one fetch with its whole redirect chain, as the HTTP client hands it over. */
export type Exchange = {
  requestedUrl: string;
  /** Address of the last hop. */
  finalUrl: string;
  /** UTC, ISO with milliseconds. */
  startedAt: string;
  outcome: FetchOutcome;
  /** Where a `timeout` struck. */
  stage?: 'dns' | 'connect' | 'tls' | 'headers' | 'body';
  /** `error.code` of the failure, never message text. */
  code?: string;
  /** In order; the last one is the final answer. Never empty. */
  hops: readonly Hop[];
  /** Status of the last hop when `outcome` is `response`. */
  status?: number;
  /** Milliseconds from the start of the first hop to the end of the last. */
  totalMs: number;
  certificate: CertificateState;
  /** Bytes after content decoding, up to the cap. Empty for HEAD. */
  body: Uint8Array;
  /** Whether the body came to its end (false: cap, time or reset). */
  bodyComplete: boolean;
  /** Which cap or fault cut the body short. */
  bodyCut?: 'bytes' | 'time' | 'reset' | 'encoding';
  /** Milliseconds from the start of the first hop at which the body first held readable text, null when never. */
  readableMs: number | null;
  /** Faults a browser forgives: bare LF, doubled Content-Length … Chinese, for information findings. */
  protocolFaults: readonly string[];
  /** 本机延迟: the most, in milliseconds, by which our own busy machine can have made the measured times too long. */
  stalledMs?: number;
};

/** 网页快照 — one fetched page, decoded and parsed once; what page probes read. */
export type PageSnapshot = {
  /** Final address. */
  url: string;
  requestedUrl: string;
  status: number;
  fetchedAt: string;
  /** SHA-256 of the body bytes, under which they are stored. */
  sha256: string;
  html: string;
  charset: { used: string; declared: string | null; source: 'bom' | 'header' | 'meta' | 'guess'; lying: boolean };
  /** Parsed once with start indices; probes walk it and never parse again. */
  document: Document;
  /** Text of same-site scripts the page loads, where they were fetched: shared footers are often written by them. */
  scripts: readonly { url: string; text: string }[];
  /** 首页, 列表页, 内容页. */
  role: 'home' | 'list' | 'article' | 'other';
  rendered: boolean;
  /** Set when the body did not come to its end, with the reason in Chinese: what is absent may stand in the missing part. */
  cut?: string;
};
