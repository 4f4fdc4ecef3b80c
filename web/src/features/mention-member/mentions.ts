import type { Member, PersonId } from '../../api/contract'

type Named = Pick<Member, 'person' | 'name'>

/** The chosen people whose `@name` still stands in the text when it is sent, each once. */
export function mentionedIn(text: string, chosen: Named[]): PersonId[] {
  return [...new Set(chosen.filter((member) => text.includes(`@${member.name}`)).map((member) => member.person))]
}
/** Whether the `@` just typed at `caret` begins a mention: at the start, or after a space or a punctuation mark, not inside a mail address. */
export function beginsMention(text: string, caret: number): boolean {
  return text[caret - 1] === '@' && !/[A-Za-z0-9._-]/.test(text[caret - 2] ?? ' ')
}
/** The text with `@name ` put in at `caret`, replacing an `@` that stands just before it; and where the caret goes. */
export function withMention(text: string, caret: number, name: string): { text: string; caret: number } {
  const from = text[caret - 1] === '@' ? caret - 1 : caret
  const put = `@${name} `
  return { text: text.slice(0, from) + put + text.slice(caret), caret: from + put.length }
}
