import type { Component } from 'vue'
import IconCertificate from '~icons/ph/certificate'
import IconCopy from '~icons/ph/printer'
import IconEye from '~icons/ph/eye-slash'
import IconHourglass from '~icons/ph/hourglass-medium'
import IconMail from '~icons/ph/envelope-simple'
import IconNote from '~icons/ph/note-pencil'
import IconObjection from '~icons/ph/hand-palm'
import IconOffline from '~icons/ph/monitor'
import IconQuestion from '~icons/ph/chat-circle-dots'
import IconReceipt from '~icons/ph/tray-arrow-down'
import IconSeal from '~icons/ph/seal-check'
import IconStamp from '~icons/ph/stamp'
import IconStack from '~icons/ph/stack'
import IconTwo from '~icons/ph/files'
import IconUp from '~icons/ph/arrow-bend-left-up'
import type { TodoView } from '../../api/bench'

/** The picture of a kind of to-do; its word always stands beside it. */
export function kindIcon(kind: TodoView['kind']): Component {
  switch (kind) {
    case 'application': return IconStamp
    case 'restriction': return IconEye
    case 'late_evidence': return IconStack
    case 'receipt': return IconReceipt
    case 'comparison': return IconTwo
    case 'question': return IconQuestion
    case 'deadline': return IconHourglass
    case 'noted': return IconNote
    case 'proposal': return IconUp
    case 'approval': return IconSeal
    case 'service': return IconMail
    case 'rebuttal': return IconObjection
    case 'paper_copy': return IconCopy
    case 'certificate': return IconCertificate
    case 'consent': return IconOffline
    default: { const unknown: never = kind; void unknown; return IconNote }
  }
}
