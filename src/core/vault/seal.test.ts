import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openWith, sealWith } from './seal.ts'

const key = randomBytes(32)
const text = fc.string({ unit: 'binary', maxLength: 400 })

test('whatever is sealed opens unchanged under its own binding', () => {
  fc.assert(
    fc.property(text, text, (plain, binding) => openWith(key, sealWith(key, plain, binding), binding) === plain),
  )
})

test('no other binding ever opens a secret', () => {
  fc.assert(
    fc.property(text, text, text, (plain, binding, other) => {
      fc.pre(binding !== other)
      const sealed = sealWith(key, plain, binding)
      expect(() => openWith(key, sealed, other)).toThrow(expect.objectContaining({ code: 'changed' }))
    }),
  )
})

test('no secret opens after any one bit of it was changed', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(7), (plain, at, bit) => {
      const bytes = Buffer.from(sealWith(key, plain, 'b').slice(3), 'base64url')
      const place = at % bytes.length
      bytes[place] = bytes[place]! ^ (1 << bit)
      expect(() => openWith(key, `v1:${bytes.toString('base64url')}`, 'b')).toThrow(
        expect.objectContaining({ name: 'SecretUnreadable' }),
      )
    }),
  )
})

test('no character of the written form can be replaced, added or left out', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.constantFrom('', '=', ' ', '\n', 'A', '_', '+'), (plain, at, put) => {
      const sealed = sealWith(key, plain, 'b')
      const place = at % sealed.length
      const changed = sealed.slice(0, place) + put + sealed.slice(place + 1)
      fc.pre(changed !== sealed)
      expect(() => openWith(key, changed, 'b')).toThrow(expect.objectContaining({ name: 'SecretUnreadable' }))
    }),
  )
})

test('another key never opens a secret, and says that it is the key', () => {
  expect(() => openWith(randomBytes(32), sealWith(key, 'token', 'b'), 'b')).toThrow(
    expect.objectContaining({ code: 'other_key' }),
  )
})

test('the same secret sealed twice looks different', () => {
  expect(sealWith(key, 'token', 'b')).not.toBe(sealWith(key, 'token', 'b'))
})
