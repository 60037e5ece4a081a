import { expect, test } from 'vitest'
import * as z from 'zod'
import { WorkspaceSettings } from '../contract/workspaces.ts'
import { badInput } from './call-errors.ts'

const shape = WorkspaceSettings.pick({ name: true, zone: true, weekStart: true }).extend({
  link: z.url(),
  labels: z.array(z.string()).max(2),
  count: z.int().max(9),
  when: z.union([z.object({ at: z.iso.datetime() }), z.object({ wallTime: z.string().min(3), zone: z.string() })]),
})
const good = {
  name: 'Tern',
  zone: 'Europe/Berlin',
  weekStart: 'monday',
  link: 'https://one.example',
  labels: [],
  count: 1,
  when: { wallTime: '2026-11-26T09:00', zone: 'UTC' },
}
const wrong = (change: object) => {
  const { error } = shape.safeParse({ ...good, ...change })
  return (badInput(error?.issues ?? []).data as { fields: readonly object[] }).fields
}

test.each([
  [{ name: ' ' }, { path: 'name', says: 'input_missing' }],
  [{ name: 'x'.repeat(81) }, { path: 'name', says: 'input_too_long', params: { max: 80 } }],
  [{ zone: 'Europe/Nowhere' }, { path: 'zone', says: 'input_zone' }],
  [{ weekStart: 'friday' }, { path: 'weekStart', says: 'input_option', params: { options: 'monday, sunday' } }],
  [{ link: 'nothing' }, { path: 'link', says: 'input_address' }],
  [{ labels: ['a', 'b', 'c'] }, { path: 'labels', says: 'input_too_many', params: { max: 2 } }],
  [{ count: 10 }, { path: 'count', says: 'input_too_large', params: { max: 9 } }],
  [{ when: { wallTime: 'x', zone: 'UTC' } }, { path: 'when.wallTime', says: 'input_too_short', params: { min: 3 } }],
  [{ count: 'many' }, { path: 'count', says: 'input_wrong' }],
])('input %j is refused at its field, with a sentence every language has', (change, field) => {
  expect(wrong(change)).toMatchObject([{ ...field, message: expect.any(String) }])
})

test('a program’s author still reads what exactly did not fit', () => {
  expect(wrong({ count: 'many' })).toMatchObject([{ message: expect.stringContaining('expected') }])
})
