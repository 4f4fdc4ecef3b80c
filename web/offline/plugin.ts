import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Writes `sw.js` with the list of files the phone app needs to start without a network.
 *
 * The desk's own chunks stay out: a member of staff works on the court's network.
 */
export function offlinePhone(publicDir: string): Plugin {
  return {
    name: 'weicourt-offline-phone',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const wanted = new Set<string>()
        const visit = (fileName: string) => {
          const chunk = bundle[fileName]
          if (!chunk || wanted.has(fileName)) return
          wanted.add(fileName)
          if (chunk.type !== 'chunk') return
          for (const css of chunk.viteMetadata?.importedCss ?? []) wanted.add(css)
          for (const next of [...chunk.imports, ...chunk.dynamicImports]) visit(next)
        }
        for (const chunk of Object.values(bundle)) {
          if (chunk.type === 'chunk' && chunk.isEntry && chunk.facadeModuleId?.endsWith('m.html')) visit(chunk.fileName)
        }
        const files = [...wanted].map((name) => `/${name}`)
        for (const name of readdirSync(publicDir)) files.push(`/${name}`)
        files.sort()
        const html = bundle['m.html']
        const version = createHash('sha256')
          .update(JSON.stringify(files))
          .update(html && html.type === 'asset' ? html.source : '')
          .digest('hex').slice(0, 12)
        const source = readFileSync(join(import.meta.dirname, 'sw.js'), 'utf8')
          .replace('"__VERSION__"', JSON.stringify(version))
          .replace('["__FILES__"]', JSON.stringify(files))
        this.emitFile({ type: 'asset', fileName: 'sw.js', source })
      },
    },
  }
}
