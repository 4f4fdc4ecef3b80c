import type { FilingKind } from '../../api/contract'

/** A usual ground of not accepting a filing with its article. Chinese in every language: the words go to the filer. */
export interface Ground { title: string; reason: string; article: string }

const civilLaw = '《中华人民共和国民事诉讼法》'
const civil: Ground[] = [
  { title: '无直接利害关系', reason: '原告与本案没有直接利害关系，不符合起诉条件。', article: `${civilLaw}第一百二十二条第（一）项` },
  { title: '被告不明确', reason: '没有明确的被告，不符合起诉条件。', article: `${civilLaw}第一百二十二条第（二）项` },
  { title: '请求、事实或理由不具体', reason: '没有具体的诉讼请求和事实、理由，不符合起诉条件。', article: `${civilLaw}第一百二十二条第（三）项` },
  { title: '不属于民事诉讼范围', reason: '所诉事项不属于人民法院受理民事诉讼的范围。', article: `${civilLaw}第一百二十二条第（四）项` },
  { title: '有仲裁协议', reason: '双方达成书面仲裁协议，应当向仲裁机构申请仲裁。', article: `${civilLaw}第一百二十七条第（二）项` },
  { title: '应由其他机关处理', reason: '争议依法应当由其他机关处理，请向有关机关申请解决。', article: `${civilLaw}第一百二十七条第（三）项` },
  { title: '不属于本院管辖', reason: '本案不属于本院管辖，请向有管辖权的人民法院起诉。', article: `${civilLaw}第一百二十七条第（四）项` },
  { title: '重复起诉', reason: '判决、裁定、调解书已经发生法律效力，当事人又起诉，应当申请再审。', article: `${civilLaw}第一百二十七条第（五）项` },
  { title: '在不得起诉的期限内', reason: '依照法律规定，在一定期限内不得起诉，现期限尚未届满。', article: `${civilLaw}第一百二十七条第（六）、（七）项` },
]

const administrative: Ground[] = [
  { title: '不符合起诉条件', reason: '不符合行政诉讼的起诉条件。', article: '《中华人民共和国行政诉讼法》第四十九条' },
  { title: '不属于受案范围或者本院管辖', reason: '不属于人民法院行政诉讼受案范围或者不属于本院管辖。', article: '《中华人民共和国行政诉讼法》第四十九条第（四）项' },
]
const enforcement: Ground[] = [
  { title: '不符合申请执行的条件', reason: '不符合申请执行的受理条件。', article: '《最高人民法院关于人民法院执行工作若干问题的规定（试行）》第十六条' },
  { title: '不属于本院管辖', reason: '本院不是有管辖权的执行法院。', article: '《中华人民共和国民事诉讼法》第二百三十五条' },
]

/** The usual grounds in a kind of case. */
export function groundsFor(kind: FilingKind): Ground[] {
  switch (kind) {
    case 'civil_first_instance': return civil
    case 'administrative_first_instance': return administrative
    case 'enforcement': return enforcement
    default: { const unknown: never = kind; void unknown; return [] }
  }
}
