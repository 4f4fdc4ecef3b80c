import { d } from '../i18n'
import { isReason } from '../i18n/reasons'

const sentence = (words: string): string => {
  const ends = /^the peer knows it up to (\d+), here it ends at (\d+)$/.exec(words)
  if (ends) return d('exchange.peer_knows_more', { at: ends[1]!, head: ends[2]! })
  const number = /^expected number (\d+)$/.exec(words)
  if (number) return d('exchange.expected_number', { n: number[1]! })
  return isReason(words) ? d(`reason.${words}`) : d('exchange.other_reason', { words })
}

/** What a node says of something it did not take, in the language of the desk: where it stands, and why. */
export function inOwnWords(said: string): string {
  // As an event has it: `front:4 not signed`; as a halted flow has it: `17 front at 4: not signed`.
  const found = /^(?:(\S+) )?(control|front|court|blob)(?: [0-9a-f]{64})?(?::| at )(\d+):? (.*)$/s.exec(said)
  if (!found) return sentence(said)
  const [, , flow, at, why] = found
  return d('exchange.where_and_why', { where: d(`exchange.flow_${flow as 'control' | 'front' | 'court' | 'blob'}`), at: at!, why: sentence(why!) })
}
