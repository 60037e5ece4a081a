import { describe, expect, test } from 'vitest'
import type { Account, Connection, ConnectionApp } from '../../../../contract/accounts.ts'
import { type ConnectMethod, knowledgeOf, type SupportedPlatform } from '../../../../contract/platforms/index.ts'
import { asWritten, said, spoken } from '../../../../contract/sentences/index.ts'
import { abilitiesOf, sizeText } from './abilities.ts'
import {
  appValues,
  methodOf,
  missing,
  missingOfApp,
  needsVault,
  redirectAddress,
  startValues,
  whereToMake,
} from './connect/fields.ts'
import { outcomeOf } from './connect/outcome.ts'
import { isSought } from './connect/sought.ts'
import { lastingFields } from './record/lasting.ts'
import { threadsOf } from './record/threads.ts'
import { checkedSince, detailsOf, mendOf, standingOf, usedShare } from './standing.ts'

const account = (change: Partial<Account> & { state?: Account['health']['state'] } = {}): Account => {
  const { state = 'ok', ...rest } = change
  return {
    id: 'acct_01ARZ3NDEKTSV4RRFFQ69G5FAV',
    platform: 'bluesky',
    handle: 'bluesky:profile:did:one',
    kind: 'profile',
    name: 'One',
    displayHandle: 'one.bsky.social',
    url: null,
    avatar: null,
    method: 'app_password',
    health: { state, reason: null, checkedAt: '2026-11-22T09:00:00.000Z', expiresAt: null },
    quota: null,
    limits: {},
    defaults: {},
    waiting: 0,
    more: false,
    createdAt: '2026-11-01T09:00:00.000Z',
    ...rest,
  }
}

describe('the list of accounts', () => {
  test('puts what stops posts above what only runs out, and keeps the well ones apart', () => {
    const states = ['ok', 'expiring', 'locked', 'broken'] as const
    const { needs, healthy } = standingOf(states.map((state) => account({ state })))
    expect(needs.map(({ health }) => health.state)).toEqual(['broken', 'locked', 'expiring'])
    expect(healthy).toHaveLength(1)
  })

  test('claims no check for all while one was never checked', () => {
    const at = (checkedAt: string | null) =>
      account({ health: { state: 'ok', reason: null, checkedAt, expiresAt: null } })
    expect(checkedSince([at('2026-11-22T09:00:00.000Z'), at('2026-11-22T08:00:00.000Z')])).toBe(
      '2026-11-22T08:00:00.000Z',
    )
    expect(checkedSince([at('2026-11-22T09:00:00.000Z'), at(null)])).toBeNull()
    expect(checkedSince([])).toBeNull()
  })

  test('copies what helps to mend it', () => {
    const text = detailsOf(
      account({ health: { state: 'broken', reason: spoken(asWritten('Revoked')), checkedAt: null, expiresAt: null } }),
    )
    expect(text).toContain('one.bsky.social')
    expect(text).toContain('broken, checked never')
    expect(text).toContain('Revoked')
  })

  test('shows a used-up quota as full, not beyond', () => {
    expect(usedShare({ remaining: 0, limit: 50 })).toBe(1)
    expect(usedShare({ remaining: 60, limit: 50 })).toBe(0)
    expect(usedShare({ remaining: 0, limit: 0 })).toBe(1)
  })
})

describe('what a platform takes', () => {
  test('is said from the rules, what it does not take included', () => {
    const of = (platform: SupportedPlatform) => abilitiesOf(knowledgeOf(platform).rules)
    expect(of('bluesky')).toContainEqual({ key: 'noVideo', can: false })
    expect(of('bluesky').map(({ key }) => key)).toEqual(expect.arrayContaining(['delete', 'noEdit']))
    expect(of('wordpress').map(({ key }) => key)).toEqual(
      expect.arrayContaining(['textFree', 'editDelete', 'title', 'noThread', 'schedule']),
    )
  })

  test('follows what the account’s own server announced', () => {
    expect(abilitiesOf(knowledgeOf('mastodon').rulesFor({ maxCharacters: 5_000 }))).toContainEqual({
      key: 'text',
      can: true,
      params: { count: 5_000 },
    })
  })

  test('never promises more bytes than are taken', () => {
    expect(sizeText(103_809_024)).toBe('103.8 MB')
    expect(sizeText(999_999)).toBe('0.9 MB')
    expect(sizeText(2_000_000_000)).toBe('2 GB')
  })
})

