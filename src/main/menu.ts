import type { MenuItemConstructorOptions } from 'electron'
import type { HostCommand } from '../contract/host.ts'
import type { Words } from './words.ts'

export interface MenuActions {
  /** Shows the window and tells it. */
  command(command: HostCommand): void
  openLogs(): void
  checkForUpdates(): void
  about(): void
}

export interface MenuOptions {
  readonly words: Words
  readonly mac: boolean
  /** Reload and developer tools. */
  readonly development: boolean
  readonly actions: MenuActions
}

/** The application menu. Ids are the commands' names, for tests and for the system's own shortcuts. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { words, mac, actions } = options
  const item = (command: HostCommand, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    click: () => actions.command(command),
    ...(accelerator && { accelerator }),
  })
  const settings = item('settings', words.settings, 'CmdOrCtrl+,')
  const quit: MenuItemConstructorOptions = { id: 'quit', role: 'quit', label: words.quit }
  const file = [
    item('new-post', words.newPost, 'CmdOrCtrl+N'),
    ...(mac ? [] : [separator, settings]),
    separator,
    mac ? ({ role: 'close', label: words.close } as const) : quit,
  ]
  return [
    ...(mac ? [appMenu(options, settings, quit)] : []),
    { label: words.file, submenu: file },
    editMenu(words),
    viewMenu(options, item),
    windowMenu(words, mac),
    helpMenu(options, item),
  ]
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

function appMenu(
  { words }: MenuOptions,
  settings: MenuItemConstructorOptions,
  quit: MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  return {
    label: 'Broadside',
    submenu: [
      { role: 'about', label: words.about },
      separator,
      settings,
      separator,
      { role: 'services', label: words.services },
      separator,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.showAll },
      separator,
      quit,
    ],
  }
}

function editMenu(words: Words): MenuItemConstructorOptions {
  return {
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      separator,
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      { role: 'pasteAndMatchStyle', label: words.pastePlain },
      { role: 'selectAll', label: words.selectAll },
    ],
  }
}

type MakeItem = (command: HostCommand, label: string, accelerator?: string) => MenuItemConstructorOptions

function viewMenu({ words, development }: MenuOptions, item: MakeItem): MenuItemConstructorOptions {
  const views = ['today', 'compose', 'calendar', 'posts', 'media', 'accounts', 'automations'] as const
  return {
    label: words.view,
    submenu: [
      // The page listens for this key itself; a second listener here would open it twice.
      { ...item('palette', words.palette, 'CmdOrCtrl+K'), registerAccelerator: false },
      separator,
      // Views are reached by `g` and a letter; the numbers open workspaces. Both are the page's own.
      ...views.map((view) => item(view, words[view])),
      separator,
      { role: 'resetZoom', label: words.zoomReset },
      { role: 'zoomIn', label: words.zoomIn },
      { role: 'zoomOut', label: words.zoomOut },
      { role: 'togglefullscreen', label: words.fullScreen },
      ...(development
        ? [
            separator,
            { role: 'reload', label: words.reload } as const,
            { role: 'toggleDevTools', label: words.devTools } as const,
          ]
        : []),
    ],
  }
}

function windowMenu(words: Words, mac: boolean): MenuItemConstructorOptions {
  const last: MenuItemConstructorOptions[] = mac
    ? [{ role: 'zoom', label: words.zoom }, separator, { role: 'front', label: words.front }]
    : [{ role: 'close', label: words.close }]
  return { label: words.window, role: 'window', submenu: [{ role: 'minimize', label: words.minimize }, ...last] }
}

function helpMenu({ words, mac, actions }: MenuOptions, item: MakeItem): MenuItemConstructorOptions {
  return {
    label: words.help,
    role: 'help',
    submenu: [
      item('shortcuts', words.shortcuts),
      separator,
      { id: 'open-logs', label: words.openLogs, click: () => actions.openLogs() },
      { id: 'check-for-updates', label: words.checkForUpdates, click: () => actions.checkForUpdates() },
      ...(mac ? [] : [separator, { id: 'about', label: words.about, click: () => actions.about() }]),
    ],
  }
}
