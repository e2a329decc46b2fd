import type { Exchange } from './evidence.ts';

/** Caps of one fetch. All of them end it with a value, never with an exception. */
export type FetchLimits = {
  /** Whole chain, milliseconds. */
  totalMs: number;
  /** Body after decoding, bytes. */
  maxBytes: number;
  maxRedirects: number;
  /** Header block of one answer, bytes. */
  maxHeaderBytes: number;
};

export type FetchRequest = {
  url: string;
  /** POST only for the reading services of list pages (国泰新点, 大汉信息公开), which take no GET. It is sent once, never repeated. */
  method?: 'GET' | 'HEAD' | 'POST';
  /** Body of a POST; needs `contentType`. Left out where a redirect turns the POST into a GET. */
  body?: string;
  /** Content-Type of `body`, e.g. `application/json`. */
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
  limits?: Partial<FetchLimits>;
  signal?: AbortSignal;
  /** Outlast the limiter (the timed visit is paced by its plan). */
  unpaced?: boolean;
  /** Settings that browsers have dropped: for the marked second pass only. */
  lenient?: boolean;
  /** Stop reading the body once this many bytes came (default: the cap). */
  enoughBytes?: number;
};

/** HTTP access as probes and crawlers see it. Never throws for what a site does. */
export interface HttpClient {
  fetch(request: FetchRequest): Promise<Exchange>;
  close(): Promise<void>;
}

/** 域名解析 as far as it is a question of its own. Rejects with an error that carries a `code` when nothing can be told. */
export interface NameService {
  /** AAAA records of a name; empty: the name is there and has none. */
  ipv6(host: string): Promise<readonly string[]>;
  /** Names of the authoritative servers of the domain that a name belongs to. */
  nameServers(host: string): Promise<readonly string[]>;
}

export interface Clock {
  now(): Date;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What a network probe may use. */
export type ProbeContext = {
  http: HttpClient;
  clock: Clock;
  log: Log;
  /** Name of the place watched from. */
  vantage: string;
  /** 控制点: when none of these opens, the fault is on our side. Empty: no guard. */
  controls: readonly string[];
};
