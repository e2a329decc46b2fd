/** GB18030 bytes of the words that are looked for: the runtime can read that encoding but not write it. */
const gb: Readonly<Record<string, string>> = {
  办理材料: 'b0ecc0edb2c4c1cf',
  申请材料: 'c9eac7ebb2c4c1cf',
  申报材料: 'c9eab1a8b2c4c1cf',
  所需材料: 'cbf9d0e8b2c4c1cf',
  提交材料: 'cce1bdbbb2c4c1cf',
  受理条件: 'cadcc0edccf5bcfe',
  申请条件: 'c9eac7ebccf5bcfe',
  办理条件: 'b0ecc0edccf5bcfe',
  申报条件: 'c9eab1a8ccf5bcfe',
  办理流程: 'b0ecc0edc1f7b3cc',
  办事流程: 'b0eccac2c1f7b3cc',
  办理程序: 'b0ecc0edb3ccd0f2',
  审批流程: 'c9f3c5fac1f7b3cc',
  收费标准: 'cad5b7d1b1ead7bc',
  是否收费: 'cac7b7f1cad5b7d1',
  收费依据: 'cad5b7d1d2c0bedd',
  设定依据: 'c9e8b6a8d2c0bedd',
  办理依据: 'b0ecc0edd2c0bedd',
  法律依据: 'b7a8c2c9d2c0bedd',
  实施依据: 'cab5caa9d2c0bedd',
  办理地点: 'b0ecc0edb5d8b5e3',
  受理地点: 'cadcc0edb5d8b5e3',
  办理地址: 'b0ecc0edb5d8d6b7',
  办公地址: 'b0ecb9abb5d8d6b7',
  办事指南: 'b0eccac2d6b8c4cf',
  服务指南: 'b7fecef1d6b8c4cf',
  来信时间: 'c0b4d0c5cab1bce4',
  留言时间: 'c1f4d1d4cab1bce4',
  咨询时间: 'd7c9d1afcab1bce4',
  提问时间: 'cce1cecacab1bce4',
  写信时间: 'd0b4d0c5cab1bce4',
  提交时间: 'cce1bdbbcab1bce4',
  来信日期: 'c0b4d0c5c8d5c6da',
  留言日期: 'c1f4d1d4c8d5c6da',
  咨询日期: 'd7c9d1afc8d5c6da',
  回复时间: 'bbd8b8b4cab1bce4',
  答复时间: 'b4f0b8b4cab1bce4',
  办结时间: 'b0ecbde1cab1bce4',
  回复日期: 'bbd8b8b4c8d5c6da',
  答复日期: 'b4f0b8b4c8d5c6da',
  处理时间: 'b4a6c0edcab1bce4',
  答复单位: 'b4f0b8b4b5a5cebb',
  回复单位: 'bbd8b8b4b5a5cebb',
  答复内容: 'b4f0b8b4c4dac8dd',
  回复内容: 'bbd8b8b4c4dac8dd',
  回复部门: 'bbd8b8b4b2bfc3c5',
  答复部门: 'b4f0b8b4b2bfc3c5',
  解读: 'bde2b6c1',
  图解: 'cdbcbde2',
  读懂: 'b6c1b6ae',
  发文字号: 'b7a2cec4d7d6bac5',
  成文日期: 'b3c9cec4c8d5c6da',
  索引号: 'cbf7d2fdbac5',
  发文机关: 'b7a2cec4bbfab9d8',
};

/** Words of one meaning. */
export type WordGroup = readonly Buffer[];

/** Bytes of words in both encodings of Chinese pages, to be looked for without decoding. Throws for a word that is not in the table. */
export function wordGroup(words: string): WordGroup {
  return words.split(' ').flatMap((w) => {
    const hex = gb[w];
    if (hex === undefined) throw new RangeError(`没有“${w}”的编码`);
    return [Buffer.from(w), Buffer.from(hex, 'hex')];
  });
}

/** How many of the groups stand in the bytes, counted up to `enough`. */
export function groupsIn(bytes: Uint8Array, groups: readonly WordGroup[], enough: number): number {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let n = 0;
  for (const group of groups) {
    if (group.some((w) => body.includes(w))) n += 1;
    if (n >= enough) break;
  }
  return n;
}
