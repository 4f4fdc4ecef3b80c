import { texts } from '../../i18n/texts'
import zh from './zh-CN'

export type DeskKey = keyof typeof zh
/** A text of the workbench, in the chosen language. Words that go to a party or into the case are Chinese in both. */
export const d = texts<DeskKey>(zh, async () => (await import('./en')).default)
