import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { PersonId } from './contract'
import { ProblemError } from './problem'

/** A key that this browser signs with and cannot give away. */
export interface DeviceKey {
  person: PersonId
  secret: CryptoKey
  /** SHA-256 of the public key, hex: the court knows the device by it. */
  digest: string
}
/** What is sent to enrol a device. */
export interface NewDevice { spki: string; label: string }

interface Kept extends DBSchema { keys: { key: string; value: DeviceKey } }
let opened: Promise<IDBPDatabase<Kept>> | undefined
/**
 * Beside the store that is emptied when somebody signs out: the key is the browser's, and without it the identity would
 * have to be checked again at each log-in.
 */
function kept(): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>('weicourt-device', 1, { upgrade(db) { db.createObjectStore('keys', { keyPath: 'person' }) } })
  return opened
}

const known = new Map<PersonId, Promise<DeviceKey | undefined>>()
/** The key with which this browser signs for a person. */
export function deviceKey(person: PersonId): Promise<DeviceKey | undefined> {
  let key = known.get(person)
  if (!key) {
    key = kept().then((db) => db.get('keys', person))
    known.set(person, key)
  }
  return key
}

/** Browsers hand out keys on secure pages only. */
function subtle(): SubtleCrypto {
  // Missing on plain-http pages, whatever the types say.
  const found = globalThis.crypto.subtle as SubtleCrypto | undefined
  if (found) return found
  throw new ProblemError({
    type: 'urn:weicourt:problem:page_not_secure', code: 'page_not_secure', title: '这个页面不是安全连接，无法在本机签名', status: -1,
    next_step: '请用 https 开头的地址打开微法院', fields: [],
  })
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const
const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)))
const hex = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** What the browser calls itself, short enough to be found again in a list. */
export function deviceLabel(agent: string = navigator.userAgent): string {
  const first = (names: [RegExp, string][]): string | undefined => names.find(([fits]) => fits.test(agent))?.[1]
  const browser = first([[/MicroMessenger/, '微信'], [/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']])
  const system = first([[/HarmonyOS|OpenHarmony/, '鸿蒙'], [/Android/, '安卓'], [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Windows/, 'Windows'], [/Mac OS/, 'Mac'], [/Linux/, 'Linux']])
  return [browser ?? '浏览器', system].filter(Boolean).join(' · ')
}

/** Makes a key for this browser. It is kept once the court has enrolled it: call `keep` with the person. */
export async function newDeviceKey(): Promise<{ device: NewDevice; keep(person: PersonId): Promise<void> }> {
  const pair = await subtle().generateKey(algorithm, false, ['sign'])
  const spki = await subtle().exportKey('spki', pair.publicKey)
  const digest = hex(await subtle().digest('SHA-256', spki))
  return {
    device: { spki: base64(spki), label: deviceLabel() },
    async keep(person) {
      const key: DeviceKey = { person, secret: pair.privateKey, digest }
      await (await kept()).put('keys', key)
      known.set(person, Promise.resolve(key))
    },
  }
}
/** Throws away a key that the court does not take any more. */
export async function dropDeviceKey(person: PersonId): Promise<void> {
  known.delete(person)
  await (await kept()).delete('keys', person)
}

/** The exact bytes that a person signs for an act; the node builds the same. */
export function statement(method: string, path: string, command: string, person: PersonId, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`weicourt-act-1\n${method} ${path}\n${command}\n${person}\n`)
  const bytes = new Uint8Array(head.length + body.length)
  bytes.set(head)
  bytes.set(body, head.length)
  return bytes
}
/** Signs a statement: 64 bytes in base64. */
export async function sign(key: DeviceKey, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return base64(await subtle().sign({ name: 'ECDSA', hash: 'SHA-256' }, key.secret, bytes))
}
