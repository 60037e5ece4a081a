import { expect, test } from 'vitest'
import { grantOf } from './grants.ts'
import { identityOf } from './testing.ts'

const ada = (clientId?: string) =>
  identityOf('one', { grant: 'ada', secrets: clientId === undefined ? {} : { clientId } })

test('what a person allowed one app is one grant, also where two platforms are let in to by it', () => {
  expect(grantOf(ada('app'), 'instagram', 'conn_2')).toBe(grantOf(ada('app'), 'facebook', 'conn_1'))
  expect(grantOf(ada('other'), 'facebook', 'conn_1')).not.toBe(grantOf(ada('app'), 'facebook', 'conn_1'))
})

test('people with the same id at two platforms are not one', () => {
  expect(grantOf(ada(), 'linkedin', 'conn_1')).not.toBe(grantOf(ada(), 'facebook', 'conn_1'))
  expect(grantOf(ada(''), 'linkedin', 'conn_1')).not.toBe(grantOf(ada(''), 'facebook', 'conn_1'))
})

test('where the platform does not say who it was, a sign-in is its own grant', () => {
  expect(grantOf(identityOf('one'), 'facebook', 'conn_1')).toBe('conn_1')
})
