import type { Body, EntryRef } from '../api/contract'
import type { ServiceWay } from '../api/service'
import { s, sName, type ServiceKey } from '../i18n/service'
import { formatDate } from '../ui/format'
import type { Names } from './procedureNotices'
import { titlesOf } from './served'
import type { Place } from './space'

/** What happens with court documents and their service. */
export type ServiceBody = Extract<Body, { type:
  | 'document_drafted' | 'document_approved' | 'document_set_aside' | 'service_address_confirmed' | 'consent_declared' | 'papers_sent'
  | 'service_reported' | 'served_opened' | 'service_acknowledged' | 'paper_requested' | 'service_rebutted' | 'rebuttal_ruled'
  | 'paper_service_recorded' | 'service_recalled' | 'service_took_effect' }>

/** How a service on paper was done. */
export function wayOf(way: Extract<Body, { type: 'paper_service_recorded' }>['way']): ServiceWay {
  switch (way.by) {
    // Neither is recorded by hand.
    case 'electronic':
    case 'companion': return 'mailbox'
    case 'personal':
    case 'refused_at_court':
    case 'leaving':
    case 'entrusted':
    case 'forwarded':
    case 'post':
    case 'announcement': return way.by
    default: { const unknown: never = way; void unknown; return 'personal' }
  }
}

/** One entry in one line. */
export function serviceNotice(by: string, body: ServiceBody, names: Names): string {
  const party = (number: number) => names.party(number) ?? s('card.recipient')
  const paper = (ref: EntryRef) => names.paper(ref) ?? s('notice.paper')
  switch (body.type) {
    case 'document_drafted': return s(body.document ? 'notice.document_redrafted' : 'notice.document_drafted', { by, title: body.title })
    case 'document_approved': return s('notice.document_approved', { title: body.title })
    case 'document_set_aside': return s('notice.document_set_aside', { by, reason: body.reason })
    case 'service_address_confirmed': return s('notice.address_confirmed', { party: party(body.party) })
    case 'consent_declared': {
      const what = Object.entries(body.scopes)
        .map(([scope, agrees]) => s(agrees ? 'notice.consent_yes' : 'notice.consent_no', { what: s(`consent.${scope}` as ServiceKey) }))
      return s('notice.consent', { by, what: what.join('，') })
    }
    case 'papers_sent': return s('notice.papers_sent', { party: body.name, paper: titlesOf(body.papers.map((one) => one.title)) })
    case 'service_reported': return s(body.report.what === 'bounced' ? 'notice.bounced' : 'notice.reported', { paper: paper(body.sent) })
    case 'served_opened': return s('notice.opened', { by, paper: paper(body.paper) })
    case 'service_acknowledged': return s('notice.acknowledged', { by, paper: paper(body.papers?.length === 1 ? body.papers[0]! : body.sent) })
    case 'paper_requested': return s('notice.paper_requested', { by, paper: paper(body.paper) })
    case 'service_rebutted': return s('notice.rebutted', { by, paper: paper(body.paper), ground: sName('ground', body.ground) })
    case 'rebuttal_ruled': return s(body.upheld ? 'notice.ruled_upheld' : 'notice.ruled_dismissed')
    case 'paper_service_recorded': return s('notice.paper_recorded', { paper: titlesOf(body.papers.map((one) => one.title)), way: sName('way', wayOf(body.way)) })
    case 'service_recalled': return s('notice.recalled', { paper: paper(body.sent), reason: body.reason })
    case 'service_took_effect': return s('notice.took_effect', { title: body.title, party: party(body.recipient), on: formatDate(body.on) })
    default: { const unknown: never = body; void unknown; return '' }
  }
}
/** Whether an entry is what a channel reports to the court: the card of the paper shows what came of it. */
export const isChannelReport = (body: Body): boolean => body.type === 'service_reported'

/** Where a neutral line about service leads, if anywhere. */
export function servicePlaceOf(body: Body): Place | undefined {
  return body.type === 'consent_declared' ? { page: 'consents' } : undefined
}
