import type { Organization } from '#core/registry.ts';

const department = (id: string, name: string, outwardService = true): Organization => ({
  id,
  name,
  class: 'department',
  parent: 'county',
  outwardService,
});
const township = (id: string, name: string): Organization => ({
  id,
  name,
  class: 'township',
  parent: 'county',
  outwardService: true,
});

/** 单位: the county government, its departments (two without outward service), townships, a zone and an institution. */
export const organizations: readonly Organization[] = [
  { id: 'county', name: '示例县人民政府', class: 'county-government', outwardService: true },
  department('county-office', '示例县人民政府办公室', false),
  department('education', '示例县教育委员会'),
  department('finance', '示例县财政局'),
  department('statistics', '示例县统计局', false),
  department('housing', '示例县住房和城乡建设委员会'),
  department('transport', '示例县交通运输局'),
  department('agriculture', '示例县农业农村委员会'),
  department('water', '示例县水利局'),
  department('health', '示例县卫生健康委员会'),
  department('market', '示例县市场监督管理局'),
  department('civil', '示例县民政局'),
  department('justice', '示例县司法局'),
  department('audit', '示例县审计局', false),
  department('forestry', '示例县林业局'),
  department('commerce', '示例县商务委员会'),
  department('industry', '示例县经济和信息化委员会'),
  department('city', '示例县城市管理局'),
  department('talent', '示例县人力资源和社会保障局'),
  department('reform', '示例县发展和改革委员会'),
  department('sports', '示例县体育局'),
  department('archives', '示例县档案馆'),
  department('defence', '示例县人民防空办公室'),
  department('tourism', '示例县文化和旅游发展委员会'),
  department('science', '示例县科学技术局'),
  department('emergency', '示例县应急管理局'),
  department('veterans', '示例县退役军人事务局'),
  department('planning', '示例县规划和自然资源局'),
  { id: 'supply', name: '示例县供销合作社联合社', class: 'institution', parent: 'county', outwardService: true },
  { id: 'zone', name: '示例县经济开发区管理委员会', class: 'zone', parent: 'county', outwardService: true },
  township('qingshi', '示例县青石镇人民政府'),
  township('liuxi', '示例县柳溪镇人民政府'),
  township('baita', '示例县白塔乡人民政府'),
];
