import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router'
import type { CaseId, EntryRef } from '../api/contract'
import type { Place } from '../casespace/space'
import { refText } from './entryRefs'

/** What a form is begun from, as its address names it. */
function fromEntries(place: { message?: EntryRef; proposal?: EntryRef }): LocationQueryRaw {
  return { ...(place.message && { message: refText(place.message) }), ...(place.proposal && { proposal: refText(place.proposal) }) }
}
/** Where on the phone something in the space leads to. */
export function addressOf(caseId: CaseId, place: Place): RouteLocationRaw {
  const params = { case: caseId }
  switch (place.page) {
    case 'evidence': return place.exhibit
      ? `/m/cases/${caseId}/evidence/${place.exhibit.seq}`
      : `/m/cases/${caseId}/evidence`
    case 'submit_evidence': return { path: `/m/cases/${caseId}/evidence/new`, query: fromEntries(place) }
    case 'applications': return { name: 'applications', params, query: place.application ? { application: refText(place.application) } : {} }
    case 'apply': return {
      name: 'apply', params: { ...params, kind: place.kind },
      query: fromEntries(place),
      state: { words: place.words },
    }
    case 'answer': return { name: 'answer', params }
    case 'agenda': return { name: 'agenda', params }
    case 'file': return `/m/cases/${caseId}/file`
    case 'service': return { name: 'service', params }
    case 'paper': return {
      name: 'paper', params: { ...params, paper: refText(place.paper) },
      query: { party: place.recipient, ...(place.certificate && { show: 'certificate' }) },
    }
    case 'service_address': return { name: 'service-address', params }
    case 'consents': return { name: 'consents', params }
    default: { const unknown: never = place; void unknown; return { name: 'case', params } }
  }
}
