import { expect, test } from 'vitest'
import { linesOf } from './pictureOfWords'

const wide = (line: string) => [...line].length
test('words are broken where they were broken, and where the picture ends', () => {
  expect(linesOf('借到八万元\n三月前还', 3, wide)).toEqual(['借到八', '万元', '三月前', '还'])
  expect(linesOf('', 3, wide)).toEqual([''])
  expect(linesOf('a\n\nb', 3, wide)).toEqual(['a', '', 'b'])
})
