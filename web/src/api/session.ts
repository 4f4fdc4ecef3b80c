import { ref, watch, type Ref } from 'vue'
import { answer, node, onSignedOut, under } from './client'
import { ProblemError } from './problem'
import type { CaseId, InvitationView, PersonId, Receipt, SessionView } from './contract'

const current: Ref<SessionView | null | undefined> = ref(undefined)
/** Who is signed in: `undefined` not asked yet, `null` nobody. */
export const session: Readonly<Ref<SessionView | null | undefined>> = current
onSignedOut(() => { current.value = null })

const lastName = 'last-person'
watch(current, (view) => {
  try {
    if (view) localStorage.setItem(lastName, view.person)
    else if (view === null) localStorage.removeItem(lastName)
  } catch { /* private browsing: known only as long as the page */ }
})
/** Who was last signed in here, for a page opened without a network: words typed then wait for this person. */
export function lastPerson(): PersonId | undefined {
  if (current.value !== undefined) return current.value?.person
  try { return localStorage.getItem(lastName) ?? undefined } catch { return undefined }
}

/** Asks the node once who is signed in. Throws when the node cannot be asked. */
export async function loadSession(): Promise<SessionView | null> {
  if (current.value !== undefined) return current.value
  try {
    current.value = await answer(node.GET('/api/session'))
  } catch (thrown) {
    if (thrown instanceof ProblemError && thrown.status === 401) current.value = null
    else throw thrown
  }
  return current.value ?? null
}

export const sendPhoneCode = (phone: string): Promise<{ resend_after_s: number }> => answer(node.POST('/api/phone-codes', { body: { phone } }))

export async function enrol(body: { name: string; id_number: string; phone: string; code: string }): Promise<SessionView> {
  const view = await answer(node.POST('/api/enrolments', { body }))
  current.value = view
  return view
}
export async function signIn(body: { phone: string; code: string }): Promise<SessionView> {
  const view = await answer(node.POST('/api/sessions', { body }))
  current.value = view
  return view
}
/** Gives the person who is signed in another phone, proved by the code sent to it. */
export async function changePhone(body: { phone: string; code: string }): Promise<SessionView> {
  const view = await answer(node.PUT('/api/session/phone', { body }))
  current.value = view
  return view
}
/** Asks again whether the session still stands; when it does not, everybody who listens is told. */
export async function recheckSession(): Promise<void> {
  await answer(node.GET('/api/session'))
}
export async function signOut(): Promise<void> {
  await answer(node.DELETE('/api/session'))
  current.value = null
}
/** Where a member of staff goes to sign on with the court's own provider. */
export const staffSignOnUrl = (returnTo: string): string => `/api/staff/sign-on?return_to=${encodeURIComponent(returnTo)}`

export const showInvitation = (token: string): Promise<InvitationView> =>
  answer(node.GET('/api/invitations/{token}', { params: { path: { token } } }))
export const acceptInvitation = (token: string, key: string): Promise<{ case: CaseId; receipt: Receipt }> =>
  answer(node.POST('/api/invitations/{token}/acceptance', { params: { path: { token } }, headers: under(key) }))
