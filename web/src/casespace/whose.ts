import type { Whose } from '../api/contract'
import { p, wordOf } from '../i18n/procedure'

/** Whose move it is, in words. */
export function whoseName(whose: Whose, partyName: (party: number) => string | undefined): string {
  switch (whose.who) {
    case 'court': return p('whose.court')
    case 'parties': return p('whose.parties')
    case 'side': return wordOf('side', whose.side)
    case 'party': return partyName(whose.party) ?? p('whose.party')
    default: { const unknown: never = whose; void unknown; return '' }
  }
}
