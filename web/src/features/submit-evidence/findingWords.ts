import type { Finding } from '../../api/exhibitsOnPhone'
import { te } from '../../i18n/evidence'
import { formatBytes } from '../../ui/format'

/** What a check found, and what can be done about it. */
export function findingWords({ trouble, params = {} }: Finding): string {
  if (trouble === 'too_large') return te('check.too_large', { size: formatBytes(Number(params.size_bytes)), most: formatBytes(Number(params.most_bytes)) })
  const words = te(`check.${trouble}`, params)
  return params.why ? `${params.why}：${words}` : words
}
