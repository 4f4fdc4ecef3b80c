import type { RouteLocationRaw } from 'vue-router'
import type { CaseId } from '../api/contract'
import type { Place } from '../casespace/space'
import { refText } from './entryRefs'

/** Where on the phone something in the space leads to. */
export function addressOf(caseId: CaseId, place: Place): RouteLocationRaw {
  const params = { case: caseId }
  switch (place.page) {
    case 'evidence': return place.exhibit
      ? `/m/cases/${caseId}/evidence/${place.exhibit.seq}`
      : `/m/cases/${caseId}/evidence`
    case 'applications': return { name: 'applications', params, query: place.application ? { application: refText(place.application) } : {} }
    case 'apply': return {
      name: 'apply', params: { ...params, kind: place.kind },
      query: { ...(place.message && { message: refText(place.message) }), ...(place.proposal && { proposal: refText(place.proposal) }) },
      state: { words: place.words },
    }
    case 'answer': return { name: 'answer', params }
    case 'agenda': return { name: 'agenda', params }
    case 'file': return `/m/cases/${caseId}/file`
    default: { const unknown: never = place; void unknown; return { name: 'case', params } }
  }
}
