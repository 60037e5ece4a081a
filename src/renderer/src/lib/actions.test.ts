import { expect, test } from 'vitest'
import { type Action, chordOf, matchShortcut } from './actions.ts'

const action = (id: string, shortcut: string, more: Partial<Action> = {}): Action => ({
  id,
  label: id,
  group: 'g',
  shortcut,
  run: () => {},
  ...more,
})
const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  chordOf({ key, metaKey: false, ctrlKey: false, altKey: false, shiftKey: false, ...more })

test('a single key does nothing while somebody is typing', () => {
  const actions = [action('new', 'n'), action('palette', 'mod+k', { whileTyping: true })]
  expect(matchShortcut(actions, ['n'], true)).toBeNull()
  expect(matchShortcut(actions, ['n'], false)).toMatchObject({ id: 'new' })
  expect(matchShortcut(actions, ['mod+k'], true)).toMatchObject({ id: 'palette' })
})

test('of two keys in a row the second decides, and alone it means what it means alone', () => {
  const actions = [action('go.posts', 'g p'), action('preview', 'p')]
  expect(matchShortcut(actions, ['g'], false)).toBe('waiting')
  expect(matchShortcut(actions, ['g', 'p'], false)).toMatchObject({ id: 'go.posts' })
  expect(matchShortcut(actions, ['x', 'p'], false)).toMatchObject({ id: 'preview' })
})

test('the action registered last wins the key: a view goes before the window', () => {
  expect(matchShortcut([action('window', 'mod+z'), action('view', 'mod+z')], ['mod+z'], false)).toMatchObject({
    id: 'view',
  })
})

test('a shifted letter is told from the letter, a shifted sign is the sign itself', () => {
  expect(press('Z', { ctrlKey: true, shiftKey: true })).toBe('mod+shift+z')
  expect(press('?', { shiftKey: true })).toBe('?')
  expect(press('ArrowUp', { altKey: true, shiftKey: true })).toBe('alt+shift+arrowup')
})
