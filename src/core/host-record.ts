/**
 * 访问节制记录 of one host of a platform, kept across runs: how much of the day's budget is used, and how long the host is left in
 * peace after it has shown a wall.
 */
export type HostRecord = {
  /** Lower case, without port. */
  host: string;
  /** Asia/Shanghai day that `used` counts. */
  day: string;
  /** Requests on that day. */
  used: number;
  /** End of the latest request, UTC; null: none yet. */
  lastAt: string | null;
  /** Walls met since something was seen there. Each makes the pause longer. */
  strikes: number;
  /** No request before this instant, UTC. */
  coolUntil: string | null;
  /** Which wall, Chinese. */
  coolWhy: string | null;
};

/** 访问节制记录, one a host. */
export interface CooldownStore {
  load(host: string): Promise<HostRecord | undefined>;
  /** Durable once resolved. */
  save(record: HostRecord): Promise<void>;
}
