import { createRouter, createWebHistory } from 'vue-router'
import { loadSession } from '../api/session'
import HomePage from './pages/HomePage.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** The page belongs to a person who is signed in. */
    person?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    { path: '/', alias: ['/m', '/m.html'], name: 'home', component: HomePage },
    { path: '/m/sign-in', name: 'sign-in', component: () => import('./pages/SignInPage.vue') },
    { path: '/j/:token', name: 'invitation', component: () => import('./pages/InvitationPage.vue') },
    { path: '/verify/:code', name: 'verify', component: () => import('./pages/VerifyPage.vue') },
    { path: '/m/courts', name: 'courts', component: () => import('./pages/CourtsPage.vue') },
    { path: '/m/fee', name: 'fee', component: () => import('./pages/FeePage.vue') },
    { path: '/m/notices', name: 'notices', component: () => import('./pages/NoticesPage.vue'), meta: { person: true } },
    { path: '/m/settings', name: 'settings', component: () => import('./pages/SettingsPage.vue') },
    { path: '/m/cases', name: 'cases', component: () => import('./pages/CasesPage.vue'), meta: { person: true } },
    { path: '/m/cases/:case', name: 'case', component: () => import('./pages/CasePage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/detail', name: 'case-detail', component: () => import('./pages/CaseDetailPage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/file', name: 'case-file', component: () => import('./pages/FilePage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/members', name: 'members', component: () => import('./pages/MembersPage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/evidence', name: 'evidence', component: () => import('./pages/EvidencePage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/evidence/list', name: 'evidence-list', component: () => import('./pages/EvidenceListPage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/evidence/new', name: 'submit-evidence', component: () => import('./pages/SubmitEvidencePage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/evidence/:seq(\\d+)', name: 'exhibit', component: () => import('./pages/ExhibitPage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/applications', name: 'applications', component: () => import('./pages/ApplicationsPage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/applications/new/:kind?', name: 'apply', component: () => import('./pages/ApplyPage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/answer', name: 'answer', component: () => import('./pages/AnswerPage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/agenda', name: 'agenda', component: () => import('./pages/AgendaPage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/service', name: 'service', component: () => import('./pages/ServicePage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/papers/:paper', name: 'paper', component: () => import('./pages/PaperPage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/service-address', name: 'service-address', component: () => import('./pages/ServiceAddressPage.vue'), meta: { person: true } },
    { path: '/m/cases/:case/consents', name: 'consents', component: () => import('./pages/ConsentsPage.vue'), meta: { person: true } },
    { path: '/m/mailbox', name: 'mailbox', component: () => import('./pages/MailboxPage.vue'), meta: { person: true } },
    { path: '/m/filings', name: 'filings', component: () => import('./pages/FilingsPage.vue'), meta: { person: true } },
    { path: '/m/filings/new', name: 'new-filing', component: () => import('./pages/NewFilingPage.vue'), meta: { person: true } },
    { path: '/m/drafts/:id/:step?', name: 'draft', component: () => import('./pages/DraftPage.vue'), meta: { person: true } },
    { path: '/m/filings/:case', name: 'filing', component: () => import('./pages/FilingPage.vue'), meta: { person: true } },
    { path: '/m/filings/:case/correct/:step?', name: 'correct', component: () => import('./pages/CorrectPage.vue'), meta: { person: true } },
    { path: '/:rest(.*)', name: 'nowhere', component: () => import('./pages/NowherePage.vue') },
  ],
  scrollBehavior: () => ({ top: 0 }),
})

router.beforeEach(async (to) => {
  if (!to.meta.person) return true
  try {
    if (await loadSession()) return true
  } catch {
    // Without a network nobody can be asked who this is; the page shows what is on the phone and says so.
    return true
  }
  return { name: 'sign-in', query: { next: to.fullPath } }
})
