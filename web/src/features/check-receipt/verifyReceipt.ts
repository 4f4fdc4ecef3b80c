import type { Receipt } from '../../api/contract'

export type Verdict = 'valid' | 'invalid' | 'not_supported'

const bytesOfBase64 = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
const bytesOfHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The number behind a printed id: 13 characters of 5 bits, the last bit unused. */
function numberOfId(text: string): bigint {
  let value = 0n
  for (const char of text.toUpperCase()) {
    const digit = alphabet.indexOf(char)
    if (digit < 0) throw new RangeError('not an id')
    value = value * 32n + BigInt(digit)
  }
  return value >> 1n
}

/**
 * The bytes a node signs for a receipt: the words `weicourt receipt`, a byte 1, then case (8 bytes), origin (front 1,
 * court 2), seq (8), hash (32), instant in milliseconds since 1970 (8) and command id (16); numbers big-endian.
 *
 * Throws when the receipt is no receipt.
 */
export function signedBytes(receipt: Receipt): Uint8Array<ArrayBuffer> {
  const words = new TextEncoder().encode('weicourt receipt')
  const bytes = new Uint8Array(words.length + 1 + 8 + 1 + 8 + 32 + 8 + 16)
  const view = new DataView(bytes.buffer)
  let at = words.length
  bytes.set(words)
  bytes[at++] = 1
  view.setBigUint64(at, numberOfId(receipt.case)); at += 8
  bytes[at++] = receipt.origin === 'front' ? 1 : 2
  view.setBigUint64(at, BigInt(receipt.seq)); at += 8
  bytes.set(bytesOfHex(receipt.hash), at); at += 32
  view.setBigInt64(at, BigInt(Date.parse(receipt.at))); at += 8
  bytes.set(bytesOfHex(receipt.command_id.replaceAll('-', '')), at)
  return bytes
}

/** Whether the node with this Ed25519 key (base64) signed this receipt; checked in this browser, without asking anybody. */
export async function verifyReceipt(receipt: Receipt, verifyingKey: string): Promise<Verdict> {
  if (!globalThis.crypto?.subtle) return 'not_supported'
  let key: CryptoKey
  try {
    key = await crypto.subtle.importKey('raw', bytesOfBase64(verifyingKey), { name: 'Ed25519' }, false, ['verify'])
  } catch (thrown) {
    return thrown instanceof DOMException && thrown.name === 'NotSupportedError' ? 'not_supported' : 'invalid'
  }
  try {
    return await crypto.subtle.verify({ name: 'Ed25519' }, key, bytesOfBase64(receipt.signature), signedBytes(receipt)) ? 'valid' : 'invalid'
  } catch {
    return 'invalid'
  }
}
