import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import icons from 'unplugin-icons/vite'
import { defineConfig } from 'vitest/config'
import { offlinePhone } from './offline/plugin.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const node = process.env.WEICOURT_NODE ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [vue(), icons({ compiler: 'vue3', scale: 1 }), offlinePhone(here('public'))],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    rolldownOptions: { input: { m: here('m.html'), desk: here('desk.html') } },
  },
  // The tables of data/ are read where they are kept.
  server: { fs: { allow: [here('.'), here('../data'), here('../testdata'), here('../docs')] }, proxy: { '/api': { target: node, ws: true } } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
})
