import filing from './zh-CN/filing'
import names from './zh-CN/names'
import pages from './zh-CN/pages'
import space from './zh-CN/space'

/** Every text of the phone app and of the parts shared with the desk, in Chinese. */
const texts = { ...filing, ...names, ...pages, ...space } as const
export default texts
