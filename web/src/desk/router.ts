import { createRouter, createWebHistory } from 'vue-router'
import type { Duty } from '../api/contract'
import { showNode } from '../api/reference'
import { loadSession, session } from '../api/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** The page belongs to a member of staff who is signed on. */
    staff?: boolean
  }
}

/** Whether the filing queue is this person's work. The node decides again at every act. */
export const reviewsFilings = (duties: Duty[] | undefined): boolean => duties?.includes('filing_officer') ?? false

/** Whether there is something for this person to do in cases; heads decide, for one, on recusal. */
export const hearsCases = (duties: Duty[] | undefined): boolean => duties?.some((duty) => duty !== 'filing_officer') ?? false
/** The page that a person's day begins with. The queue is kept by the court's own node. */
async function firstPage(duties: Duty[]): Promise<'filings' | 'todos' | 'cases'> {
  if (reviewsFilings(duties)) return 'filings'
  const inside = await showNode().then((node) => node.role !== 'front', () => false)
  return inside && hearsCases(duties) ? 'todos' : 'cases'
}

export const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    { path: '/desk.html', redirect: '/desk' },
    { path: '/desk/sign-on', name: 'sign-on', component: () => import('./pages/SignOnPage.vue') },
    {
      path: '/desk', component: () => import('./frame/DeskFrame.vue'), meta: { staff: true },
      children: [
        { path: '', name: 'start', component: { render: () => null } },
        { path: 'filings/:case?', name: 'filings', component: () => import('./pages/FilingsPage.vue') },
        { path: 'todos', name: 'todos', component: () => import('./pages/TodosPage.vue') },
        { path: 'service', name: 'service', component: () => import('./pages/ServicePage.vue') },
        { path: 'cases/:case?/:tab(evidence|applications|documents|service|deadlines|file)?', name: 'cases', component: () => import('./pages/CasesPage.vue') },
        { path: 'exchange', name: 'exchange', component: () => import('./pages/ExchangePage.vue') },
        { path: 'settings', name: 'settings', component: () => import('./pages/SettingsPage.vue') },
        { path: ':rest(.*)', name: 'nowhere', component: () => import('./pages/NowherePage.vue') },
      ],
    },
  ],
})

router.beforeEach(async (to) => {
  if (!to.meta.staff) return true
  try {
    await loadSession()
  } catch {
    return { name: 'sign-on', query: { next: to.fullPath, trouble: '1' } }
  }
  const staff = session.value?.staff
  if (!staff) return { name: 'sign-on', query: { next: to.fullPath } }
  if (to.name === 'filings' && !reviewsFilings(staff.duties)) return { name: 'cases', replace: true }
  if (to.name === 'start') return { name: await firstPage(staff.duties), replace: true }
  return true
})
