import { createApp, watch } from 'vue'
import { onSignedOut } from '../api/client'
import { outbox } from '../api/outbox'
import { session } from '../api/session'
import '../ui/tokens.css'
import '../ui/shapes.css'
import './desk.css'
import { startAppearance } from '../ui/appearance'
import App from './App.vue'
import { router } from './router'

startAppearance()
createApp(App).use(router).mount('#app')

// What an earlier visit could not send goes out as soon as its maker is known to be here.
watch(session, (view) => { if (view?.staff) void outbox().load().then(() => outbox().wake()) }, { immediate: true })
onSignedOut(() => {
  const here = router.currentRoute.value
  if (here.meta.staff) void router.replace({ name: 'sign-on', query: { next: here.fullPath, ended: '1' } })
})
