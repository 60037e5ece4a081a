// `dialog`: recorded, answered from `standin.answers[function]`, else as a person who dismisses it.
import { standin } from './standin.mjs'

function scripted(name, dismissed) {
  return async (...args) => {
    standin.record(name, args.at(-1))
    return standin.answers[name]?.shift() ?? dismissed(args.at(-1))
  }
}

export const dialog = {
  showOpenDialog: scripted('showOpenDialog', () => ({ canceled: true, filePaths: [] })),
  showSaveDialog: scripted('showSaveDialog', () => ({ canceled: true, filePath: '' })),
  showMessageBox: scripted('showMessageBox', ({ cancelId = 0 }) => ({ response: cancelId, checkboxChecked: false })),
  showErrorBox: (title, content) => standin.record('showErrorBox', { title, content }),
}
