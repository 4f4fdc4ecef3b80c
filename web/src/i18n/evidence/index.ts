import { texts } from '../texts'
import zh from './zh-CN'

export type EvidenceKey = keyof typeof zh
/** A text of the pages about evidence, in the chosen language. Fetched with these pages, not with the first one. */
export const te = texts<EvidenceKey>(zh, async () => (await import('./en')).default)
/** The words for a code of the court, or the code itself when this page does not know it yet. */
export function teName(area: 'kind' | 'original' | 'holder' | 'ground' | 'status' | 'stance' | 'point' | 'ruling' | 'treatment' | 'way' | 'side', code: string | undefined): string {
  if (!code) return ''
  const key = `${area}.${code}`
  return key in zh ? te(key as EvidenceKey) : code
}
