import { expect, test } from 'vitest'
import type { Correction } from '../../../../../contract/ai/tasks.ts'
import { corrected, stillOpen } from './corrections.ts'

const text = 'Forty bags off washed Sidama, and its the best'
function correction(original: string, better: string): Correction {
  const start = text.indexOf(original)
  return { type: 'spelling', original, corrected: better, explanation: '', start, end: start + original.length }
}
const found = [correction('off', 'of'), correction('its', 'it’s'), correction('best', 'best.')]
const open = (now: string) => stillOpen(text, now, found).map(({ correction: { original } }) => original)

test('corrections are made one by one, and the others stay where their words went', () => {
  const [first] = stillOpen(text, text, found)
  const once = corrected(text, first ? [first] : [])
  expect(once).toBe('Forty bags of washed Sidama, and its the best')
  const rest = stillOpen(text, once, found)
  expect(rest.map(({ start, end }) => once.slice(start, end))).toEqual(['its', 'best'])
  expect(corrected(once, rest)).toBe('Forty bags of washed Sidama, and it’s the best.')
})

test('one whose words are typed over is gone, and back when that is undone', () => {
  expect(open('Forty bags off washed Sidama, and it is the best')).toEqual(['off', 'best'])
  expect(open(text)).toEqual(['off', 'its', 'best'])
})

test('one that only adds to its words is not offered a second time', () => {
  expect(open(`${text}.`)).toEqual(['off', 'its'])
})

test('typing before them moves all along', () => {
  const now = `Today: ${text}`
  expect(stillOpen(text, now, found).map(({ start, end }) => now.slice(start, end))).toEqual(['off', 'its', 'best'])
})
