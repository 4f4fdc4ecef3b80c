import type { Body, EntryRef } from '../api/contract'
import { p, wordOf } from '../i18n/procedure'
import { formatDate, formatInstant } from '../ui/format'
import type { Place } from './space'
import { whoseName } from './whose'

/** What happens with evidence, applications, deadlines, to-dos and the file of the case. */
export type ProcedureBody = Extract<Body, { type:
  | 'evidence_submitted' | 'evidence_withdrawn' | 'evidence_received' | 'evidence_period_set' | 'restriction_requested' | 'evidence_restricted' | 'evidence_looked'
  | 'opinion_given' | 'opinion_round_opened' | 'evidence_ruled' | 'court_question_asked' | 'court_question_answered'
  | 'comparison_requested' | 'comparison_appointed' | 'comparison_recorded' | 'promotion_proposed' | 'promotion_declined'
  | 'application_filed' | 'application_withdrawn' | 'application_decided' | 'answer_filed'
  | 'period_started' | 'period_moved' | 'deadline_reminded' | 'deadline_elapsed' | 'todo_added' | 'todo_assigned' | 'todo_done' | 'file_looked' }>

/** The names a line needs and an entry does not carry; a page that has none leaves the line a little vaguer. */
export interface Names {
  exhibit(ref: EntryRef): string | undefined
  party(party: number): string | undefined
  /** A served paper, or everything of one sending. */
  paper(ref: EntryRef): string | undefined
}
export const noNames: Names = { exhibit: () => undefined, party: () => undefined, paper: () => undefined }

/** One entry in one line. */
export function procedureNotice(by: string, body: ProcedureBody, names: Names): string {
  const exhibit = 'exhibit' in body && body.exhibit && 'seq' in body.exhibit ? names.exhibit(body.exhibit) ?? p('card.an_exhibit') : ''
  switch (body.type) {
    case 'evidence_submitted': return p('notice.evidence_submitted', { by, name: body.exhibit.name })
    case 'evidence_withdrawn': return p('notice.evidence_withdrawn', { by, exhibit, reason: body.reason })
    case 'evidence_received': return p(body.accepted ? 'notice.evidence_received' : 'notice.evidence_returned', { by, exhibit, note: body.note })
    case 'evidence_period_set': return p('notice.evidence_period_set', { until: formatDate(body.until) })
    case 'restriction_requested': return p('notice.restriction_requested', { by, exhibit, ground: wordOf('ground', body.wish.ground) })
    case 'evidence_restricted': return body.restriction
      ? p('notice.evidence_restricted', { by, exhibit, ground: wordOf('ground', body.restriction.ground) })
      : p('notice.evidence_opened', { by, exhibit })
    case 'evidence_looked': return p('notice.evidence_looked', { by, exhibit })
    case 'opinion_given': return p('notice.opinion_given', { by, exhibit })
    case 'opinion_round_opened': return p('notice.opinion_round_opened', { n: body.round, until: formatDate(body.until) })
    case 'evidence_ruled': return p('notice.evidence_ruled', { exhibit, ruling: wordOf('ruling', body.ruling) })
    case 'court_question_asked': return p('notice.question_asked', { by, party: names.party(body.party) ?? p('whose.party') })
    case 'court_question_answered': return p('notice.question_answered', { by })
    case 'comparison_requested': return p('notice.comparison_requested', { by, exhibit, reason: body.reason })
    case 'comparison_appointed': return p('notice.comparison_appointed', { exhibit, at: formatInstant(body.at), place: body.place })
    case 'comparison_recorded': return p(body.equal ? 'notice.comparison_equal' : 'notice.comparison_unequal', { exhibit })
    case 'promotion_proposed': return p(body.target.as === 'exhibit' ? 'notice.promote_exhibit' : 'notice.promote_application', { by })
    case 'promotion_declined': return p('notice.promotion_declined', { by })
    case 'application_filed': return p('notice.application_filed', { by, kind: wordOf('application', body.application.kind) })
    case 'application_withdrawn': return p('notice.application_withdrawn', { by })
    case 'application_decided': return p('notice.application_decided', { kind: wordOf('application', body.kind), outcome: wordOf('outcome', body.outcome) })
    case 'answer_filed': return p('notice.answer_filed', { by })
    case 'period_started': return p('notice.period_started', { title: body.title, until: formatDate(body.until) })
    case 'period_moved': return p('notice.period_moved', { by, until: formatDate(body.until), reason: body.reason })
    case 'deadline_reminded': return p(body.n_days_left > 0 ? 'notice.deadline_reminded' : 'notice.deadline_today', {
      whose: whoseName(body.whose, names.party), title: body.title, n: body.n_days_left, until: formatDate(body.until),
    })
    case 'deadline_elapsed': return p('notice.deadline_elapsed', { whose: whoseName(body.whose, names.party), title: body.title, until: formatDate(body.until) })
    case 'todo_added': return body.due_on
      ? p('notice.todo_added_until', { by, title: body.title, until: formatDate(body.due_on) })
      : p('notice.todo_added', { by, title: body.title })
    case 'todo_assigned': return body.person ? p('notice.todo_assigned', { by, name: body.person.name }) : p('notice.todo_put_back', { by })
    case 'todo_done': return p(body.note ? 'notice.todo_done_note' : 'notice.todo_done', { by, note: body.note })
    case 'file_looked': return body.look.how === 'exported'
      ? p('notice.file_exported', { by, n: body.look.n_pages })
      : p('notice.file_looked', { by })
    default: { const unknown: never = body; void unknown; return '' }
  }
}

/** Where a neutral line leads, if anywhere. */
export function placeOf(body: Body): Place | undefined {
  switch (body.type) {
    case 'evidence_withdrawn':
    case 'evidence_received':
    case 'restriction_requested':
    case 'evidence_restricted':
    case 'evidence_looked':
    case 'comparison_requested': return { page: 'evidence', exhibit: body.exhibit }
    case 'application_withdrawn': return { page: 'applications', application: body.application }
    case 'period_moved':
    case 'deadline_reminded':
    case 'deadline_elapsed': return { page: 'agenda' }
    default: return undefined
  }
}
