// `shell`: nothing leaves the machine, everything is recorded.
import { standin } from './standin.mjs'

export const shell = {
  openExternal: async (url, options) => standin.record('openExternal', { url, options }),
  openPath: async (path) => {
    standin.record('openPath', path)
    return ''
  },
  showItemInFolder: (path) => standin.record('showItemInFolder', path),
  trashItem: async (path) => standin.record('trashItem', path),
  beep() {},
}
