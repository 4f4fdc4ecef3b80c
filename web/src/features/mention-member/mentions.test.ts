import { expect, test } from 'vitest'
import { beginsMention, mentionedIn, withMention } from './mentions'

const judge = { person: 'j', name: '样例法官' }
const clerk = { person: 'k', name: '样例书记员' }

test('only those still named in the text are mentioned', () => {
  expect(mentionedIn('请@样例法官 看一下，@样例法官 谢谢', [judge, clerk, judge])).toEqual(['j'])
})
test('an at sign in a mail address is no mention', () => {
  expect(beginsMention('a@', 2)).toBe(false)
  expect(beginsMention('@', 1)).toBe(true)
  expect(beginsMention('请@', 2)).toBe(true)
})
test('the chosen name takes the place of the at sign', () => {
  expect(withMention('请@看', 2, '样例法官')).toEqual({ text: '请@样例法官 看', caret: 7 })
  expect(withMention('好', 1, '样例')).toEqual({ text: '好@样例 ', caret: 5 })
})
