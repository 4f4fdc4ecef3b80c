import zh from './zh-CN'
import { texts } from './texts'

export type TextKey = keyof typeof zh
export { locale, type Locale } from './texts'
/** A text of the phone app or of the parts shared with the desk, in the chosen language. */
export const t = texts<TextKey>(zh, async () => (await import('./en')).default)
