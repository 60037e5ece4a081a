import { app, dialog, shell, type OpenDialogOptions } from 'electron'
import { basename } from 'node:path'
import { Refused, type HostHandlers } from './host-calls.ts'
import type { KnownPaths } from './known-paths.ts'
import type { Updater } from './updater.ts'
import { decide } from './window-policy.ts'
import type { AppWindow } from './window.ts'
import type { Words } from './words.ts'

export interface HostParts {
  readonly window: AppWindow
  readonly pageOrigin: string
  readonly known: KnownPaths
  readonly logsDir: string
  words(): Words
  updater(): Updater
  installUpdate(): void
}

const mediaTypes = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'avif', 'heic', 'mp4', 'mov', 'webm', 'm4v']

export function createHostHandlers(parts: HostParts): HostHandlers {
  const { window, pageOrigin, known, logsDir, words, updater } = parts

  async function pick(options: OpenDialogOptions): Promise<string[]> {
    const over = window.current()
    const { canceled, filePaths } = await (over ? dialog.showOpenDialog(over, options) : dialog.showOpenDialog(options))
    if (canceled) return []
    for (const path of filePaths) known.add(path)
    return filePaths
  }

  return {
    ready: () => {
      window.pageListens()
      return { version: app.getVersion(), packaged: app.isPackaged, updater: updater().state() }
    },
    flushed: () => {
      window.pageFlushed()
      return null
    },
    pickFiles: async ({ kind, multiple }) => {
      const all = { name: words().allFiles, extensions: ['*'] }
      const filters = kind === 'media' ? [{ name: words().images, extensions: mediaTypes }, all] : [all]
      const paths = await pick({ properties: multiple ? ['openFile', 'multiSelections'] : ['openFile'], filters })
      return paths.map((path) => ({ path, name: basename(path) }))
    },
    pickFolder: async () => (await pick({ properties: ['openDirectory', 'createDirectory'] }))[0] ?? null,
    showInFolder: ({ path }) => {
      if (!known.covers(path)) throw new Refused('Only chosen files and those of the studio can be shown')
      shell.showItemInFolder(path)
      return null
    },
    openLogs: async () => {
      await shell.openPath(logsDir)
      return null
    },
    openExternal: async ({ url }) => {
      if (decide({ kind: 'host', url, sinceInput: window.sinceInput() }, pageOrigin) !== 'open-outside') {
        throw new Refused('That address is not opened')
      }
      await shell.openExternal(url)
      return null
    },
    checkForUpdates: () => updater().check(),
    installUpdate: () => {
      parts.installUpdate()
      return null
    },
    fileChosen: ({ path }) => {
      known.add(path)
      return null
    },
  }
}
