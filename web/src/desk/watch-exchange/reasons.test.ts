import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isReason } from '../i18n/reasons'
import { inOwnWords } from './reasons'

const crates = join(process.cwd(), '..', 'crates')
const read = (path: string): string => readFileSync(join(crates, path), 'utf8')
/** All that a node may say, as its source has it. */
function everyReason(): string[] {
  const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((found) => found[1]!)
  const named = /#\[error\("([^"{}]+)"\)\]/g
  const log = read('domain/src/log.rs')
  const faults = log.slice(log.indexOf('pub enum Fault'), log.indexOf('pub struct BadEntry'))
  const exchange = readdirSync(join(crates, 'app/src/exchange')).map((name) => read(`app/src/exchange/${name}`))
  const sources = [...exchange, read('app/src/phone_change.rs'), read('app/src/devices/vouched.rs'), read('store/src/log/received.rs')].join('\n')
  return [
    ...all(read('domain/src/front.rs'), named), ...all(read('app/src/acts/check.rs'), named), ...all(faults, named),
    ...all(sources, /Err\("([^"]+)"(?:\.to_owned\(\))?\)/g), ...all(sources, /forged\("([^"]+)"/g), ...all(sources, /\breason(?: =|:) "([^"]+)"\.to_owned/g),
  ]
}

describe('why something was not taken', () => {
  it('is said in Chinese for everything that a node says', () => {
    const reasons = everyReason()
    expect(reasons.length).toBeGreaterThan(50)
    expect(reasons.filter((reason) => !isReason(reason))).toEqual([])
  })
  it('says where, and why', () => {
    expect(inOwnWords('front:4 not signed')).toBe('互联网侧记录第 4 条：没有签名')
    expect(inOwnWords('17 court at 9: expected number 8')).toBe('法院记录第 9 条：应为第 8 条')
    expect(inOwnWords('control at 3: a control item of an unknown kind')).toBe('控制事项第 3 条：无法识别的控制事项')
    expect(inOwnWords('17 front at 5: the peer knows it up to 7, here it ends at 5')).toBe('互联网侧记录第 5 条：对方已有 7 条，本节点只有 5 条，可能由旧备份恢复')
    expect(inOwnWords('staff cannot be enrolled outside')).toBe('法院工作人员不能在互联网侧认证')
    expect(inOwnWords('something new')).toBe('其他原因：something new')
  })
})
