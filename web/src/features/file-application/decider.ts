import type { ApplicationView } from '../../api/contract'
import { p } from '../../i18n/procedure'
import { formatDay } from '../../ui/format'

/** Who decides an application, and by when where the law says so. */
export function deciderWords(one: Pick<ApplicationView, 'decider_name' | 'decide_until'>): string {
  return one.decide_until
    ? p('apply.decider_until', { who: one.decider_name, until: formatDay(one.decide_until) })
    : p('apply.decider', { who: one.decider_name })
}
