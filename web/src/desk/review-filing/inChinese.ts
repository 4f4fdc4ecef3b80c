import zh from '../../i18n/zh-CN'

/** The Chinese word for a code of the court, whatever the language of the page: for papers and words to the parties. */
export function courtWord(area: 'role' | 'fee_kind' | 'agent_kind' | 'agent_stage' | 'special' | 'attachment', code: string): string {
  const key = `${area}.${code}`
  return key in zh ? zh[key as keyof typeof zh] : code
}
/** `2026-06-18…` → `2026年6月18日`; empty for nothing. */
export function chineseDate(on: string | undefined): string {
  if (!on) return ''
  const [year, month, day] = on.slice(0, 10).split('-').map(Number)
  return `${year}年${month}月${day}日`
}
