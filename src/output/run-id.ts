/** 检查编号: Beijing time and policy, so that a folder listing reads in order. */
export function runId(asOf: Date, policyId: string, digest: string): string {
  const beijing = new Date(asOf.getTime() + 8 * 3_600_000).toISOString();
  return `${beijing.slice(0, 10).replaceAll('-', '')}-${beijing.slice(11, 19).replaceAll(':', '')}-${policyId}-${digest.slice(0, 6)}`;
}
