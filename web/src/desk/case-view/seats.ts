import type { AgentKind, CaseDetail, Member } from '../../api/contract'

/** A place in the case: a party or one of its agents, with the member who sits there, if any. */
export interface Seat {
  key: string
  party: number
  agent: number | undefined
  name: string
  role: Member['role']
  agentKind: AgentKind | undefined
  joined: boolean
  invited: boolean
  member: Member | undefined
}

/** The seats of the parties in their order, each agent under its party. */
export function seatsOf(detail: Pick<CaseDetail, 'parties'>, members: Member[]): Seat[] {
  return detail.parties.flatMap((party) => {
    const here = members.filter((member) => member.party === party.party)
    const own: Seat = {
      key: `p${party.party}`, party: party.party, agent: undefined, name: party.name, role: party.role, agentKind: undefined,
      joined: party.joined, invited: party.invited, member: here.find((member) => member.role !== 'litigation_agent'),
    }
    const agents = party.agents.map((agent, number): Seat => ({
      key: `p${party.party}a${number}`, party: party.party, agent: number, name: agent.name, role: 'litigation_agent', agentKind: agent.kind,
      joined: agent.joined, invited: agent.invited, member: here.find((member) => member.role === 'litigation_agent' && member.name === agent.name),
    }))
    return [own, ...agents]
  })
}
