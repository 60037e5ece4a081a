import { ORPCError } from '@orpc/client'
import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { asWritten, problemSaid, said, spoken, type Said, type Spoken } from '../../../contract/sentences/index.ts'
import { startI18n } from '../i18n/index.ts'
import { describeError, fieldErrors } from './errors.ts'
import { say } from './say.ts'

beforeAll(() => startI18n('de'))

const refusal = (code: string, data: unknown, message = 'Said in English') =>
  new ORPCError(code, { status: 409, message, data, defined: true })
const conflict = (why: Said) => {
  const { message, ...carried } = spoken(why)
  return refusal('conflict', { reason: 'x', ...carried }, message)
}

test('what the studio refuses is said in the language of the window', () => {
  expect(describeError(conflict(said('post_in_bin'))).message).toBe(
    'Der Beitrag liegt im Papierkorb. Hol ihn zuerst zurück.',
  )
  const moved = { says: 'not_to_move', params: {}, inner: said('stands_publishing') } as const
  expect(describeError(conflict(moved)).message).toBe('Das lässt sich nicht verschieben. Es wird gerade gesendet.')
})

test('the details to copy stay English, for whoever helps', () => {
  expect(describeError(conflict(said('post_in_bin'))).details).toContain('It is in the bin.')
})

test('a refusal of fields says each at its field', () => {
  const field = { path: 'fields.server', ...spoken(said('field_missing')) }
  expect(fieldErrors(refusal('unprocessable', { fields: [field] }))).toEqual({
    'fields.server': 'Das wird gebraucht.',
  })
})

test('an error without a sentence is told by its code', () => {
  const gone = refusal('not_found', { what: 'post', id: 'post_1' })
  expect(describeError(gone).message).toBe('Das gibt es nicht mehr. Lade die Ansicht neu.')
})

test('what a check found before sending is worded as problems are', () => {
  const found = problemSaid({ code: 'text_too_long', params: { over: 3, max: 300 }, part: 1 })
  expect(say(spoken(found))).toBe('Teil 2 ist 3 Zeichen zu lang')
})

test('text of an earlier version, and a sentence only a newer studio has, are shown as they came', () => {
  expect(say(spoken(asWritten('The site is closed.')))).toBe('The site is closed.')
  expect(say({ ...spoken(asWritten('New')), says: 'from_tomorrow' as Spoken['says'] })).toBe('New')
})

test('the language follows the person’s choice', async () => {
  await i18next.changeLanguage('en')
  expect(say(spoken(said('post_in_bin')))).toBe('It is in the bin. Bring it back first.')
})
