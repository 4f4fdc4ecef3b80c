import { ref, watch, type Ref } from 'vue'
import { answer, node, onSignedOut, signActsWith, under } from './client'
import { deviceKey, dropDeviceKey, newDeviceKey, sign, statement } from './deviceKey'
import { signInByPasskey, timedCommandId, vouchForDevice } from './passkey'
import { ProblemError } from './problem'
import type { CaseId, DeviceView, InvitationView, PersonId, Receipt, SessionView } from './contract'

const current: Ref<SessionView | null | undefined> = ref(undefined)
/** Who is signed in: `undefined` not asked yet, `null` nobody. */
export const session: Readonly<Ref<SessionView | null | undefined>> = current
onSignedOut(() => { current.value = null; unchecked.value = undefined })

const unchecked: Ref<SessionView | undefined> = ref(undefined)
/** Who gave a phone code on a browser that the court does not know: their identity has to be checked again first. */
export const waitsForCheck: Readonly<Ref<SessionView | undefined>> = unchecked

// What a person does is signed here, with a key that does not leave the browser. In the court's network staff sign on
// instead; outside they have such a key once their passkey has vouched for it.
signActsWith(async (method, path, command, body): Promise<Record<string, string>> => {
  const view = unchecked.value ?? current.value
  const key = view ? await deviceKey(view.person) : undefined
  if (!key) return {}
  return { 'weicourt-device': key.digest, 'weicourt-signature': await sign(key, statement(method, path, command, key.person, body)) }
})

/** Goes on with a session once it belongs to a device of the person; otherwise the identity check is asked for. */
async function settle(view: SessionView): Promise<SessionView | null> {
  if (view.staff) return settleStaff(view)
  const key = await deviceKey(view.person)
  if (key && view.device?.key === key.digest) {
    unchecked.value = undefined
    current.value = view
    return view
  }
  unchecked.value = view
  if (key) {
    try {
      const bound = await answer(node.PUT('/api/session/device', { body: {} }))
      unchecked.value = undefined
      current.value = bound
      return bound
    } catch (thrown) {
      if (!(thrown instanceof ProblemError) || thrown.status !== 403) throw thrown
      await dropDeviceKey(view.person)
    }
  }
  current.value = null
  return null
}

/** Goes on with a session of a member of staff, on the key of this phone if their passkey has vouched for one before. */
async function settleStaff(view: SessionView): Promise<SessionView> {
  current.value = view
  unchecked.value = undefined
  const key = await deviceKey(view.person)
  if (key && view.device?.key !== key.digest) {
    try {
      current.value = await answer(node.PUT('/api/session/device', { body: {} }))
    } catch (thrown) {
      if (!(thrown instanceof ProblemError) || thrown.status !== 403) throw thrown
      await dropDeviceKey(view.person)
    }
  }
  return current.value ?? view
}
/** Enrols this phone for the member of staff who is signed in: their passkey signs its key. */
export async function vouchForPhone(): Promise<SessionView> {
  const { device, keep } = await newDeviceKey()
  const view = await vouchForDevice(current.value!.person, device)
  await keep(view.person)
  current.value = view
  return view
}

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
    await settle(await answer(node.GET('/api/session')))
  } catch (thrown) {
    if (thrown instanceof ProblemError && thrown.status === 401) current.value = null
    else throw thrown
  }
  return current.value ?? null
}

export const sendPhoneCode = (phone: string): Promise<{ resend_after_s: number }> => answer(node.POST('/api/phone-codes', { body: { phone } }))

export async function enrol(body: { name: string; id_number: string; phone: string; code: string }): Promise<SessionView> {
  const { device, keep } = await newDeviceKey()
  const view = await answer(node.POST('/api/enrolments', { body: { ...body, device } }))
  await keep(view.person)
  unchecked.value = undefined
  current.value = view
  return view
}
/** Logs in; `null` when this browser is new to the court, so that the identity has to be checked again. */
export async function signIn(body: { phone: string; code: string }): Promise<SessionView | null> {
  return settle(await answer(node.POST('/api/sessions', { body })))
}
/** Logs a judge in with the passkey of this phone. */
export async function signInAsJudge(): Promise<SessionView> {
  return settleStaff(await signInByPasskey())
}
/** Checks the identity of who has just logged in on a new browser, and enrols the browser. */
export async function checkIdentity(body: { name: string; id_number: string }): Promise<SessionView> {
  const { device, keep } = await newDeviceKey()
  const view = await answer(node.POST('/api/session/device', { body: { ...body, device } }))
  await keep(view.person)
  unchecked.value = undefined
  current.value = view
  return view
}
/**
 * Gives the person who is signed in another phone, proved by the code sent to it; `true` when the court's own node has to
 * confirm it first. The id says when it was asked for, so that an old change cannot come back.
 */
export async function changePhone(body: { phone: string; code: string }): Promise<boolean> {
  const changed = await answer(node.PUT('/api/session/phone', { params: { header: under(timedCommandId()) }, body }))
  current.value = changed.session
  return changed.awaits_court
}
/** Asks again whether the session still stands; when it does not, everybody who listens is told. */
export async function recheckSession(): Promise<void> {
  const view = await answer(node.GET('/api/session'))
  // The court may have confirmed a phone or a number meanwhile.
  if (current.value?.person === view.person) current.value = view
}
export async function signOut(): Promise<void> {
  await answer(node.DELETE('/api/session'))
  unchecked.value = undefined
  current.value = null
}

/** The code that the court's own node sent for this device. */
export const confirmDevice = (code: string): Promise<unknown> =>
  answer(node.POST('/api/session/device/code', { body: { code } }))
export const listDevices = (): Promise<DeviceView[]> => answer(node.GET('/api/devices'))
export const revokeDevice = (key: string): Promise<unknown> =>
  answer(node.POST('/api/devices/{key}/revocation', { params: { path: { key } }, body: {} }))

let joining: Promise<number> | undefined
/** Comes into every case that names the person by ID number: each by an act of their own. Gives how many there were. */
export function joinWaiting(): Promise<number> {
  joining ??= (async () => {
    const waiting = await answer(node.GET('/api/waiting-cases'))
    let joined = 0
    for (const { case: caseId, party, agent } of waiting) {
      try {
        await answer(node.POST('/api/cases/{case}/membership', { params: { path: { case: caseId }, header: under(undefined) }, body: { party, agent } }))
        joined += 1
      } catch (thrown) {
        // Somebody else with the seat, or a case that moved on: the others still count.
        if (!(thrown instanceof ProblemError) || thrown.status === 0) throw thrown
      }
    }
    return joined
  })().finally(() => { joining = undefined })
  return joining
}
/** Where a member of staff goes to sign on with the court's own provider. */
export const staffSignOnUrl = (returnTo: string): string => `/api/staff/sign-on?return_to=${encodeURIComponent(returnTo)}`

export const showInvitation = (token: string): Promise<InvitationView> =>
  answer(node.GET('/api/invitations/{token}', { params: { path: { token } } }))
export const acceptInvitation = (token: string, to: InvitationView, key: string): Promise<{ case: CaseId; receipt: Receipt }> =>
  answer(node.POST('/api/invitations/{token}/acceptance', {
    params: { path: { token }, header: under(key) }, body: { case: to.case, party: to.party, agent: to.agent },
  }))
