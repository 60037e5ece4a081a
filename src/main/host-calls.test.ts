import { expect, test, vi } from 'vitest'
import { answerHostCall, Refused, type HostHandlers } from './host-calls.ts'

const handlers = {
  openExternal: ({ url }: { url: string }) => {
    if (url.startsWith('file:')) throw new Refused('Not that address')
    if (url === 'boom') throw new Error('token=secret')
    return null
  },
  pickFolder: () => '/home/someone',
} as unknown as HostHandlers

const ask = (name: unknown, input: unknown, onFailure = vi.fn()) => answerHostCall(handlers, name, input, onFailure)

test('a known call with the right input is answered', async () => {
  expect(await ask('pickFolder', null)).toEqual({ ok: true, value: '/home/someone' })
  expect(await ask('openExternal', { url: 'https://example.org' })).toEqual({ ok: true, value: null })
})

test('names that are no call, inherited ones included, reach no handler', async () => {
  for (const name of ['quit', 'constructor', '__proto__', 'toString', 7, null]) {
    expect(await ask(name, null)).toMatchObject({ ok: false, error: { code: 'unknown_call' } })
  }
})

test('wrong input is refused before the handler sees it', async () => {
  expect(await ask('openExternal', { url: 5 })).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
  expect(await ask('openExternal', 'https://example.org')).toMatchObject({
    ok: false,
    error: { code: 'invalid_input' },
  })
})

test('a refusal says why, a bug says nothing of its inside and is reported', async () => {
  const onFailure = vi.fn()
  expect(await ask('openExternal', { url: 'file:///etc/passwd' }, onFailure)).toMatchObject({
    error: { code: 'refused', message: 'Not that address' },
  })
  expect(onFailure).not.toHaveBeenCalled()
  const answer = await ask('openExternal', { url: 'boom' }, onFailure)
  expect(JSON.stringify(answer)).not.toContain('secret')
  expect(onFailure).toHaveBeenCalledWith('openExternal', expect.any(Error))
})
