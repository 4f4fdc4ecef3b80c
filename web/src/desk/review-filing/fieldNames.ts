import type { FilingForm, FilingKind } from '../../api/contract'
import { sideRole } from '../../features/file-case/form'
import { courtWord } from './inChinese'

/** Chinese in every language of the page: the words go to the filer. */
const words: Record<string, string> = {
  court_code: '受理法院', cause_code: '案由', claims: '诉讼请求', claim_amount_fen: '标的额', fee_kind: '收费类别', facts_and_reasons: '事实与理由',
  attachments: '材料', filed_by: '提交人', agency_act: '被诉行政行为', acted_on: '行政行为作出日期', title_number: '执行依据文号', title_court: '作出执行依据的机关',
  effective_on: '执行依据生效日期', performance_due_on: '履行期限届满日', name: '姓名或名称', id_number: '公民身份号码', uscc: '统一社会信用代码',
  legal_representative: '法定代表人', sex: '性别', ethnicity: '民族', born_on: '出生日期', phone: '联系电话', domicile: '住所地',
  licence: '执业证号', firm: '律师事务所', stages: '代理阶段', special: '代理权限', until: '代理期限', kind: '类别',
  identity_proof: '身份证明', power_of_attorney: '授权委托书', agent_papers: '代理人材料', enforcement_title: '执行依据', evidence: '证据材料',
}
const groups = ['administrative', 'enforcement', 'attachments']
type SideName = 'claimants' | 'respondents' | 'third_parties'
const isSide = (root: string): root is SideName => root === 'claimants' || root === 'respondents' || root === 'third_parties'

/** A field of the form in Chinese words: `respondents[0].domicile` → `被告 李四（样例）的住所地`. */
export function fieldName(field: string, kind: FilingKind, form?: FilingForm): string {
  const parts = field.split('.')
  const head = /^(\w+?)(?:\[(\d+)\])?$/.exec(parts[0] ?? '')
  if (!head) return field
  const root = head[1]!
  const number = head[2] === undefined ? undefined : Number(head[2])
  const names: string[] = []
  if (isSide(root)) {
    const party = number === undefined ? undefined : form?.[root][number]
    const which = party?.name || (number === undefined ? '' : String(number + 1))
    names.push(`${courtWord('role', sideRole(kind, root))}${which && ` ${which}`}`)
    const agent = /^agents(?:\[(\d+)\])?$/.exec(parts[1] ?? '')
    if (agent) {
      const named = agent[1] === undefined ? undefined : party?.agents[Number(agent[1])]?.name
      names.push(`代理人${named ? ` ${named}` : ''}`)
      parts.splice(1, 1)
    }
  } else if (root === 'attachments' && number !== undefined) {
    return `材料“${form?.attachments[number]?.name ?? number + 1}”`
  } else if (root === 'claims') {
    const what = kind === 'enforcement' ? '申请事项' : '诉讼请求'
    names.push(number === undefined ? what : `第${number + 1}项${what}`)
  } else if (!groups.includes(root) || parts.length === 1) {
    names.push(words[root] ?? root)
  }
  const last = parts[1]
  if (last) names.push(words[last] ?? last)
  return names.join('的')
}
