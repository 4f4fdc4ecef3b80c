const texts = {
  'app.name': '微法院',
  'act.close': '关闭',
} as const
export default texts
