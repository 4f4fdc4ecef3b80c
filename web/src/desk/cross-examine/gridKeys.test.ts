import { expect, test } from 'vitest'
import { gridKey } from './gridKeys'

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, ...more })

test('arrows stay within the rows', () => {
  expect(gridKey(press('ArrowDown'), -1, 3)).toEqual({ do: 'choose', index: 0 })
  expect(gridKey(press('ArrowDown'), 2, 3)).toEqual({ do: 'choose', index: 2 })
  expect(gridKey(press('ArrowUp'), 0, 3)).toEqual({ do: 'choose', index: 0 })
  expect(gridKey(press('End'), 0, 3)).toEqual({ do: 'choose', index: 2 })
})
test('figures rule on the exhibit that is chosen, and on none else', () => {
  expect(gridKey(press('1'), 0, 3)).toEqual({ do: 'rule', ruling: 'adopted' })
  expect(gridKey(press('3'), 1, 3)).toEqual({ do: 'rule', ruling: 'not_adopted' })
  expect(gridKey(press('2'), -1, 3)).toBeUndefined()
})
test('keys of the browser and an empty grid are left alone', () => {
  expect(gridKey(press('1', { ctrlKey: true }), 0, 3)).toBeUndefined()
  expect(gridKey(press('Enter'), -1, 3)).toBeUndefined()
  expect(gridKey(press('ArrowDown'), -1, 0)).toBeUndefined()
  expect(gridKey(press('x'), 0, 3)).toBeUndefined()
})
