import { expect, test } from 'vitest'
import type { Receipt } from '../../api/contract'
import { signedBytes, verifyReceipt } from './verifyReceipt'

// Made by a node with sample people; its key is thrown away.
const verifyingKey = 'CGqBxh26/MAcl9cKjWSGFBkUVLziC5RCCIOPpaox+QY='
const receipt: Receipt = {
  case: '38GAQ5FCVPYCC',
  origin: 'front',
  seq: 1,
  hash: 'a616c3a0944c2bb2162c9c69e169f5fe2fd35ca7a78aee555095d4261f242442',
  at: '2026-11-24T07:24:15.317+08:00',
  command_id: '1a3fc8f7-b2f1-4454-a62f-c845471908fc',
  signature: 'kxraLEVuZP6nImy+PcdY5yZNTZQRgnrZO7MHcemWN5LIL7kEtJrwiyQJ6p/+LpRz5Dgm7pFrelaTcQLO9YLACA==',
}

test('a receipt of the node holds', async () => {
  expect(await verifyReceipt(receipt, verifyingKey)).toBe('valid')
})

test('a receipt with anything changed does not hold', async () => {
  const changed: Partial<Receipt>[] = [
    { seq: receipt.seq + 1 }, { origin: 'court' }, { at: '2026-11-24T07:24:16.000+08:00' }, { hash: receipt.hash.replace(/^./, (char) => (char === '0' ? '1' : '0')) },
    { case: '0000000000000' }, { command_id: '00000000-0000-4000-8000-000000000000' }, { signature: receipt.signature.replace(/^./, (char) => (char === 'A' ? 'B' : 'A')) },
  ]
  for (const change of changed) expect(await verifyReceipt({ ...receipt, ...change }, verifyingKey)).toBe('invalid')
})

test('what is no receipt does not hold', async () => {
  expect(await verifyReceipt({ ...receipt, case: 'U' }, verifyingKey)).toBe('invalid')
  expect(await verifyReceipt(receipt, 'bm8ga2V5')).toBe('invalid')
})

test('the signed bytes have a fixed length', () => {
  expect(signedBytes(receipt)).toHaveLength(16 + 1 + 8 + 1 + 8 + 32 + 8 + 16)
})
