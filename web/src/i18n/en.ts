import type { TextKey } from './index'

const texts: Record<TextKey, string> = {
  'app.name': 'WeiCourt',
  'act.close': 'Close',
}
export default texts
