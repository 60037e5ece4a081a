import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron'
import { join } from 'node:path'
import type { Language } from '../contract/language.ts'
import { nextLine, type Upcoming } from './upcoming.ts'
import { fill, type Words } from './words.ts'

export interface TrayActions {
  open(): void
  newPost(): void
  needsYou(): void
  quit(): void
}

export interface TrayState {
  readonly upcoming: Upcoming
  readonly language: Language
  readonly words: Words
}

/** The tray's icon and menu; null where the system has no tray. */
export function createTray(resources: string, actions: TrayActions, onFailure: (error: unknown) => void) {
  const tray = make(resources, onFailure)
  tray?.on('click', () => actions.open())
  return {
    exists: tray !== null,
    update(state: TrayState) {
      tray?.setToolTip(`Broadside · ${nextLine(state.upcoming, state.language, state.words)}`)
      tray?.setContextMenu(Menu.buildFromTemplate(trayTemplate(state, actions)))
    },
    destroy: () => tray?.destroy(),
  }
}

function make(resources: string, onFailure: (error: unknown) => void): Tray | null {
  try {
    const name = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'
    return new Tray(nativeImage.createFromPath(join(resources, name)))
  } catch (error) {
    onFailure(error)
    return null
  }
}

export function trayTemplate(
  { upcoming, language, words }: TrayState,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  return [
    { id: 'open', label: words.open, click: () => actions.open() },
    { id: 'new-post', label: words.newPost, click: () => actions.newPost() },
    { type: 'separator' },
    { id: 'next', label: nextLine(upcoming, language, words), enabled: false },
    ...(upcoming.needsYou > 0
      ? [
          {
            id: 'needs-you',
            label: fill(words.needsYou, { count: upcoming.needsYou }),
            click: () => actions.needsYou(),
          },
        ]
      : []),
    { type: 'separator' },
    { id: 'quit', label: words.quit, click: () => actions.quit() },
  ]
}
