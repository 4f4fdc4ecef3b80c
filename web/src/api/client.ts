import { ProblemError, offlineProblem } from './problem'
import type { Problem } from './contract'

export type Query = Record<string, string | number | boolean | string[] | undefined>
export interface CallOptions {
  query?: Query
  body?: unknown
  /** The command id. Give the one under which the act was stored, so that a repeat is the same act. */
  key?: string
  signal?: AbortSignal
}

function withQuery(path: string, query?: Query): string {
  if (!query) return path
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

const signedOut = new Set<() => void>()
/** Calls `listener` whenever the node says that nobody is signed in. Returns the way to stop. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener)
  return () => signedOut.delete(listener)
}

async function readProblem(response: Response): Promise<Problem> {
  try {
    const body = await response.json() as Partial<Problem>
    if (typeof body.code === 'string' && typeof body.title === 'string') return body as Problem
  } catch { /* a proxy between us and the node answered with its own page */ }
  return {
    type: 'urn:weicourt:problem:node_unreachable',
    code: 'node_unreachable',
    title: '法院服务暂时无法访问',
    status: response.status,
    next_step: '请稍后再试，内容已留在本机',
  }
}

/**
 * Calls one route and returns its JSON body (`undefined` for an empty one).
 *
 * Every request that changes something carries a command id, so that repeating it is safe.
 *
 * Throws {@link ProblemError}: status 0 when nothing came back.
 */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const headers = new Headers({ accept: 'application/json, application/problem+json' })
  let body: BodyInit | undefined
  if (options.body instanceof Blob || options.body instanceof ArrayBuffer) {
    headers.set('content-type', 'application/octet-stream')
    body = options.body
  } else if (options.body !== undefined) {
    headers.set('content-type', 'application/json')
    body = JSON.stringify(options.body)
  }
  if (method !== 'GET') headers.set('idempotency-key', options.key ?? newCommandId())
  let response: Response
  try {
    response = await fetch(withQuery(path, options.query), { method, headers, body, signal: options.signal, credentials: 'same-origin' })
  } catch (thrown) {
    if (options.signal?.aborted) throw thrown
    throw new ProblemError(offlineProblem())
  }
  if (!response.ok) {
    const problem = await readProblem(response)
    if (response.status === 401) for (const listener of signedOut) listener()
    throw new ProblemError(problem)
  }
  if (response.status === 204 || response.headers.get('content-length') === '0') return undefined as T
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
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
