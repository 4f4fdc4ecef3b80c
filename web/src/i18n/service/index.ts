import { texts } from '../texts'
import zh from './zh-CN'

export type ServiceKey = keyof typeof zh
/** A text about court documents and their service, in the chosen language. */
export const s = texts<ServiceKey>(zh, async () => (await import('./en')).default)
/** The words for a code of the court, or the code itself when this page does not know it yet. */
export function sName(area: 'rule' | 'way' | 'ground' | 'consent', code: string | undefined): string {
  if (!code) return ''
  const key = `${area}.${code}`
  return key in zh ? s(key as ServiceKey) : code
}
