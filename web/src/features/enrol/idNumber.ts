export type IdNumberFault = 'length' | 'form' | 'region' | 'date' | 'check_digit'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checks = '10X98765432'
const provinces = new Set([
  11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83,
])

/** The number as it is kept on a card: no spaces, a large X. */
export const plainIdNumber = (text: string): string => text.replace(/[\s·-]/g, '').toUpperCase()

/**
 * What is wrong with a resident id number (公民身份号码, 18 characters), or `undefined` when nothing is.
 *
 * The node checks again; this only saves the person a round trip. `today` is `YYYYMMDD`.
 *
 * Source: GB 11643-1999.
 */
export function faultOfIdNumber(text: string, today: string): IdNumberFault | undefined {
  const number = plainIdNumber(text)
  if (number.length !== 18) return 'length'
  if (!/^\d{17}[\dX]$/.test(number)) return 'form'
  // A permanent residence card for foreigners also has 18 digits and begins with 9.
  if (number[0] !== '9' && !provinces.has(Number(number.slice(0, 2)))) return 'region'
  const born = number.slice(6, 14)
  const [year, month, day] = [Number(born.slice(0, 4)), Number(born.slice(4, 6)), Number(born.slice(6, 8))]
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!exists || year < 1800 || born > today) return 'date'
  let sum = 0
  for (const [index, weight] of weights.entries()) sum += Number(number[index]) * weight
  return checks[sum % 11] === number[17] ? undefined : 'check_digit'
}

/** Whether all 18 characters stand there, so that it is worth asking the court about it. */
export const isWholeIdNumber = (text: string): boolean => /^\d{17}[\dX]$/.test(plainIdNumber(text))

/** Whether this is a mobile number of the mainland; spaces and a leading +86 do not matter. */
export const isMobile = (text: string): boolean => /^1[3-9]\d{9}$/.test(plainMobile(text))
export const plainMobile = (text: string): string => text.replace(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, '')

/** Unified social credit code (统一社会信用代码): GB 32100-2015, check character included. */
export function isUscc(text: string): boolean {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const code = text.replace(/\s/g, '').toUpperCase()
  if (code.length !== 18) return false
  let sum = 0
  let weight = 1
  for (let index = 0; index < 17; index += 1) {
    const value = alphabet.indexOf(code[index]!)
    if (value < 0) return false
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return alphabet[(31 - (sum % 31)) % 31] === code[17]
}
