import { expect, test } from 'vitest'
import { answerId, timedCommandId } from './passkey'

test('a timed command id begins with the milliseconds since 1970 and says that it is of version 7', () => {
  const id = timedCommandId(0x0190_1234_5678)
  expect(id).toMatch(/^01901234-5678-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(timedCommandId(1)).not.toBe(timedCommandId(1))
})
test('what comes of a request has its id as version 8', () => {
  expect(answerId('01901234-5678-7abc-89ab-0123456789ab')).toBe('01901234-5678-8abc-89ab-0123456789ab')
})
