import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import { HostCommand } from '../contract/host.ts'
import { menuTemplate, type MenuActions } from './menu.ts'
import { wordsOf } from './words.ts'

function flatten(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
}

const heard: string[] = []
const actions: MenuActions = {
  command: (command) => heard.push(command),
  openLogs: () => heard.push('logs'),
  checkForUpdates: () => heard.push('updates'),
  about: () => heard.push('about'),
}

describe.each([true, false])('on a Mac: %s', (mac) => {
  const items = flatten(menuTemplate({ words: wordsOf('de'), mac, development: false, actions }))

  test('every item that is shown has a word of the chosen language', () => {
    expect(items.filter((item) => item.type !== 'separator' && !item.label)).toEqual([])
    expect(items.map((item) => item.label)).toContain('Neuer Beitrag')
  })

  test('every command can be reached, and asks for what it says', () => {
    const reached = HostCommand.options.filter((command) => items.some((item) => item.id === command))
    expect(reached).toEqual(HostCommand.options)
    heard.length = 0
    items.find((item) => item.id === 'calendar')?.click?.(undefined as never, undefined, undefined as never)
    expect(heard).toEqual(['calendar'])
  })

  test('no key means two things, and none takes a key that the page uses', () => {
    const keys = items.flatMap((item) => item.accelerator ?? [])
    expect(keys).toEqual([...new Set(keys)])
    expect(keys.filter((key) => /\+[1-9]$/.test(String(key)))).toEqual([])
  })

  test('reload and developer tools are for development alone', () => {
    const roles = (development: boolean) =>
      flatten(menuTemplate({ words: wordsOf('en'), mac, development, actions })).map((item) => item.role)
    expect(roles(false)).not.toContain('toggleDevTools')
    expect(roles(true)).toContain('toggleDevTools')
  })
})
