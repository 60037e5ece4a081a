// `nativeTheme`: themeSource reaches pages as prefers-color-scheme. The system is light unless STANDIN_SYSTEM_THEME=dark.
import { EventEmitter } from 'node:events'

class NativeTheme extends EventEmitter {
  #source = 'system'
  shouldUseHighContrastColors = false
  shouldUseInvertedColorScheme = false
  prefersReducedTransparency = false
  inForcedColorsMode = false

  get themeSource() {
    return this.#source
  }
  set themeSource(source) {
    if (!['system', 'light', 'dark'].includes(source)) throw new TypeError(`themeSource: ${source}`)
    if (source === this.#source) return
    this.#source = source
    this.emit('updated')
  }
  get shouldUseDarkColors() {
    const system = process.env.STANDIN_SYSTEM_THEME ?? 'light'
    return (this.#source === 'system' ? system : this.#source) === 'dark'
  }
}

export const nativeTheme = new NativeTheme()
