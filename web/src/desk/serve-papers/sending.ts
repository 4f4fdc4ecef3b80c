import type { EntryRef } from '../../api/contract'
import type { CompanionNotice, RecipientView, SendTo, Sending, ServableView, ServiceChannel, ServiceItem } from '../../api/serving'
import { entryKey } from '../frame/entryKey'
import { confirmedEmail, hasMailbox, isEmail, isOnItsWay, standingOf, type Channels } from './standing'

/** Who gets which papers how, as it stands in the dialog: papers by their key, under the number of the party. */
export interface Plan { papers: Map<number, Set<string>>; channels: Map<number, Channels> }
export type SendFault = 'refused' | 'no_channel' | 'no_mailbox' | 'no_email' | 'on_its_way'

const channelsOf = (chosen: Channels): ServiceChannel[] => [...chosen.mailbox ? ['mailbox' as const] : [], ...chosen.email ? ['email' as const] : []]
/** Parties that get anything, in the order of the case. */
export const takers = (plan: Plan, recipients: readonly RecipientView[]): RecipientView[] =>
  recipients.filter((one) => (plan.papers.get(one.party)?.size ?? 0) > 0)

/** Why a party cannot be sent what is chosen for it; nothing when it can. */
export function faultOf(plan: Plan, recipient: RecipientView, items: readonly ServiceItem[]): SendFault | undefined {
  const papers = plan.papers.get(recipient.party) ?? new Set<string>()
  const chosen = plan.channels.get(recipient.party)
  if (papers.size === 0) return undefined
  if (recipient.agrees === false) return 'refused'
  if (!chosen || channelsOf(chosen).length === 0) return 'no_channel'
  if (chosen.mailbox && !hasMailbox(recipient)) return 'no_mailbox'
  if (chosen.email && (chosen.address.trim() === '' ? confirmedEmail(recipient) === undefined : !isEmail(chosen.address))) return 'no_email'
  // Another e-mail address than before is another way.
  const again = channelsOf(chosen).filter((channel) => channel === 'mailbox' || chosen.address.trim() === '')
  return again.some((channel) => [...papers].some((paper) => isOnItsWay(items, recipient.party, paper, channel))) ? 'on_its_way' : undefined
}
function sendTo(recipient: RecipientView, chosen: Channels): SendTo[] {
  return channelsOf(chosen).map((channel) => {
    const typed = channel === 'email' ? chosen.address.trim() : ''
    return typed === '' ? { party: recipient.party, channel } : { party: recipient.party, channel, address: typed, standing: standingOf(recipient, channel, chosen) }
  })
}
/**
 * The acts that send what is planned: parties that get the same papers are served in one act. Mostly it is one.
 */
export function actsOf(plan: Plan, servable: readonly ServableView[], recipients: readonly RecipientView[], companions: readonly CompanionNotice[]): Sending[] {
  const groups = new Map<string, { papers: EntryRef[]; to: SendTo[] }>()
  for (const recipient of takers(plan, recipients)) {
    const chosen = plan.channels.get(recipient.party)
    if (!chosen) continue
    const wanted = plan.papers.get(recipient.party)!
    const papers = servable.filter((one) => wanted.has(entryKey(one.paper))).map((one) => one.paper)
    const name = papers.map(entryKey).join(' ')
    const group = groups.get(name) ?? { papers, to: [] }
    group.to.push(...sendTo(recipient, chosen))
    groups.set(name, group)
  }
  return [...groups.values()].map((group) => ({ ...group, companions: [...companions] }))
}
/** What is sent to whom, counted: each paper once for every party. */
export const nItems = (plan: Plan): number => [...plan.papers.values()].reduce((sum, papers) => sum + papers.size, 0)
