import { ref } from 'vue'
import { listCases } from '../../api/cases'
import { newCommandId } from '../../api/client'
import type { CaseId, InvitationView, Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { acceptInvitation, showInvitation } from '../../api/session'

/** An invitation that came by SMS: what it is for, and joining the case with it. */
export function useJoinCase(token: string) {
  const invitation = ref<InvitationView>()
  const problem = ref<Problem>()
  const busy = ref(false)
  // One id for the whole visit: pressing twice joins once.
  const command = newCommandId()

  async function load(): Promise<void> {
    problem.value = undefined
    try {
      invitation.value = await showInvitation(token)
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }
  async function join(): Promise<CaseId | undefined> {
    if (!invitation.value) return undefined
    busy.value = true
    problem.value = undefined
    try {
      return (await acceptInvitation(token, invitation.value, command)).case
    } catch (thrown) {
      const found = problemOf(thrown)
      // Enrolling with the number the other side gave already let the person in: open the case.
      const joined = found.code === 'already_joined' || found.code === 'invitation_over' ? await mine() : undefined
      if (!joined) problem.value = found
      return joined
    } finally {
      busy.value = false
    }
  }
  /** The case of this invitation among the person's own, if they are in it. */
  async function mine(): Promise<CaseId | undefined> {
    const number = invitation.value?.case_number
    try {
      return (await listCases()).find((card) => card.case_number === number)?.case
    } catch {
      return undefined
    }
  }
  void load()
  return { invitation, problem, busy, load, join }
}
