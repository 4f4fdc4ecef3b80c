import type { RecipientView, ServableView, ServiceAttempt, ServiceItem } from '../../api/serving'

/** Parties, papers and items for tests. */
export const recipient = (party: number, more: Partial<RecipientView> = {}): RecipientView =>
  ({ party, name: `样例${party}`, side: party === 0 ? 'claimant' : 'respondent', receivers: [`样例${party}`], ...more })
export const addressed = (party: number, form: { mailbox: boolean; email?: string }): RecipientView => recipient(party, {
  agrees: true,
  address: {
    entry: { origin: 'front', seq: 40 + party }, at: '2026-11-20T09:00:00.000+08:00', on_paper: false, signature: { sha256: 'a', size_bytes: 1, media_type: 'image/png' },
    form: { electronic: true, receiver: `样例${party}`, phone: '15400000001', address: '样例路1号', ...form },
  },
})
export const paper = (seq: number, parties: number[], title = `文书${seq}`): ServableView => ({ paper: { origin: 'court', seq }, title, exhibit: false, parties })
export const attempt = (seq: number, more: Partial<ServiceAttempt> = {}): ServiceAttempt => ({
  entry: { origin: 'court', seq }, at: '2026-11-20T10:00:00.000+08:00', by_name: '样例书记员一', way: 'mailbox', companions: [], serves: false, grounds: [], actions: [], ...more,
})
export const item = (seq: number, party: number, more: Partial<ServiceItem> = {}): ServiceItem => ({
  case: 'c1', case_title: '样例甲诉样例乙', recipient: party, recipient_name: `样例${party}`, paper: { paper: { origin: 'court', seq }, kind: 'ordinary', title: `文书${seq}`, files: [] },
  status: 'sent', sent_at: '2026-11-20T10:00:00.000+08:00', age_days: 0, attempts: [attempt(100 + seq)], next: [], stuck: false, actions: [], ...more,
})
