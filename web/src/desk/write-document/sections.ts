import type { FormField } from '../../api/documents'

/** The headings of the court for parts of a judgment or ruling; other parts go by the name of their field. */
const headings: Record<string, string> = {
  course: '案件由来和审理经过', claims: '诉讼请求', grounds: '事实与理由', answer: '被告辩称', issues: '争议焦点', evidence: '证据和质证',
  facts: '经审理查明', reasons: '本院认为', law: '裁判依据',
}
export interface Section { field: FormField; heading: string }

const isArea = (field: FormField): boolean => field.type === 'paragraphs' || field.type === 'long_text'
/** The heading of a part; what is decided is called after the document. */
export function headingOf(field: FormField, title: string): string {
  if (field.name === 'orders') return title.includes('判决') ? '判决如下' : title.includes('裁定') ? '裁定如下' : title.includes('决定') ? '决定如下' : field.label
  return headings[field.name] ?? field.label
}
/** Parts that are written as text, and what is filled in beside them. */
export function sectionsOf(fields: readonly FormField[], title: string): { sections: Section[]; others: FormField[] } {
  return {
    sections: fields.filter(isArea).map((field) => ({ field, heading: headingOf(field, title) })),
    others: fields.filter((field) => !isArea(field)),
  }
}

/** Neutral sentences for parts of a judgment. Chinese in every language of the page: they go into the document. */
const sentences: Record<string, string[]> = {
  course: ['本案现已审理终结。', '被告经本院传票传唤，无正当理由拒不到庭参加诉讼。'],
  answer: ['被告未作答辩。', '被告对原告主张的事实无异议。'],
  issues: ['当事人对本案事实没有争议。'],
  evidence: ['当事人围绕诉讼请求依法提交了证据，本院组织当事人进行了证据交换和质证。', '对当事人无异议的证据，本院予以确认并在卷佐证。'],
  facts: ['以上事实，有当事人提交的证据及其陈述在案佐证，本院予以认定。'],
  reasons: ['依法成立的合同，对当事人具有法律约束力，当事人应当按照约定履行自己的义务。', '当事人对自己提出的主张，有责任提供证据。'],
  orders: ['驳回原告的其他诉讼请求。', '驳回原告的诉讼请求。', '准许原告撤回起诉。'],
}
/** What is often written in a field: the fixed words of its template first. */
export function phrasesOf(field: FormField): string[] {
  const fixed = Array.isArray(field.default) ? field.default.filter((one): one is string => typeof one === 'string')
    : typeof field.default === 'string' && field.default !== '' && isArea(field) ? [field.default] : []
  return [...new Set([...fixed, ...sentences[field.name] ?? []])]
}
/** The text with a sentence put in at the caret, on a line of its own. */
export function withPhrase(typed: string, phrase: string, from: number, to: number): { text: string; caret: number } {
  const before = typed.slice(0, from)
  const after = typed.slice(to)
  const lead = before === '' || before.endsWith('\n') ? '' : '\n'
  const tail = after === '' || after.startsWith('\n') ? '' : '\n'
  return { text: `${before}${lead}${phrase}${tail}${after}`, caret: before.length + lead.length + phrase.length }
}
