import type { Fault } from './formData'

/** Faults of one document, each at the field that its path names. */
export interface Faults {
  /** What is wrong with exactly this field. */
  at(path: string): string | undefined
  /** What is wrong with it or with a part of it, the parts said by their number. */
  within(path: string): string | undefined
  /** Paths in the order of the court. */
  paths: string[]
  n: number
}
const under = (path: string, one: string): boolean => one === path || one.startsWith(`${path}.`) || one.startsWith(`${path}[`)

export function faultsOf(faults: readonly Fault[], part: (n: number, reason: string) => string): Faults {
  return {
    at: (path) => faults.find((one) => one.field === path)?.reason,
    within: (path) => {
      const found = faults.filter((one) => under(path, one.field))
      return found.length === 0 ? undefined : found.map((one) => {
        const at = /^\[(\d+)\]/.exec(one.field.slice(path.length))
        return at ? part(Number(at[1]) + 1, one.reason) : one.reason
      }).join('；')
    },
    paths: faults.map((one) => one.field),
    n: faults.length,
  }
}
/** Faults that stand at none of the fields on the page, such as the number of the case. */
export const unplaced = (faults: readonly Fault[], names: readonly string[]): Fault[] =>
  faults.filter((one) => !names.some((name) => under(name, one.field)))
