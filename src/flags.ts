/** Exit codes: what a scheduler or a script may rely on. */
export const exitCodes = {
  /** 检查完成. */
  done: 0,
  /** 程序自身出错. */
  fault: 1,
  /** 达到 --fail-on 的条件. */
  threshold: 2,
  /** 配置、台账、指标体系、导入文件或参数有误. */
  input: 3,
  /** 给了 --fail-on, 但看到的不够，无法判断. */
  unknown: 4,
} as const;

export type GlobalFlags = {
  config?: string;
  data?: string;
  out?: string;
  policy?: string;
  vantage?: string;
  allowPrivate?: boolean;
  links?: string;
  quiet?: boolean;
  json?: boolean;
};
