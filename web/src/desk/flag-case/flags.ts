import type { CaseFlag } from '../../api/contract'

/** In the order in which they are offered, the strictest first. */
export const caseFlags: readonly CaseFlag[] = ['state_secret', 'privacy', 'minors', 'trade_secret', 'family', 'not_public']

/** Whether two sets of flags are not the same, whatever their order. */
export const differs = (one: readonly CaseFlag[], other: readonly CaseFlag[]): boolean =>
  caseFlags.some((flag) => one.includes(flag) !== other.includes(flag))
