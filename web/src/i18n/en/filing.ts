import type zh from '../zh-CN/filing'

export default {
  'filing.amount': 'Amount in dispute',
  'filing.claims': 'Claims',
  'filing.attachments': 'Attachments',
} satisfies Record<keyof typeof zh, string>
