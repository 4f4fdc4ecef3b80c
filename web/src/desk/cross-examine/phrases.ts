import type { EvidenceRuling, LateTreatment } from '../../api/bench'

/** Ready-made reasons. Chinese in every language of the page: they go to the parties and into the case. */
const reasons: Record<EvidenceRuling, string[]> = {
  adopted: [
    '各方对真实性、合法性、关联性均无异议，予以采信',
    '经核对与原件一致，予以采信',
    '与其他证据相互印证，能够证明待证事实，予以采信',
  ],
  partly_adopted: [
    '真实性可以认定，但不足以证明其证明目的',
    '对各方无异议的部分予以采信，其余部分缺乏其他证据佐证',
    '真实性、合法性可以认定，证明目的结合其他证据综合判断',
  ],
  not_adopted: [
    '系复制件，无法与原件核对，且无其他证据佐证，不予采信',
    '与待证事实缺乏关联性，不予采信',
    '真实性不能认定，不予采信',
    '取得方式违反法律禁止性规定，不予采信',
  ],
}
export const rulingReasons = (ruling: EvidenceRuling | undefined): string[] => (ruling ? reasons[ruling] : [])
export const rulings: readonly EvidenceRuling[] = ['adopted', 'partly_adopted', 'not_adopted']
/** In the order of the law: no fault first, exclusion last. */
export const lateTreatments: readonly LateTreatment[] = ['not_late', 'taken_with_reprimand', 'taken_with_fine', 'not_taken']

/** What is wrong with an exhibit that is handed back. */
export const returnNotes = ['图片不清晰，请重新拍摄后提交', '缺页，请补齐全部页', '证明目的不明确，请写明拟证明的事实', '外文材料请附中文译本', '文件无法打开，请重新提交']
/** What the court asks. */
export const askWords = ['请说明该证据的来源和形成过程', '请说明原件由何人持有，能否提交核对', '请提交录音录像、聊天记录的原始载体', '请说明该证据与待证事实的关联']
export const restrictWords = ['涉及商业秘密，准予限制查阅范围', '涉及个人隐私，准予限制查阅范围', '涉及未成年人，准予限制查阅范围', '不属于应当保密的情形，各方均可查阅']

/** Whether the ruling is complete: a reason is owed unless the exhibit is adopted, and a late one has to be treated as such. */
export function rulingComplete(ruling: EvidenceRuling | undefined, reason: string, isLate: boolean, late: LateTreatment | undefined): boolean {
  if (!ruling || (isLate && !late)) return false
  // Evidence that is not taken because it came late cannot be adopted.
  if (isLate && late === 'not_taken' && ruling !== 'not_adopted') return false
  return ruling === 'adopted' || reason.trim() !== ''
}
