import type { DocumentStatus, DocumentView } from '../../api/documents'

type Tone = 'plain' | 'ok' | 'warn' | 'danger'
export function documentTone(status: DocumentStatus): Tone {
  switch (status) {
    case 'draft': return 'warn'
    case 'issued': return 'ok'
    case 'set_aside': return 'plain'
    default: { const unknown: never = status; void unknown; return 'plain' }
  }
}
const rank: Record<DocumentStatus, number> = { draft: 0, issued: 1, set_aside: 2 }
/** Drafts first, for they wait for somebody; then what is issued; at the end what is not used. The newest on top of each. */
export const inOrder = (documents: readonly DocumentView[]): DocumentView[] =>
  [...documents].sort((a, b) => rank[a.status] - rank[b.status] || (b.issued_at ?? b.changed_at).localeCompare(a.issued_at ?? a.changed_at))
