import { expect, test } from 'vitest'
import { inWords } from './problems.ts'

test('types and codecs are called what people call them, and unknown ones what they are', () => {
  const params = { type: 'video/webm', types: 'video/mp4, video/quicktime', codecs: 'avc, prores', max: 4 }
  expect(inWords(params)).toEqual({ type: 'WebM', types: 'MP4, MOV', codecs: 'H.264, prores' })
})
