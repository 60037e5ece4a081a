import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesOf, runsOf, runsSoFar, takenText } from './hunks.ts'

const before = 'Forty bags of washed Sidama from the same hillside as last winter.'
const after = 'Fifty bags of washed Sidama from the same slope as last winter.'

test('each change can be taken or left by itself', () => {
  const runs = runsOf(before, after)
  const [first, second] = changesOf(runs)
  expect([first, second]).toMatchObject([
    { removed: 'Forty', added: 'Fifty' },
    { removed: 'hillside', added: 'slope' },
  ])
  expect(takenText(runs, new Set([first?.key ?? '']))).toBe(before.replace('hillside', 'slope'))
})

test('two changes around a short word are one, those in two lines stay two', () => {
  expect(changesOf(runsOf('We roast it on Thursdays', 'They wash that at Mondays'))).toHaveLength(1)
  expect(changesOf(runsOf('One old\nTwo old', 'One new\nTwo new'))).toHaveLength(2)
})

test('the same change twice can be left once', () => {
  const runs = runsOf('a red door and then, somewhere, a red roof', 'a blue door and then, somewhere, a blue roof')
  const [first] = changesOf(runs)
  expect(takenText(runs, new Set([first?.key ?? '']))).toBe('a red door and then, somewhere, a blue roof')
})

test('while a proposal comes, what it has not reached is neither removed nor kept', () => {
  const runs = runsSoFar(before, 'Fifty bags')
  expect(runs.at(-1)).toMatchObject({ kind: 'pending' })
  expect(changesOf(runs)).toMatchObject([{ removed: 'Forty', added: 'Fifty' }])
})

test('taking all is the proposal and leaving all is the text, whatever they are', () => {
  const words = fc.array(fc.constantFrom('a', 'bb', 'ccc', ' ', '\n', ', ', 'é', '👩‍🚀'), { maxLength: 30 })
  fc.assert(
    fc.property(words, words, (one, two) => {
      const [old, fresh] = [one.join(''), two.join('')]
      const runs = runsOf(old, fresh)
      expect(takenText(runs, new Set())).toBe(fresh)
      expect(takenText(runs, new Set(changesOf(runs).map(({ key }) => key)))).toBe(old)
    }),
  )
})
