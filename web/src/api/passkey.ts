import { answer, node, under } from './client'
import type { CaseId, PasskeyView, PersonId, Receipt, SessionView } from './contract'
import { statement, type NewDevice } from './deviceKey'
import { ProblemError } from './problem'
import { showNode } from './reference'

const toBase64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0))
}

/** Whether this browser knows passkeys at all. */
export const knowsPasskeys = (): boolean => typeof globalThis.PublicKeyCredential === 'function'

/** What the person is told when the browser ended the dialogue: it does not say whether they did so. */
function ended(): ProblemError {
  return new ProblemError({
    type: 'urn:weicourt:problem:passkey_ended', code: 'passkey_ended', title: '没有使用通行密钥', status: -1,
    next_step: '请重试，并按手机或浏览器的提示验证指纹、面容或锁屏密码', fields: [],
  })
}

export const listPasskeys = (): Promise<PasskeyView[]> => answer(node.GET('/api/staff/passkeys'))
export const removePasskey = (credential: string): Promise<unknown> =>
  answer(node.DELETE('/api/staff/passkeys/{credential}', { params: { path: { credential } } }))

/** Registers a passkey for who is signed on at the desk. */
export async function registerPasskey(name: string, label: string): Promise<PasskeyView[]> {
  const { challenge, rp_id, person, known } = await answer(node.POST('/api/staff/passkeys/challenge'))
  const created = await navigator.credentials.create({
    publicKey: {
      challenge: fromBase64url(challenge),
      rp: { id: rp_id, name: '微法院' },
      user: { id: new TextEncoder().encode(person), name, displayName: name },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: known.map((id) => ({ type: 'public-key', id: fromBase64url(id) })),
      attestation: 'none',
    },
  }).catch(() => null)
  if (!(created instanceof PublicKeyCredential)) throw ended()
  const response = created.response as AuthenticatorAttestationResponse
  return answer(node.POST('/api/staff/passkeys', {
    body: { client_data_json: toBase64url(response.clientDataJSON), authenticator_data: toBase64url(response.getAuthenticatorData()), label },
  }))
}

async function assertion(challenge: Uint8Array<ArrayBuffer>, rpId: string) {
  const got = await navigator.credentials.get({ publicKey: { challenge, rpId, userVerification: 'required' } }).catch(() => null)
  if (!(got instanceof PublicKeyCredential)) throw ended()
  const response = got.response as AuthenticatorAssertionResponse
  return {
    credential_id: toBase64url(got.rawId),
    client_data_json: toBase64url(response.clientDataJSON),
    authenticator_data: toBase64url(response.authenticatorData),
    signature: toBase64url(response.signature),
  }
}

/** Logs a judge in; the session has to be taken over by the caller. */
export async function signInByPasskey(): Promise<SessionView> {
  const { challenge, rp_id } = await answer(node.POST('/api/staff/passkey/challenge'))
  return answer(node.POST('/api/staff/passkey/sessions', { body: { assertion: await assertion(fromBase64url(challenge), rp_id) } }))
}

/** A command id that begins with the time (UUID v7): the court's node refuses requests that come out of the past. */
export function timedCommandId(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  new DataView(bytes.buffer).setUint32(0, Math.floor(now / 0x10000))
  new DataView(bytes.buffer).setUint16(4, now % 0x10000)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
/** The command id of the entries that come of a request: the same one, as version 8. */
export const answerId = (request: string): string => `${request.slice(0, 14)}8${request.slice(15)}`

/** What the passkey signs of an act: the digest of the exact request. */
async function challengeOf(path: string, command: string, person: PersonId, text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', statement('POST', path, command, person, new TextEncoder().encode(text))))
}
/** Enrols the key of this phone for a member of staff: the passkey signs it, and the court's own node checks that. */
export async function vouchForDevice(person: PersonId, device: NewDevice): Promise<SessionView> {
  const { passkey_rp_id } = await showNode()
  const command = timedCommandId()
  const body = JSON.stringify(device)
  const challenge = await challengeOf('/api/staff/devices', command, person, body)
  return answer(node.POST('/api/staff/devices', {
    params: { header: under(command) }, body: { body, assertion: await assertion(challenge, passkey_rp_id) },
  }))
}

/**
 * Asks the court's own node, from outside its network, for an act of the court. The passkey signs the exact request.
 *
 * The receipt says that the request is on its way, not that the act is done: that stands in the case, under
 * {@link answerId}, or the refusal does.
 */
export async function requestAct(caseId: CaseId, person: PersonId, path: string, body: unknown): Promise<Receipt> {
  const { passkey_rp_id } = await showNode()
  const command = timedCommandId()
  const text = JSON.stringify(body)
  const challenge = await challengeOf(path, command, person, text)
  return answer(node.POST('/api/cases/{case}/relayed-acts', {
    params: { path: { case: caseId }, header: under(command) },
    body: { path, body: text, assertion: await assertion(challenge, passkey_rp_id) },
  }))
}
