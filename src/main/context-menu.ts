import { Menu, type BrowserWindow, type ContextMenuParams, type MenuItemConstructorOptions } from 'electron'
import type { Words } from './words.ts'

type Offered = Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'editFlags' | 'dictionarySuggestions'>

/** What a right click offers: spelling and editing in a field, copying of a selection, nothing elsewhere. */
export function contextMenuTemplate(
  params: Offered,
  words: Words,
  replace: (word: string) => void,
): MenuItemConstructorOptions[] {
  const { isEditable, selectionText, editFlags, dictionarySuggestions } = params
  if (!isEditable) return selectionText.trim() ? [{ role: 'copy', label: words.copy }] : []
  const suggestions = dictionarySuggestions.map((word): MenuItemConstructorOptions => ({
    label: word,
    click: () => replace(word),
  }))
  return [
    ...suggestions,
    ...(suggestions.length > 0 ? [{ type: 'separator' } as const] : []),
    { role: 'cut', label: words.cut, enabled: editFlags.canCut },
    { role: 'copy', label: words.copy, enabled: editFlags.canCopy },
    { role: 'paste', label: words.paste, enabled: editFlags.canPaste },
    { role: 'pasteAndMatchStyle', label: words.pastePlain, enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', label: words.selectAll, enabled: editFlags.canSelectAll },
  ]
}

export function showContextMenu(window: BrowserWindow, params: ContextMenuParams, words: Words): void {
  const template = contextMenuTemplate(params, words, (word) => window.webContents.replaceMisspelling(word))
  if (template.length > 0) Menu.buildFromTemplate(template).popup({ window })
}