describe('connecting', () => {
  test('a reconnection starts with the way and the name the account had, never with a secret', () => {
    const again = account()
    const method = methodOf('bluesky', again.method)
    expect(startValues(method, again)).toEqual({
      handle: 'one.bsky.social',
      password: '',
      service: 'https://bsky.social',
    })
    expect(
      startValues(
        methodOf('mastodon', 'oauth'),
        account({ platform: 'mastodon', displayHandle: '@one@kaffee.social' }),
      ),
    ).toEqual({ server: 'kaffee.social' })
    expect(
      startValues(
        methodOf('mastodon', 'oauth'),
        account({ platform: 'mastodon', displayHandle: '@one@kaffee.social', url: 'https://web.kaffee.social/@one' }),
      ),
    ).toEqual({ server: 'web.kaffee.social' })
    expect(methodOf('bluesky', 'a way of an older version').id).toBe('app_password')
  })

  test('only what has secrets waits for the vault', () => {
    expect(needsVault(methodOf('practice', undefined))).toBe(false)
    expect(needsVault(methodOf('mastodon', 'oauth'))).toBe(true)
    expect(needsVault(methodOf('wordpress', undefined))).toBe(true)
  })

  test('names the empty fields before anything is sent', () => {
    expect(missing(methodOf('bluesky', 'app_password'), { handle: '  ', password: 'x', service: '' })).toEqual([
      'handle',
    ])
  })

  test('leads to the page where the secret is made, once it is known where that is', () => {
    const wordpress = methodOf('wordpress', undefined)
    expect(whereToMake('wordpress', wordpress, { site: '' })).toBeNull()
    expect(whereToMake('wordpress', wordpress, { site: 'example.com/blog/' })).toBe(
      'https://example.com/blog/wp-admin/profile.php#application-passwords-section',
    )
    expect(whereToMake('mastodon', methodOf('mastodon', 'oauth'), { server: 'a.social' })).toBeNull()
    expect(whereToMake('wordpress', wordpress, { site: 'javascript:alert(1)' })).toBeNull()
  })

  const connection = (change: Partial<Connection>): Connection => ({
    id: 'conn_01ARZ3NDEKTSV4RRFFQ69G5FAV',
    platform: 'bluesky',
    method: 'app_password',
    state: 'waiting',
    authorizeUrl: 'https://one.example/authorize',
    redirect: { address: 'http://127.0.0.1:4711/oauth/callback', comesBack: true },
    choices: [],
    accounts: [],
    error: null,
    ...change,
  })
  const nothing = { connection: null, pending: false, error: null, errors: {}, forgotten: false }

  test('a refusal stands at the field that is to blame, else by itself, never twice', () => {
    const at = (field: string | null) =>
      outcomeOf({
        ...nothing,
        connection: connection({ state: 'failed', error: { ...spoken(asWritten('Wrong')), field } }),
      })
    expect(at('password')).toMatchObject({ is: 'failed', message: null, fields: { password: 'Wrong' } })
    expect(at(null)).toMatchObject({ is: 'failed', message: 'Wrong', fields: {} })
    expect(outcomeOf({ ...nothing, error: 'is needed', errors: { 'fields.handle': 'is needed' } })).toMatchObject({
      is: 'failed',
      message: null,
      fields: { handle: 'is needed' },
    })
    expect(outcomeOf({ ...nothing, error: 'The vault is locked' })).toMatchObject({
      is: 'failed',
      message: 'The vault is locked',
      fields: {},
    })
  })

  test('a port another program has offers to paste, other refusals do not', () => {
    const failing = (says: Parameters<typeof said>[0], params: object) =>
      outcomeOf({
        ...nothing,
        connection: connection({
          state: 'failed',
          error: { ...spoken({ says, params: { ...params } }), field: null },
        }),
      })
    expect(failing('redirect_port_taken', { port: 47_831 })).toMatchObject({ canPaste: true })
    expect(failing('timed_out', { minutes: 10 })).toMatchObject({ canPaste: false })
  })

  test('what a sign-in reached is chosen from until the studio has forgotten it', () => {
    const choice = { key: 'page:1', kind: 'page', name: 'One', displayHandle: 'one', avatar: null, known: false }
    const choosing = connection({ state: 'choosing', choices: [choice] })
    expect(outcomeOf({ ...nothing, connection: choosing })).toEqual({
      is: 'choosing',
      id: choosing.id,
      choices: [choice],
    })
    expect(outcomeOf({ ...nothing, connection: choosing, forgotten: true })).toEqual({ is: 'forgotten' })
    expect(isSought(choice, 'ON')).toBe(true)
    expect(isSought({ ...choice, name: 'Fernweh Coffee', displayHandle: '@fernweh' }, ' coffee fern ')).toBe(true)
    expect(isSought(choice, 'one two')).toBe(false)
  })

  test('a sign-in the studio has forgotten does not wait for ever', () => {
    expect(outcomeOf({ ...nothing, connection: connection({}) })).toMatchObject({ is: 'waiting' })
    expect(outcomeOf({ ...nothing, connection: connection({}), forgotten: true })).toEqual({ is: 'forgotten' })
    expect(outcomeOf({ ...nothing, pending: true, connection: connection({ state: 'failed' }) })).toEqual({
      is: 'starting',
    })
  })
})

