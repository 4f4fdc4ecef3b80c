import { expect, test } from 'vitest'
import type { NoticeChoices } from '../../api/notices'
import { areTimes, bodyOf, withChannel } from './choices'

const choices: NoticeChoices = {
  quiet: { from: '22:00', to: '08:00' }, digest_hour: 8,
  groups: [
    { group: 'service', name: '送达', channels: ['sms'], offered: ['sms', 'wechat'] },
    { group: 'todos', name: '待办', channels: ['in_app'], offered: [] },
  ],
}

test('a channel is turned on and off, the others stay in their order', () => {
  const group = choices.groups[0]!
  expect([withChannel(group, 'wechat', true), withChannel(group, 'sms', false)]).toEqual([['sms', 'wechat'], []])
})
test('only what can be chosen is handed in, an empty choice with it', () => {
  expect(bodyOf(choices)).toEqual({ quiet: { from: '22:00', to: '08:00' }, digest_hour: 8, channels: { service: ['sms'] } })
  expect(bodyOf({ ...choices, quiet: undefined })).not.toHaveProperty('quiet')
})
test('quiet hours may go over midnight, but not last a whole day', () => {
  expect([areTimes(choices.quiet), areTimes(undefined), areTimes({ from: '08:00', to: '08:00' }), areTimes({ from: '25:00', to: '08:00' })]).toEqual([true, true, false, false])
})
