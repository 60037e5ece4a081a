// Makes `electron` resolve to this folder, for `import` and `require` alike, in the app and in Playwright's loader.
import { registerHooks } from 'node:module'

const standin = new URL('./electron.mjs', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    if (/^electron(\/(main|common|renderer))?$/.test(specifier)) {
      return { url: standin, format: 'module', shortCircuit: true }
    }
    return next(specifier, context)
  },
})
