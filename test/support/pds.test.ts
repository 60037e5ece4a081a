import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPds, startPdsProcess, type Pds } from './pds.ts'

describe('the Bluesky server of the tests', () => {
  let pds: Pds
  beforeAll(async () => {
    pds = await startPds()
  })
  afterAll(() => pds.stop())

  test('makes accounts whose identity and handle resolve without any network', async () => {
    const account = await pds.createAccount('ada')
    const resolved = await fetch(`${pds.url}/xrpc/com.atproto.identity.resolveHandle?handle=${account.handle}`)
    expect(await resolved.json()).toEqual({ did: account.did })
    const document = (await (await fetch(`${pds.plcUrl}/${account.did}`)).json()) as {
      service: { serviceEndpoint: string }[]
    }
    expect(document.service.map((service) => service.serviceEndpoint)).toEqual([pds.publicUrl])
  })

  test('refuses an app password once its owner has revoked it', async () => {
    const account = await pds.createAccount('grace')
    const { name, password } = await pds.appPassword(account)
    const signIn = () =>
      fetch(`${pds.url}/xrpc/com.atproto.server.createSession`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ identifier: account.handle, password }),
      })
    expect((await signIn()).status).toBe(200)
    await pds.revokeAppPassword(account, name)
    expect((await signIn()).status).toBe(401)
  })

  test('runs as a process of its own', async () => {
    const other = await startPdsProcess()
    const account = await other.createAccount('mary')
    expect(await other.posts(account.did)).toEqual([])
    await other.stop()
    await expect(fetch(other.url)).rejects.toThrow('fetch failed')
  })
})
