import { locale } from '../i18n/texts'

const zone = 'Asia/Shanghai'
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', weekday: 'short',
})
const weekdays = { Sun: '周日', Mon: '周一', Tue: '周二', Wed: '周三', Thu: '周四', Fri: '周五', Sat: '周六' } as const

interface Beijing { on: string; year: number; month: number; day: number; time: string; weekday: keyof typeof weekdays }
/** The Beijing calendar reading of an instant. */
export function beijing(at: string | number | Date): Beijing {
  const read: Record<string, string> = {}
  for (const part of parts.formatToParts(new Date(at))) read[part.type] = part.value
  return {
    on: `${read.year}-${read.month}-${read.day}`,
    year: Number(read.year), month: Number(read.month), day: Number(read.day),
    time: `${read.hour}:${read.minute}`,
    weekday: read.weekday as keyof typeof weekdays,
  }
}

const dayNumber = (on: string) => Math.round(Date.parse(`${on}T00:00:00Z`) / 86_400_000)
/** Whole days from today (Beijing) to `on`; negative when it has passed. */
export function daysUntil(on: string, now: number | Date = Date.now()): number {
  return dayNumber(on) - dayNumber(beijing(now).on)
}

/** `2026-06-18` → `2026年6月18日`; empty for nothing. */
export function formatDate(on: string | undefined | null): string {
  if (!on) return ''
  const [year, month, day] = on.slice(0, 10).split('-').map(Number)
  if (locale.value === 'en') return on.slice(0, 10)
  return `${year}年${month}月${day}日`
}
/** As {@link formatDate}, without the year when it is this one: for lines that are short of room. */
export function formatDay(on: string | undefined | null, now: number | Date = Date.now()): string {
  const whole = formatDate(on)
  const year = `${beijing(now).year}年`
  return whole.startsWith(year) ? whole.slice(year.length) : whole
}
/** `2026年6月18日 09:30`. */
export function formatInstant(at: string | undefined | null): string {
  if (!at) return ''
  const b = beijing(at)
  return `${formatDate(b.on)} ${b.time}`
}
/** Instant with seconds, for receipts. */
export function formatExact(at: string): string {
  const seconds = new Intl.DateTimeFormat('en-GB', { timeZone: zone, second: '2-digit', minute: '2-digit', hour: '2-digit', hourCycle: 'h23' }).format(new Date(at))
  return `${formatDate(beijing(at).on)} ${seconds}`
}
/** As a chat list shows it: time today, 昨天, weekday within the week, then the date. */
export function formatWhen(at: string, now: number | Date = Date.now()): string {
  const then = beijing(at)
  const today = beijing(now)
  const ago = dayNumber(today.on) - dayNumber(then.on)
  if (ago <= 0) return then.time
  if (ago === 1) return locale.value === 'en' ? 'Yesterday' : '昨天'
  if (ago < 7) return locale.value === 'en' ? then.weekday : weekdays[then.weekday]
  if (locale.value === 'en') return then.on
  return then.year === today.year ? `${then.month}月${then.day}日` : `${then.year}年${then.month}月${then.day}日`
}
/** As the separator between bubbles shows it: like {@link formatWhen}, always with the time. */
export function formatWhenWithTime(at: string, now: number | Date = Date.now()): string {
  const when = formatWhen(at, now)
  const { time } = beijing(at)
  return when === time ? time : `${when} ${time}`
}

/** 123456 fen → `1,234.56`. */
export function formatYuan(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const whole = Math.abs(Math.trunc(fen))
  const cents = String(whole % 100).padStart(2, '0')
  return `${sign}${Math.floor(whole / 100).toLocaleString('en-US')}.${cents}`
}
/** 123456 fen → `1,234.56元`. */
export function formatMoney(fen: number | undefined | null): string {
  if (fen === undefined || fen === null) return ''
  return locale.value === 'en' ? `CNY ${formatYuan(fen)}` : `${formatYuan(fen)}元`
}
/**
 * What a person typed as yuan, in fen; `undefined` for an empty field, `null` for something that is no amount
 * (more than two decimals, signs, letters, more than 9 999 999 999 yuan).
 */
export function parseYuan(text: string): number | undefined | null {
  const plain = text.replace(/[,，\s]/g, '').replace(/元$/, '')
  if (plain === '') return undefined
  const match = /^(\d{1,10})(?:\.(\d{0,2}))?$/.exec(plain)
  if (!match) return null
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

/** 1536 → `1.5 KB`. */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1024) return `${sizeBytes} B`
  const units = ['KB', 'MB', 'GB']
  let value = sizeBytes / 1024
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) { value /= 1024; unit += 1 }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
/** 8200 ms → `8"`, 75 000 ms → `1'15"`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000))
  return seconds < 60 ? `${seconds}"` : `${Math.floor(seconds / 60)}'${String(seconds % 60).padStart(2, '0')}"`
}
