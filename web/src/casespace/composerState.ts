import type { CaseDetail, Action } from '../api/contract'
import { t } from '../i18n'
import { formatDate, formatInstant } from '../ui/format'
import { nameOf } from './names'

/** Why nothing can be said here now, in words; `undefined` when it can. */
export function whySilent(detail: CaseDetail | undefined, post: Action | undefined): string | undefined {
  if (!detail) return undefined
  if (detail.closed) return t('composer.case_closed', { on: formatDate(detail.closed.on) })
  if (post && !post.refused) return undefined
  if (detail.me.muted_until && Date.parse(detail.me.muted_until) > Date.now()) {
    return t('composer.muted_until', { until: formatInstant(detail.me.muted_until) })
  }
  if (post?.refused) {
    const known = nameOf('refused', post.refused.code)
    const why = known === post.refused.code ? post.refused.title : known
    if (post.refused.code === 'quiet_hours' && detail.floor.quiet_from && detail.floor.quiet_to) {
      return t('composer.quiet_hours', { from: detail.floor.quiet_from, to: detail.floor.quiet_to })
    }
    return post.until ? t('composer.until', { why, until: formatInstant(post.until) }) : why
  }
  return t('composer.not_yours')
}
