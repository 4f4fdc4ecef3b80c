import { assignBench, closeCase, flagCase, inviteParty, muteMember, reopenCase, setFloor, setQuietHours, unmuteMember } from '../../api/cases'
import { callCaseHome } from '../../api/exchange'
import type { Act, CaseDetail, CaseFlag, Member, Outcome, PersonId, ReopenCause } from '../../api/contract'
import type { CaseState } from '../../casespace/useCase'
import { useActs } from '../frame/useActs'

const controls: Act[] = ['close_floor', 'open_floor', 'set_quiet_hours', 'clear_quiet_hours', 'assign_bench', 'flag_case', 'close_case', 'reopen_case']
/** What of the control panel the node offers this viewer; a refused act is still shown, with its reason. */
export const controlsOf = (detail: CaseDetail | undefined): Act[] =>
  controls.filter((name) => detail?.actions.some((action) => action.name === name))

export interface Bench { handling_judge: PersonId; clerk: PersonId; judge_assistant?: PersonId; panel: PersonId[] }

/** The acts of the desk in one case, apart from speaking. */
export function useCaseActs(state: CaseState) {
  const { caseId } = state
  const { busy, problem, act } = useActs(caseId, state.reload)
  return {
    busy, problem,
    invite: (party: number, agent?: number) => act('invite', [party, agent], (key) => inviteParty(caseId, party, agent, key)),
    call: (member: Member) => act('call', member.person, () => state.call(member.person)),
    mute: (member: Member, until: string | undefined, reason: string) => act('mute', [member.person, until, reason], (key) => muteMember(caseId, { person: member.person, until, reason }, key)),
    unmute: (member: Member) => act('unmute', member.person, (key) => unmuteMember(caseId, member.person, key)),
    closeFloor: (reason: string) => act('close-floor', reason, (key) => setFloor(caseId, { closed: true, reason }, key)),
    openFloor: () => act('open-floor', '', (key) => setFloor(caseId, { closed: false }, key)),
    setQuiet: (from: string, to: string) => act('quiet', [from, to], (key) => setQuietHours(caseId, { from, to }, key)),
    clearQuiet: () => act('no-quiet', '', (key) => setQuietHours(caseId, {}, key)),
    assign: (bench: Bench) => act('bench', bench, (key) => assignBench(caseId, bench, key)),
    flag: (flags: CaseFlag[], reason: string) => act('flag', [flags, reason], (key) => flagCase(caseId, { flags, reason }, key)),
    reopen: (cause: ReopenCause, note: string) => act('reopen', [cause, note], (key) => reopenCase(caseId, { cause, note }, key)),
    callHome: () => act('call-home', '', (key) => callCaseHome(caseId, key)),
    close: (outcome: Outcome, note: string) => act('close', [outcome, note], (key) => closeCase(caseId, { outcome, note }, key)),
  }
}
