import type { DateOn } from '../../api/contract'
import type { EvidencePeriodView, ExhibitView, TallyView } from '../../api/evidence'
import { te } from '../../i18n/evidence'
import { daysUntil, formatDate } from '../../ui/format'

export interface TallyPart { tone: 'plain' | 'ok' | 'warn' | 'danger'; words: string; n: number }
/** 共 6 件 · 无争议 3 · 有争议 2 · 待质证 1: what there is none of is not said. */
export function tallyParts(tally: Omit<TallyView, 'by_side'>): TallyPart[] {
  const parts: TallyPart[] = [
    { tone: 'ok', words: te('tally.undisputed', { n: tally.n_undisputed }), n: tally.n_undisputed },
    { tone: 'danger', words: te('tally.disputed', { n: tally.n_disputed }), n: tally.n_disputed },
    { tone: 'warn', words: te('tally.need_original', { n: tally.n_need_original }), n: tally.n_need_original },
    { tone: 'plain', words: te('tally.waiting', { n: tally.n_waiting }), n: tally.n_waiting },
  ]
  return parts.filter((part) => part.n > 0)
}
export function tallyWords(tally: Omit<TallyView, 'by_side'>): string {
  const words = [te('tally.total', { n: tally.n_exhibits }), ...tallyParts(tally).map((part) => part.words)]
  if (tally.n_ruled > 0) words.push(te('tally.ruled', { n: tally.n_ruled }))
  return words.join(' · ')
}

/** The period that applies to a party, or to all when the viewer is no party. */
export function periodOf(periods: EvidencePeriodView[], party: number | undefined): EvidencePeriodView | undefined {
  return periods.findLast((period) => period.applies && (period.party === undefined || period.party === party))
}
/** Whole days since the last day of the period; nothing while it runs, stands still, or none is set. */
export function daysLate(period: EvidencePeriodView | undefined, now: number = Date.now()): number | undefined {
  if (!period || period.stands_still) return undefined
  const left = daysUntil(period.until, now)
  return left < 0 ? -left : undefined
}
export function leftWords(until: DateOn, now: number = Date.now()): { words: string; urgent: boolean } {
  const left = daysUntil(until, now)
  if (left < 0) return { words: te('board.period_over', { until: formatDate(until) }), urgent: true }
  if (left === 0) return { words: te('board.period_today'), urgent: true }
  return { words: te('board.period_left', { until: formatDate(until), n: left }), urgent: left <= 3 }
}

export type Agreement = 'waiting' | 'undisputed' | 'disputed' | 'need_original'
/** What the parties make of an exhibit, by the opinions that count: one dispute disputes it, whoever else agrees. */
export function agreementOn(exhibit: Pick<ExhibitView, 'opinions' | 'awaits' | 'status'>): Agreement | undefined {
  if (exhibit.status === 'withdrawn' || exhibit.status === 'returned') return undefined
  const stances = exhibit.opinions.filter((one) => !one.superseded)
    .flatMap(({ opinion }) => [opinion.authenticity, opinion.legality, opinion.relevance, opinion.force]).map((point) => point.stance)
  if (stances.includes('dispute')) return 'disputed'
  if (stances.includes('need_original')) return 'need_original'
  if (exhibit.awaits.length > 0) return 'waiting'
  return stances.length > 0 ? 'undisputed' : undefined
}
