import { expect, test } from 'vitest'
import { inCharacters, lawWords } from './law'

test('numbers of articles are written in characters', () => {
  expect([7, 10, 12, 20, 49, 100, 103, 110, 119, 286, 1001, 1020].map(inCharacters)).toEqual([
    '七', '十', '十二', '二十', '四十九', '一百', '一百零三', '一百一十', '一百一十九', '二百八十六', '一千零一', '一千零二十',
  ])
})

test('articles of one law stand together', () => {
  expect(lawWords(['民事诉讼法 §49', '民事诉讼法 §50', '民诉法解释 §100'])).toBe('《民事诉讼法》第四十九条、第五十条；《民诉法解释》第一百条')
})

test('what is written otherwise stays as it is', () => {
  expect(lawWords(['诉讼费用交纳办法 §13(1)', ''])).toBe('诉讼费用交纳办法 §13(1)')
  expect(lawWords([])).toBe('')
})
