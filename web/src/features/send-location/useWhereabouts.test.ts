import { expect, test } from 'vitest'
import { parseCoordinates } from './useWhereabouts'

test('a typed place is read in whole ten-millionths of a degree', () => {
  expect(parseCoordinates('29.8682, 121.5493')).toEqual({ latitude_e7: 298_682_000, longitude_e7: 1_215_493_000 })
  expect(parseCoordinates('-33.5 151')).toEqual({ latitude_e7: -335_000_000, longitude_e7: 1_510_000_000 })
})
test('what is no place on earth is not read', () => {
  for (const text of ['', '29.8', '91, 10', '10, 181', 'abc, def', '1;2']) expect(parseCoordinates(text)).toBeUndefined()
})
