import { expect, test } from 'vitest'
import { d } from '../i18n'
import { addressed, attempt, item, recipient } from './samples'
import { confirmedEmail, isEmail, otherConfirmed, standingOf, usualChannels, type Channels } from './standing'

const chosen = (more: Partial<Channels> = {}): Channels => ({ mailbox: false, email: false, address: '', standing: 'unsure', ...more })

test('an account is an address for service only when it was confirmed', () => {
  expect(standingOf(recipient(1), 'mailbox', chosen())).toBe('own')
  expect(standingOf(addressed(1, { mailbox: true }), 'mailbox', chosen())).toBe('confirmed')
  expect(standingOf(addressed(1, { mailbox: false, email: 'a@example.com' }), 'mailbox', chosen())).toBe('own')
})
test('an e-mail address that nobody confirmed is what the clerk says of it, at most their own', () => {
  expect(standingOf(recipient(1), 'email', chosen({ address: 'x@example.com' }))).toBe('unsure')
  expect(standingOf(recipient(1), 'email', chosen({ address: 'x@example.com', standing: 'own' }))).toBe('own')
  expect(standingOf(addressed(1, { mailbox: false, email: 'a@example.com' }), 'email', chosen({ address: 'A@example.com' }))).toBe('confirmed')
  expect(standingOf(addressed(1, { mailbox: false, email: 'a@example.com' }), 'email', chosen({ address: 'b@example.com', standing: 'own' }))).toBe('own')
})
test('each standing is said in words that name its effect', () => {
  expect(d('sv.standing_confirmed')).toContain('到达即送达')
  expect(d('sv.standing_own')).toContain('签收')
  expect(d('sv.standing_unsure')).toContain('不产生送达效力')
})
test('a form without consent confirms nothing', () => {
  const refuses = addressed(1, { mailbox: true, email: 'a@example.com' })
  refuses.address!.form.electronic = false
  refuses.agrees = false
  expect(confirmedEmail(refuses)).toBeUndefined()
  expect(usualChannels(refuses)).toMatchObject({ mailbox: false, email: false })
})
test('the usual way is the mailbox, else the confirmed address', () => {
  expect(usualChannels(recipient(1))).toMatchObject({ mailbox: true, email: false })
  expect(usualChannels({ ...addressed(1, { mailbox: false, email: 'a@example.com' }), receivers: [] })).toMatchObject({ mailbox: false, email: true })
})
test('an address has a name, one at sign and a domain with a dot', () => {
  for (const good of ['a@example.com', ' a.b+c@mail.example.cn ']) expect(isEmail(good)).toBe(true)
  for (const bad of ['', 'a@example', 'a b@example.com', 'a@@example.com', 'a@.com', '<a@example.com>']) expect(isEmail(bad)).toBe(false)
})
test('one press sends by a confirmed channel that was not tried', () => {
  const both = addressed(1, { mailbox: true, email: 'a@example.com' })
  expect(otherConfirmed(both, item(1, 1))).toBe('email')
  expect(otherConfirmed(both, item(1, 1, { attempts: [attempt(1, { failed_at: '2026-11-21T10:00:00.000+08:00' })] }))).toBe('mailbox')
  expect(otherConfirmed(addressed(1, { mailbox: true }), item(1, 1))).toBeUndefined()
  expect(otherConfirmed(recipient(1), item(1, 1))).toBeUndefined()
})
