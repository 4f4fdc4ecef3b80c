/** SHA-256 of a file in hexadecimal, reckoned in this browser; `undefined` where the page may not do that (no https). */
export async function hashFile(file: Blob): Promise<string | undefined> {
  const subtle = globalThis.crypto?.subtle
  if (!subtle) return undefined
  const digest = new Uint8Array(await subtle.digest('SHA-256', await file.arrayBuffer()))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
export type Match = 'same' | 'different' | 'no_subtle'
/** Whether a file is the very one that the court keeps. */
export async function matchFile(file: Blob, sha256: string): Promise<Match> {
  const digest = await hashFile(file)
  if (digest === undefined) return 'no_subtle'
  return digest === sha256.toLowerCase() ? 'same' : 'different'
}
/** A digest in groups of eight, so that two can be compared by eye. */
export const inGroups = (sha256: string): string => sha256.match(/.{1,8}/g)?.join(' ') ?? ''
