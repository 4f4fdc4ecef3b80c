import createClient from 'openapi-fetch'
import { ProblemError, offlineProblem } from './problem'
import type { Present, Problem } from './contract'
import type { paths } from './schema'

const signedOut = new Set<() => void>()
/** Calls `listener` whenever the node says that nobody is signed in. Returns the way to stop. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener)
  return () => signedOut.delete(listener)
}

type Signer = (method: string, path: string, command: string, body: Uint8Array) => Promise<Record<string, string>>
let signer: Signer | undefined
/** Everything done in a case from now on carries what `sign` gives: headers with the device and its signature. */
export function signActsWith(sign: Signer): void { signer = sign }
/** What a person does in a case, or with their devices and phone. What a passkey signs needs no other signature. */
const isAct = (method: string, path: string): boolean =>
  (method === 'POST' && /^\/api\/(?:cases|filings|invitations|devices)(?:\/|$)/.test(path) && !path.endsWith('/relayed-acts'))
  || (method === 'PUT' && (path === '/api/session/device' || path === '/api/session/phone'))

/** The node's routes, typed by its own description. Use with {@link answer}. */
export const node = createClient<paths>({ baseUrl: globalThis.location?.origin, credentials: 'same-origin' })
node.use({
  // Every request that changes something carries a command id, so that repeating it is safe.
  async onRequest({ request }) {
    if (request.method === 'GET') return request
    if (!request.headers.has('idempotency-key')) request.headers.set('idempotency-key', newCommandId())
    const path = new URL(request.url).pathname
    if (signer && isAct(request.method, path)) {
      const body = new Uint8Array(await request.clone().arrayBuffer())
      const headers = await signer(request.method, path, request.headers.get('idempotency-key')!, body)
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
    }
    return request
  },
})

/** The header of an act under a command id made earlier. */
export const under = (key: string | undefined) => ({ 'Idempotency-Key': key ?? newCommandId() })

function problemFrom(error: unknown, status: number): Problem {
  if (typeof error === 'object' && error !== null && 'code' in error && 'title' in error) return error as Problem
  // A proxy between us and the node answered with a page of its own.
  return {
    type: 'urn:weicourt:problem:node_unreachable', code: 'node_unreachable', title: '法院服务暂时无法访问', status,
    next_step: '请稍后再试，内容已留在本机', fields: [],
  }
}

/**
 * What the node answered.
 *
 * Throws {@link ProblemError}: status 0 when nothing came back.
 */
export async function answer<T>(request: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<Present<T>> {
  let got: { data?: T; error?: unknown; response: Response }
  try {
    got = await request
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown
    if (thrown instanceof ProblemError) throw thrown
    throw new ProblemError(offlineProblem())
  }
  if (!got.response.ok) {
    if (got.response.status === 401) for (const listener of signedOut) listener()
    throw new ProblemError(problemFrom(got.error, got.response.status))
  }
  return got.data as Present<T>
}

/**
 * A command id (UUID v4) for a new act. Make it when the person decides, keep it until the receipt.
 *
 * Written out by hand because `crypto.randomUUID` is missing on plain-http pages of a court's own network.
 */
export function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
