import type zh from '../zh-CN/pages'

export default {
  'detail.cause': 'Cause of action',
  'detail.court': 'Court',
  'detail.filed_on': 'Registered on',
  'detail.panel': 'Panel',
  'detail.procedure': 'Procedure',
  'detail.title': 'Case details',
} satisfies Record<keyof typeof zh, string>
