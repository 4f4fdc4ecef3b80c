export default {
  'detail.cause': '案由',
  'detail.court': '管辖法院',
  'detail.filed_on': '立案日期',
  'detail.panel': '合议庭',
  'detail.procedure': '审理程序',
  'detail.title': '案件详情',
} as const
