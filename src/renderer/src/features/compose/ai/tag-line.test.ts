import { expect, test } from 'vitest'
import { hasTag, withTags } from './tag-line.ts'

test('hashtags get a line of their own, or join the one that has some', () => {
  expect(withTags('Bensa is back.\n', ['#sidama'])).toBe('Bensa is back.\n\n#sidama')
  expect(withTags('Bensa is back.\n\n#coffee', ['#sidama', '#leipzig'])).toBe(
    'Bensa is back.\n\n#coffee #sidama #leipzig',
  )
  expect(withTags('', ['#sidama'])).toBe('#sidama')
})

test('a hashtag is there as a whole word in any case, not as the start of another', () => {
  expect(hasTag('On Friday. #Sidama, again', '#sidama')).toBe(true)
  expect(hasTag('On Friday. #sidamas', '#sidama')).toBe(false)
})
