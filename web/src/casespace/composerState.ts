import type { CaseDetail, Action } from '../api/contract'
import { t } from '../i18n'
import { formatDate, formatInstant } from '../ui/format'

/** Why nothing can be said here now, in words; `undefined` when it can. */
export function whySilent(detail: CaseDetail | undefined, post: Action | undefined): string | undefined {
  if (!detail) return undefined
  if (detail.closed) return t('composer.case_closed', { on: formatDate(detail.closed.on) })
  if (post && !post.refused) return undefined
  if (!post?.refused) return t('composer.not_yours')
  const until = post.until ? formatInstant(post.until) : undefined
  switch (post.refused) {
    case 'muted': return until ? t('composer.muted_until', { until }) : t('refused.muted')
    case 'quiet_hours': {
      const { quiet_from: from, quiet_to: to } = detail.floor
      return from && to ? t('composer.quiet_hours', { from, to }) : t('refused.quiet_hours')
    }
    case 'floor_closed': return t('refused.floor_closed')
    case 'case_closed': return t('refused.case_closed')
    case 'assurance_too_low': return t('refused.assurance_too_low')
    case 'recusal_pending': return t('refused.recusal_pending')
    case 'recused': return t('refused.recused')
    default: { const unknown: never = post.refused; void unknown; return t('composer.not_yours') }
  }
}
