import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { deviceKey, deviceLabel, newDeviceKey, sign, statement } from './deviceKey'

const bytes = (text: string) => new TextEncoder().encode(text)
const words = (text: Uint8Array) => new TextDecoder().decode(text)

test('a statement says what is asked, by whom, under which command, and the body as it is sent', () => {
  const made = statement('POST', '/api/cases/0F4Z8V2J0001G/messages', '0b54f9a0-6c5e-4f07-9d57-2f6f6f2f3b11', '0F4Z8V2J0001H', bytes('{"a":"好\\n"}'))
  expect(words(made)).toBe('weicourt-act-1\nPOST /api/cases/0F4Z8V2J0001G/messages\n0b54f9a0-6c5e-4f07-9d57-2f6f6f2f3b11\n0F4Z8V2J0001H\n{"a":"好\\n"}')
})

test('the key signs, is found again, and cannot be taken out of the browser', async () => {
  const { device, keep } = await newDeviceKey()
  await keep('P')
  const key = (await deviceKey('P'))!
  expect(key.secret.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('pkcs8', key.secret)).rejects.toThrow()
  const spki = Uint8Array.from(atob(device.spki), (letter) => letter.charCodeAt(0))
  expect(spki.length).toBe(91)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', spki))
  expect(key.digest).toBe(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''))
  const told = statement('POST', '/x', 'c', 'P', bytes('{}'))
  const signature = Uint8Array.from(atob(await sign(key, told)), (letter) => letter.charCodeAt(0))
  expect(signature.length).toBe(64)
  const publicKey = await crypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
  const fits = (of: Uint8Array<ArrayBuffer>) => crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, publicKey, signature, of)
  expect(await fits(told)).toBe(true)
  expect(await fits(statement('POST', '/x', 'c', 'P', bytes('{ }')))).toBe(false)
})

test('nobody else has a key here', async () => { expect(await deviceKey('Q')).toBeUndefined() })

test.each([
  ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0', '微信 · 安卓'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1', 'Safari · iPhone'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0', 'Edge · Windows'],
  ['something else', '浏览器'],
])('the browser %s is called %s', (agent, label) => { expect(deviceLabel(agent)).toBe(label) })
