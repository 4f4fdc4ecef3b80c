export default {
  'filing.amount': '诉讼标的额',
  'filing.claims': '诉讼请求',
  'filing.attachments': '证据和材料',
} as const
