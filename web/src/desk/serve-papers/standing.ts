import type { AddressStanding, RecipientView, ServiceChannel, ServiceItem } from '../../api/serving'
import { entryKey } from '../frame/entryKey'

/** How one party is sent papers, as it is chosen in the dialog. */
export interface Channels {
  mailbox: boolean
  email: boolean
  /** What is typed, where the party confirmed no e-mail address. */
  address: string
  standing: Exclude<AddressStanding, 'confirmed'>
}
const form = (recipient: RecipientView) => (recipient.address?.form.electronic ? recipient.address.form : undefined)
/** The e-mail address that the party confirmed for service. */
export const confirmedEmail = (recipient: RecipientView): string | undefined => form(recipient)?.email || undefined
export const hasMailbox = (recipient: RecipientView): boolean => recipient.receivers.length > 0
/** Looks like an address; the court looks again. */
export const isEmail = (typed: string): boolean => /^[^\s@<>,]+@[^\s@<>,.]+(?:\.[^\s@<>,.]+)+$/.test(typed.trim()) && typed.trim().length <= 254

/** Whose address it is, as far as the court knows; it decides when a paper that went there counts as served. */
export function standingOf(recipient: RecipientView, channel: ServiceChannel, chosen: Channels): AddressStanding {
  if (channel === 'mailbox') return form(recipient)?.mailbox ? 'confirmed' : 'own'
  const confirmed = confirmedEmail(recipient)
  const typed = chosen.address.trim()
  return confirmed && (typed === '' || typed.toLowerCase() === confirmed.toLowerCase()) ? 'confirmed' : chosen.standing
}
/** The way that is least trouble and surest for a party: what it confirmed, else its account here. */
export function usualChannels(recipient: RecipientView): Channels {
  const none: Channels = { mailbox: false, email: false, address: '', standing: 'unsure' }
  if (recipient.agrees === false) return none
  if (hasMailbox(recipient)) return { ...none, mailbox: true }
  return { ...none, email: confirmedEmail(recipient) !== undefined }
}
/** A channel that was tried for a paper, did not come back and was not taken back. */
export const isOnItsWay = (items: readonly ServiceItem[], party: number, paper: string, channel: ServiceChannel): boolean =>
  items.some((item) => item.recipient === party && entryKey(item.paper.paper) === paper
    && item.attempts.some((one) => one.way === channel && !one.failed_at && !one.recalled_at))
/** A confirmed channel that was not tried for this paper: it can be used without asking anything. */
export function otherConfirmed(recipient: RecipientView | undefined, item: ServiceItem): ServiceChannel | undefined {
  if (!recipient || recipient.agrees === false) return undefined
  const untried = (channel: ServiceChannel) => !isOnItsWay([item], item.recipient, entryKey(item.paper.paper), channel)
  if (form(recipient)?.mailbox && hasMailbox(recipient) && untried('mailbox')) return 'mailbox'
  return confirmedEmail(recipient) !== undefined && untried('email') ? 'email' : undefined
}
