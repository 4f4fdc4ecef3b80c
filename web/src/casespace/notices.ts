import type { Body, Content, EntryView } from '../api/contract'
import { t } from '../i18n'
import { formatDate, formatInstant } from '../ui/format'
import { nameOf } from './names'
import { noNames, procedureNotice, type Names } from './procedureNotices'
import { serviceNotice } from './serviceNotices'

function contentPreview(content: Content): string {
  switch (content.type) {
    case 'text': return content.text
    case 'voice': return t('preview.voice')
    case 'photo': return t('preview.photo')
    case 'file': return `${t('preview.file')} ${content.blob.name ?? ''}`.trim()
    case 'location': return `${t('preview.location')} ${content.name}`
    case 'withdrawn': return t('preview.withdrawn')
    default: { const unknown: never = content; void unknown; return t('notice.unknown') }
  }
}

/** One entry in one line: for neutral lines in the space, quotes and screen readers. */
export function noticeOf(entry: Pick<EntryView, 'actor' | 'body'>, names: Names = noNames): string {
  const by = entry.actor.name
  const body: Body = entry.body
  switch (body.type) {
    case 'filing_submitted': return t('notice.filing_submitted', { by })
    case 'filing_resubmitted': return t('notice.filing_resubmitted', { by })
    case 'correction_requested': return t('notice.correction_requested', { n: body.defects.length, until: formatDate(body.until) })
    case 'filing_rejected': return t('notice.filing_rejected')
    case 'mediation_offered': return t('notice.mediation_offered')
    case 'mediation_answered': return t(body.accepted ? 'notice.mediation_accepted' : 'notice.mediation_refused', { by })
    case 'case_registered': return t('notice.case_registered', { number: body.case_number })
    case 'bench_assigned': return t('notice.bench_assigned', { judge: body.handling_judge.name, clerk: body.clerk.name })
    case 'member_invited': return t('notice.member_invited', { name: body.name, role: nameOf('role', body.role) })
    case 'member_joined': return t('notice.member_joined', { name: body.name, role: nameOf('role', body.role) })
    case 'member_called': return t('notice.member_called', { by, name: body.name })
    case 'message_posted': return contentPreview(body.content)
    case 'message_withdrawn': return t('notice.message_withdrawn', { by })
    case 'member_muted': return body.until
      ? t('notice.member_muted_until', { by, name: body.name, until: formatInstant(body.until), reason: body.reason })
      : t('notice.member_muted', { by, name: body.name, reason: body.reason })
    case 'member_unmuted': return t('notice.member_unmuted', { by, name: body.name })
    case 'floor_closed': return t('notice.floor_closed', { by, reason: body.reason })
    case 'floor_opened': return t('notice.floor_opened', { by })
    case 'quiet_hours_set': return t('notice.quiet_hours_set', { from: body.from, to: body.to })
    case 'quiet_hours_cleared': return t('notice.quiet_hours_cleared')
    case 'case_closed': return t('notice.case_closed', { outcome: nameOf('outcome', body.outcome) })
    case 'act_requested': return t('notice.act_requested', { by })
    case 'act_refused': return t('notice.act_refused', { reason: body.reason })
    case 'device_added': return t('notice.device_added', { name: body.name, label: body.label })
    case 'case_imported': return t('notice.case_imported', { number: body.case_number })
    case 'parties_imported': return t('notice.parties_imported')
    case 'case_reopened': return t('notice.case_reopened', { cause: nameOf('reopen', body.cause), note: body.note })
    case 'outside_erased': return t('notice.outside_erased')
    case 'case_flagged': return t(body.flags.length ? 'notice.case_flagged' : 'notice.case_unflagged', {
      by, flags: body.flags.map((flag) => nameOf('flag', flag)).join('、'), reason: body.reason,
    })
    case 'evidence_submitted':
    case 'evidence_withdrawn':
    case 'evidence_received':
    case 'evidence_period_set':
    case 'restriction_requested':
    case 'evidence_restricted':
    case 'evidence_looked':
    case 'opinion_given':
    case 'opinion_round_opened':
    case 'evidence_ruled':
    case 'court_question_asked':
    case 'court_question_answered':
    case 'comparison_requested':
    case 'comparison_appointed':
    case 'comparison_recorded':
    case 'promotion_proposed':
    case 'promotion_declined':
    case 'application_filed':
    case 'application_withdrawn':
    case 'application_decided':
    case 'answer_filed':
    case 'period_started':
    case 'period_moved':
    case 'deadline_reminded':
    case 'deadline_elapsed':
    case 'todo_added':
    case 'todo_assigned':
    case 'todo_done':
    case 'file_looked': return procedureNotice(by, body, names)
    case 'document_drafted':
    case 'document_approved':
    case 'document_set_aside':
    case 'service_address_confirmed':
    case 'consent_declared':
    case 'papers_sent':
    case 'service_reported':
    case 'served_opened':
    case 'service_acknowledged':
    case 'paper_requested':
    case 'service_rebutted':
    case 'rebuttal_ruled':
    case 'paper_service_recorded':
    case 'service_recalled':
    case 'service_took_effect': return serviceNotice(by, body, names)
    default: { const unknown: never = body; void unknown; return t('notice.unknown') }
  }
}
