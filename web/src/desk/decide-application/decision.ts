import type { ApplicationKind, ApplicationKindView, ApplicationOutcome, ApplicationView } from '../../api/bench'

export const outcomes: readonly ApplicationOutcome[] = ['granted', 'partly_granted', 'refused']

/** Whether a decision that grants says until when: where the kind moves a period, as the court's table says. */
export const needsUntil = (kind: Pick<ApplicationKindView, 'moves_period'> | undefined): boolean => kind?.moves_period ?? false
/** Whether a decision may name an amount: where one was asked for. */
export const namesAmount = (application: Pick<ApplicationView, 'form'>): boolean => application.form.amount_fen !== undefined

/** Ready-made reasons. Chinese in every language of the page: they go to the parties and into the case. */
const ofKind: Partial<Record<ApplicationKind, Partial<Record<ApplicationOutcome, string[]>>>> = {
  evidence_extension: {
    granted: ['申请人在举证期限内提交证据确有困难，准许延长，延长的期限适用于其他当事人'],
    refused: ['申请人未说明在举证期限内提交证据确有困难的理由'],
  },
  recusal: {
    granted: ['申请人提出的事由属于应当回避的情形'],
    refused: ['申请人提出的事由不属于法定应当回避的情形'],
  },
  jurisdiction_objection: {
    granted: ['本院对本案没有管辖权，异议成立，移送有管辖权的人民法院'],
    refused: ['本院对本案有管辖权，异议不成立'],
  },
  property_preservation: {
    granted: ['申请符合法律规定，且已提供担保'],
    refused: ['不存在可能使判决难以执行的情形', '未按要求提供担保'],
  },
  appraisal: {
    granted: ['待证事实需要通过鉴定意见证明，准许鉴定'],
    refused: ['申请鉴定的事项与待证事实无关联，或者对证明待证事实无意义'],
  },
  investigation_order: {
    granted: ['申请调查的证据由国家有关部门保存，当事人及其诉讼代理人无权查阅调取'],
    refused: ['申请调查收集的证据与待证事实无关联，无调查收集必要'],
  },
  withdraw_suit: {
    granted: ['原告自愿撤诉，不损害国家利益、社会公共利益和他人合法权益'],
    refused: ['撤诉损害国家利益、社会公共利益或者他人合法权益'],
  },
  postponement: {
    granted: ['申请人有正当理由不能到庭，准许延期开庭'],
    refused: ['申请人提出的理由不足以影响到庭'],
  },
}
const usual: Record<ApplicationOutcome, string[]> = {
  granted: ['申请符合法律规定，予以准许'],
  partly_granted: ['申请部分有理，对有理部分予以准许'],
  refused: ['申请理由不成立，不予准许', '申请超过法定期限，不予准许'],
}
export function decisionReasons(kind: ApplicationKind, outcome: ApplicationOutcome | undefined): string[] {
  return outcome ? [...ofKind[kind]?.[outcome] ?? [], ...usual[outcome]] : []
}

/** Whether the decision is complete: a reason is owed unless all is granted, a day where the kind is `dated`. */
export function decisionComplete(dated: boolean, outcome: ApplicationOutcome | undefined, reason: string, until: string): boolean {
  if (!outcome) return false
  if (outcome !== 'granted' && reason.trim() === '') return false
  return outcome === 'refused' || !dated || until !== ''
}
