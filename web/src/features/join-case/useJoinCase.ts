import { ref } from 'vue'
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
    busy.value = true
    problem.value = undefined
    try {
      return (await acceptInvitation(token, command)).case
    } catch (thrown) {
      problem.value = problemOf(thrown)
      return undefined
    } finally {
      busy.value = false
    }
  }
  void load()
  return { invitation, problem, busy, load, join }
}
