/**
 * Ready-made words for a defect. Chinese in every language of the page: they go to the filer and into the case.
 *
 * Under 民事诉讼法 §124 a complaint names the parties, the claims with facts and reasons, and the evidence.
 */
const byLast: Record<string, string[]> = {
  name: ['姓名（名称）与身份证明不一致，请核对后更正', '名称不完整，请填写登记的全称'],
  id_number: ['公民身份号码与身份证明不一致，请核对', '请补充公民身份号码，便于核实身份'],
  uscc: ['统一社会信用代码与营业执照不一致，请核对', '请补充统一社会信用代码'],
  legal_representative: ['请填写法定代表人（主要负责人）姓名', '法定代表人与登记信息不一致，请核对'],
  sex: ['请补充性别'],
  ethnicity: ['请补充民族'],
  born_on: ['出生日期与身份证明不一致，请核对', '请补充出生日期'],
  phone: ['请补充可以联系到本人的电话号码', '电话号码无法接通，请核对'],
  domicile: ['住所地不够明确，请写明到门牌号', '请提供被告的准确住所地或者经常居住地', '住所地与身份证明不一致，请说明并更正'],
  licence: ['执业证号有误，请核对'],
  firm: ['请填写律师事务所全称'],
  special: ['代理权限与授权委托书不一致，请更正'],
  stages: ['代理阶段与授权委托书不一致，请更正'],
  agency_act: ['请写明作出机关、文书名称和文号，并提交被诉行政行为的材料'],
  acted_on: ['请写明知道行政行为的日期'],
  title_number: ['执行依据文号有误，请核对'],
  title_court: ['请写明作出执行依据的机关全称'],
  effective_on: ['请提交生效证明，并填写生效日期'],
  performance_due_on: ['请写明履行期限届满日'],
}
const byRoot: Record<string, string[]> = {
  court_code: ['请说明由本院管辖的依据'],
  cause_code: ['案由与事实不符，请按法律关系重新选择'],
  claims: ['诉讼请求不够具体，请写明金额和计算方式', '请分项写明诉讼请求', '该项请求没有对应的事实，请补充或者删除'],
  claim_amount_fen: ['标的额与诉讼请求的金额不一致，请核对'],
  fee_kind: ['收费类别与案由不符，请更正'],
  facts_and_reasons: ['请写明纠纷发生的时间、地点和经过', '请写明双方的约定和履行情况', '请写明请求的事实依据和法律依据'],
  attachments: ['材料不清晰，请重新拍摄上传', '材料缺页，请补齐', '请补充身份证明', '请补充授权委托书', '请补充证明主要事实的证据'],
  filed_by: ['提交人与当事人不一致，请由本人或者代理人提交'],
  claimants: ['请补充原告信息'],
  respondents: ['请补充被告信息，使被告明确'],
}

/** The phrases that fit a field, the most usual first. */
export function phrasesFor(field: string): string[] {
  const parts = field.split('.')
  const root = /^\w+?(?=\[|$)/.exec(parts[0] ?? '')?.[0] ?? ''
  if (root === 'attachments') return byRoot.attachments!
  const last = parts.length > 1 ? /^\w+?(?=\[|$)/.exec(parts.at(-1)!)?.[0] ?? '' : ''
  return byLast[last] ?? byRoot[root] ?? ['请更正']
}
