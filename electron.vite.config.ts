import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { cpSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'

const root = import.meta.dirname
const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string }
const define = { __APP_VERSION__: JSON.stringify(version) }

/** Native modules cannot be bundled: they are loaded from node_modules and unpacked from the asar (electron-builder.yml). */
const nativeModules = [/^better-sqlite3(\/|$)/, /^keytar(\/|$)/, /^sharp(\/|$)/]

/** Copies what the bundles read from disk at run time. Every bundle lies one folder deep in out/, so each finds it at `../`. */
function copyRuntimeFiles(): Plugin {
  const copies = [
    ['src/core/store/migrations', 'out/migrations'],
    ['node_modules/swagger-ui-dist/swagger-ui.css', 'out/docs/swagger-ui.css'],
    ['node_modules/swagger-ui-dist/swagger-ui-bundle.js', 'out/docs/swagger-ui-bundle.js'],
  ] as const
  return {
    name: 'broadside:copy-runtime-files',
    closeBundle() {
      for (const [from, to] of copies) cpSync(resolve(root, from), resolve(root, to), { recursive: true })
    },
  }
}

export default defineConfig({
  // One build for every Node host: the desktop's main process and the headless ones share their chunks.
  main: {
    define,
    plugins: [copyRuntimeFiles()],
    build: {
      externalizeDeps: false,
      outDir: resolve(root, 'out'),
      emptyOutDir: true,
      sourcemap: true,
      rolldownOptions: {
        external: nativeModules,
        input: {
          'main/index': resolve(root, 'src/main/index.ts'),
          'headless/serve': resolve(root, 'src/headless/serve.ts'),
          'headless/cli': resolve(root, 'src/headless/cli.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    define,
    build: {
      externalizeDeps: false,
      outDir: resolve(root, 'out/preload'),
      rolldownOptions: {
        input: { index: resolve(root, 'src/preload/index.ts') },
        // A sandboxed preload is loaded as CommonJS.
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    define,
    root: resolve(root, 'src/renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      minify: true,
      // The page's policy allows no inline anything, so small assets stay files.
      assetsInlineLimit: 0,
      rolldownOptions: { input: resolve(root, 'src/renderer/index.html') },
    },
  },
})