describe('an app of one’s own', () => {
  const method: ConnectMethod = {
    id: 'oauth',
    kind: 'oauth',
    fields: [],
    app: [
      { key: 'clientId', secret: false, required: true, example: '' },
      { key: 'clientSecret', secret: true, required: true, example: '' },
    ],
    redirect: { kind: 'fixed', host: 'localhost' },
  }
  const kept: ConnectionApp = {
    platform: 'bluesky',
    method: 'oauth',
    state: 'ready',
    fields: { clientId: '1503962' },
    secrets: ['clientSecret'],
  }

  test('is shown with what is kept of it, and never with its secret', () => {
    expect(appValues(method, kept)).toEqual({ clientId: '1503962', clientSecret: '' })
    expect(appValues(method, undefined)).toEqual({ clientId: '', clientSecret: '' })
  })

  test('needs its secret once', () => {
    expect(missingOfApp(method, { clientId: '1', clientSecret: ' ' }, undefined)).toEqual(['clientSecret'])
    expect(missingOfApp(method, { clientId: '1', clientSecret: '' }, kept)).toEqual([])
    expect(missingOfApp(method, { clientId: '', clientSecret: '' }, kept)).toEqual(['clientId'])
  })

  test('says which address to register, where that is always the same', () => {
    expect(redirectAddress(method)).toBe('http://localhost:47831/oauth/callback')
    expect(redirectAddress({ ...method, redirect: { kind: 'paste' } })).toBeNull()
    expect(redirectAddress(methodOf('bluesky', 'oauth'))).toBeNull()
  })
})

describe('one account', () => {
  test('in trouble is mended by what is wrong with it', () => {
    const of = (state: Account['health']['state'], says: 'signed_out' | 'wrong_app_credentials' = 'signed_out') =>
      mendOf({ state, reason: spoken(said(says, { platform: 'X' })), checkedAt: null, expiresAt: null })
    expect([of('locked'), of('expiring'), of('broken')]).toEqual(['unlock', 'sign_in_again', 'reconnect'])
    expect(of('broken', 'wrong_app_credentials')).toBe('app')
  })

  test('offers as a start for every post only what is not of one post', () => {
    expect(lastingFields(knowledgeOf('bluesky').rules.fields).map(({ key }) => key)).toEqual([
      'languages',
      'linkCard',
      'contentWarning',
    ])
    expect(lastingFields(knowledgeOf('mastodon').rules.fields).map(({ key }) => key)).not.toContain('poll')
  })

  test('shows the parts of a thread under its first, in order, and loses none whose first is on another page', () => {
    const post = (id: string, replyTo: string | null) => ({
      id,
      accountId: account().id,
      text: id,
      media: [],
      replyTo,
      at: '2026-11-22T09:00:00.000Z',
      editedAt: null,
    })
    const threads = threadsOf([
      post('d', null),
      post('c', 'b'),
      post('b', 'a'),
      post('a', null),
      post('z', 'elsewhere'),
    ])
    expect(threads.map((thread) => thread.map(({ id }) => id).join(''))).toEqual(['d', 'abc', 'z'])
  })
})
