import { expect, test } from 'vitest'
import { diffContent, diffText } from './word-diff.ts'

test('a changed word is shown as removed and added, the rest as it was', () => {
  expect(diffText('Forty bags of coffee', 'Fifty bags of coffee')).toEqual([
    { text: 'Forty', kind: 'removed' },
    { text: 'Fifty', kind: 'added' },
    { text: ' bags of coffee', kind: 'same' },
  ])
})

test('a part that is new in a version is all added, and unchanged title and labels are not mentioned', () => {
  const base = { title: 'Bensa', parts: [{ text: 'One', media: [] }], link: null, variants: [], labels: ['a'] }
  const diff = diffContent(base, { ...base, parts: [...base.parts, { text: 'Two', media: [] }] })
  expect(diff.parts[1]).toEqual([{ text: 'Two', kind: 'added' }])
  expect([diff.title, diff.labels, diff.media, diff.accounts]).toEqual([null, false, false, false])
})
