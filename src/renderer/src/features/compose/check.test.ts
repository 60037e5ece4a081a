import { expect, test } from 'vitest'
import type { Account } from '../../../../contract/accounts.ts'
import { asWritten, spoken } from '../../../../contract/sentences/index.ts'
import type { Asset } from '../../../../contract/assets.ts'
import { fixEdit, groupProblems, problemsFor, type Assets } from './check.ts'
import { type Draft, emptyDraft, newPart, partsOf } from './draft.ts'
import { all, chooseAccount } from './edits.ts'

const account = (platform: Account['platform'], id: string, change: Partial<Account> = {}): Account => ({
  id: `acct_${id.repeat(26)}` as Account['id'],
  platform,
  handle: `${platform}:profile:${id}`,
  kind: 'profile',
  name: platform,
  displayHandle: platform,
  url: null,
  avatar: null,
  more: false,
  method: 'x',
  health: { state: 'ok', reason: null, checkedAt: null, expiresAt: null },
  quota: null,
  limits: {},
  defaults: {},
  waiting: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...change,
})

const bluesky = account('bluesky', 'B')
const mastodon = account('mastodon', 'M')
const wordpress = account('wordpress', 'W')
const none: Assets = new Map()

const start = (text: string, ...accounts: Account[]): Draft =>
  all(...accounts.map((one) => chooseAccount(one.id, {})))(emptyDraft({ parts: [newPart(text)] }))
const found = (draft: Draft, accounts: readonly Account[], assets = none) =>
  groupProblems(
    accounts.map((one) => ({ account: one, problems: problemsFor(draft, one, assets, { mediaHost: true }) })),
  )
const texts = (draft: Draft, target: string | null) => partsOf(draft, target).map((part) => part.text)

test('splitting for Bluesky gives it a thread of its own and leaves the text of WordPress whole', () => {
  const long = 'A sentence of forty characters, or so on. '.repeat(10).trim()
  const accounts = [bluesky, wordpress]
  const draft = start(long, ...accounts)
  const [tooLong] = found(draft, accounts)
  expect(tooLong?.problem.code).toBe('text_too_long')
  const mended = tooLong && fixEdit('split_into_thread', tooLong, none)?.(draft)
  expect(mended && texts(mended, bluesky.id).length).toBeGreaterThan(1)
  expect(mended && texts(mended, wordpress.id)).toEqual([long])
  expect(mended && found(mended, accounts)).toEqual([])
})

test('when every account has too much text, the base itself is shortened, to what the smallest takes', () => {
  const accounts = [bluesky, mastodon]
  const draft = start('word '.repeat(150).trim(), ...accounts)
  let mended = draft
  for (const one of found(draft, accounts)) mended = fixEdit('shorten', one, none)?.(mended) ?? mended
  expect(found(mended, accounts)).toEqual([])
})

test('a thread is joined for the platform that takes none, and stays a thread elsewhere', () => {
  const accounts = [bluesky, wordpress]
  const draft = { ...start('', ...accounts), parts: [newPart('One'), newPart('Two')] }
  const [thread] = found(draft, accounts)
  const mended = thread && fixEdit('merge_parts', thread, none)?.(draft)
  expect(mended && texts(mended, wordpress.id)).toEqual(['One\n\nTwo'])
  expect(mended && texts(mended, bluesky.id)).toEqual(['One', 'Two'])
})

test('only the files past the limit are taken away', () => {
  const assets = new Map(
    ['A', 'C', 'D', 'E', 'F'].map((letter) => [
      `asset_${letter.repeat(26)}`,
      {
        kind: 'image',
        type: 'image/png',
        bytes: 10,
        width: 1,
        height: 1,
        durationMs: null,
        animated: false,
        alt: 'x',
        deletedAt: null,
      } as Asset,
    ]),
  )
  const media = [...assets.keys()].map((assetId) => ({ assetId: assetId as Asset['id'], alt: null }))
  const draft = { ...start('', bluesky), parts: [newPart('Five pictures', media)] }
  const [tooMany] = found(draft, [bluesky], assets)
  const mended = tooMany && fixEdit('remove_media', tooMany, assets)?.(draft)
  expect(mended && partsOf(mended, bluesky.id)[0]?.media).toEqual(media.slice(0, 4))
})

test('the same problem at two accounts is told once, with both', () => {
  const lines = found(start('', bluesky, mastodon), [bluesky, mastodon])
  expect(lines.map((line) => [line.problem.code, line.accounts.length])).toEqual([['text_empty', 2]])
})

test('a broken connection is told before the post goes, with the way to mend it', () => {
  const broken = account('bluesky', 'B', {
    health: {
      state: 'broken',
      reason: spoken(asWritten('The password was revoked.')),
      checkedAt: null,
      expiresAt: null,
    },
  })
  expect(problemsFor(start('Hello', broken), broken, none, { mediaHost: true })[0]).toMatchObject({
    severity: 'error',
    code: 'account_broken',
    fixes: ['reconnect'],
  })
})
