import filing from './en/filing'
import names from './en/names'
import pages from './en/pages'
import space from './en/space'
import type { TextKey } from './index'

const texts: Record<TextKey, string> = { ...filing, ...names, ...pages, ...space }
export default texts
