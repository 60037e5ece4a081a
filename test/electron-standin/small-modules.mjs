// Modules that only keep what they are given.
import { EventEmitter } from 'node:events'
import { nativeImage } from './native-image.mjs'

let clipboardText = ''
export const clipboard = {
  readText: () => clipboardText,
  writeText: (text) => (clipboardText = text),
  clear: () => (clipboardText = ''),
  readImage: () => nativeImage.createEmpty(),
}

const shortcuts = new Map()
/** A test presses one with `globalShortcut.standinPress(accelerator)`. */
export const globalShortcut = {
  register(accelerator, callback) {
    if (shortcuts.has(accelerator)) return false
    shortcuts.set(accelerator, callback)
    return true
  },
  unregister: (accelerator) => shortcuts.delete(accelerator),
  unregisterAll: () => shortcuts.clear(),
  isRegistered: (accelerator) => shortcuts.has(accelerator),
  standinPress: (accelerator) => shortcuts.get(accelerator)?.(),
}

export const systemPreferences = new EventEmitter()
export const crashReporter = { start() {} }

/** Modules the stand-in has nothing for: any use says so instead of seeming to work. */
function notCovered(name) {
  return new Proxy(
    {},
    {
      get(_, member) {
        if (typeof member === 'symbol' || member === 'then') return undefined
        throw new Error(`electron stand-in: ${name}.${member} is not covered`)
      },
    },
  )
}
export const autoUpdater = notCovered('autoUpdater')
export const desktopCapturer = notCovered('desktopCapturer')
export const safeStorage = notCovered('safeStorage')
export const utilityProcess = notCovered('utilityProcess')
