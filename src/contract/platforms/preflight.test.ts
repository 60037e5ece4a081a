import { describe, expect, test } from 'vitest'
import type { AssetId } from '../vocabulary.ts'
import { mastodon } from './mastodon.ts'
import {
  draftFor,
  needsMediaHost,
  preflight,
  type AssetFacts,
  type CheckedAccount,
  type CheckedContent,
} from './preflight.ts'

const [boat, gone] = ['asset_00000000000000000000000001', 'asset_00000000000000000000000002'] as AssetId[] as [
  AssetId,
  AssetId,
]
const facts = (more: Partial<AssetFacts> = {}): AssetFacts => ({
  assetId: boat,
  kind: 'image',
  type: 'image/jpeg',
  bytes: 1_000,
  width: 10,
  height: 10,
  durationMs: null,
  animated: false,
  alt: 'A boat',
  deleted: false,
  missing: false,
  ...more,
})
const library =
  (more: Partial<AssetFacts> = {}) =>
  (id: string) =>
    id === boat ? facts(more) : undefined
const account = (more: Partial<CheckedAccount> = {}): CheckedAccount => ({
  platform: 'bluesky',
  name: 'Anna',
  limits: {},
  health: { state: 'ok', expiresAt: null },
  ...more,
})
const content = (text: string, ...media: { assetId: AssetId; alt: string | null }[]): CheckedContent => ({
  title: 'T',
  link: null,
  parts: [{ text, media }],
})
const time = { due: null, now: Date.UTC(2026, 10, 24) }
const workspace = { mediaHost: false }
const codes = (problems: readonly { severity: string; code: string }[]) =>
  problems.map(({ severity, code }) => `${severity}:${code}`)

describe('what an account would get', () => {
  test('is the base, or its own parts where it has some, with its own settings', () => {
    const own = { parts: [{ text: 'own', media: [] }], settings: { visibility: 'unlisted' } }
    expect(draftFor(content('base'), own, library())).toEqual({
      title: 'T',
      link: null,
      settings: { visibility: 'unlisted' },
      parts: [{ text: 'own', media: [] }],
    })
    expect(draftFor(content('base'), { parts: null, settings: {} }, library()).parts).toEqual([
      { text: 'base', media: [] },
    ])
    expect(draftFor(content('base'), null, library()).parts).toEqual([{ text: 'base', media: [] }])
  })

  test('has the alt text written for this place, also an empty one, else that of the file', () => {
    const alts = (alt: string | null) =>
      draftFor(content('x', { assetId: boat, alt }), null, library()).parts[0]?.media[0]?.alt
    expect([alts(null), alts('Here'), alts('')]).toEqual(['A boat', 'Here', ''])
  })
})

describe('what stands in the way', () => {
  test('a day that has as many posts as the platform takes: a warning with another time to pick, for who has a time', () => {
    const check = (platform: 'tiktok' | 'bluesky', due: number | null, others: number) =>
      codes(
        preflight(
          content('Hello'),
          null,
          account({ platform }),
          library(),
          { due, now: time.now },
          {
            mediaHost: true,
            othersDue: () => others,
          },
        ),
      ).includes('warning:day_full')
    expect(check('tiktok', time.now, 14)).toBe(false)
    expect(check('tiktok', time.now, 15)).toBe(true)
    expect(check('tiktok', null, 15)).toBe(false)
    expect(check('bluesky', time.now, 1_000)).toBe(false)
  })

  test('nothing, where all is well', () => {
    expect(
      preflight(
        content('Hello', { assetId: boat, alt: null }),
        null,
        account(),
        library(),
        { due: time.now + 1, now: time.now },
        workspace,
      ),
    ).toEqual([])
  })

  test('an account that is gone, or of a platform this version does not have', () => {
    expect(codes(preflight(content('Hello'), null, null, library(), time, workspace))).toEqual(['error:account_gone'])
    // As in a workspace that a newer version has written.
    const platform = 'newer' as CheckedAccount['platform']
    expect(codes(preflight(content('Hello'), null, account({ platform }), library(), time, workspace))).toEqual([
      'error:platform_unsupported',
    ])
  })

  test('a broken connection stops a post; a locked vault and a sign-in that runs out are only told', () => {
    const state = (health: CheckedAccount['health'], due: number | null = null) =>
      codes(preflight(content('Hello'), null, account({ health }), library(), { due, now: time.now }, workspace))
    expect(state({ state: 'broken', expiresAt: null })).toEqual(['error:account_broken'])
    expect(state({ state: 'locked', expiresAt: null })).toEqual(['warning:account_locked'])
    expect(state({ state: 'expiring', expiresAt: '2026-11-25T00:00:00.000Z' })).toEqual([])
    expect(state({ state: 'expiring', expiresAt: '2026-11-25T00:00:00.000Z' }, Date.UTC(2026, 10, 26))).toEqual([
      'warning:account_expires',
    ])
  })

  test('a time that has passed is a warning', () => {
    expect(
      codes(preflight(content('Hello'), null, account(), library(), { due: time.now - 1, now: time.now }, workspace)),
    ).toEqual(['warning:when_past'])
  })

  test('a file that is gone is told once, as gone, and hides nothing about the others', () => {
    const both = content('Hello', { assetId: gone, alt: null }, { assetId: boat, alt: '' })
    expect(preflight(both, null, account(), library(), time, workspace)).toMatchObject([
      { severity: 'error', code: 'media_missing', part: 0, media: 0 },
      { severity: 'warning', code: 'alt_missing', part: 0, media: 1 },
    ])
    expect(
      codes(
        preflight(
          content('Hello', { assetId: boat, alt: null }),
          null,
          account(),
          library({ missing: true }),
          time,
          workspace,
        ),
      ),
    ).toEqual(['error:media_missing'])
  })

  test('a file in the bin still goes out and is told', () => {
    expect(
      codes(
        preflight(
          content('Hello', { assetId: boat, alt: null }),
          null,
          account(),
          library({ deleted: true }),
          time,
          workspace,
        ),
      ),
    ).toEqual(['warning:media_deleted'])
  })

  test('the server’s own limits widen or narrow the rules', () => {
    const long = content('x'.repeat(600))
    expect(codes(preflight(long, null, account({ platform: 'mastodon' }), library(), time, workspace))).toEqual([
      'error:text_too_long',
    ])
    expect(
      preflight(
        long,
        null,
        account({ platform: 'mastodon', limits: { maxCharacters: 1_000 } }),
        library(),
        time,
        workspace,
      ),
    ).toEqual([])
  })
})

describe('a media host', () => {
  const rules = (fromUrl?: 'images' | 'all') => ({
    ...mastodon.rules,
    media: { ...mastodon.rules.media, ...(fromUrl && { fromUrl }) },
    fields: [{ key: 'cover', kind: 'asset' as const, default: null }],
  })
  const draft = (kind: 'image' | 'video' | null, settings = {}) => ({
    title: '',
    link: null,
    settings,
    parts: [{ text: 'x', media: kind ? [{ ...facts(), kind }] : [] }],
  })

  test('is needed for files the platform fetches itself, and for no others', () => {
    const needed = (fromUrl: 'images' | 'all' | undefined) =>
      ([null, 'image', 'video'] as const).filter((kind) => needsMediaHost(draft(kind), rules(fromUrl)))
    expect([needed(undefined), needed('images'), needed('all')]).toEqual([[], ['image'], ['image', 'video']])
  })

  test('is needed for a cover, too, though the video itself is sent', () => {
    expect(needsMediaHost(draft('video', { cover: boat }), rules('images'))).toBe(true)
    expect(needsMediaHost(draft('video', { cover: '' }), rules('images'))).toBe(false)
    expect(needsMediaHost(draft('video', { cover: boat }), rules())).toBe(false)
  })

  test('that is missing stops a picture for Instagram, with the way to set one up; one that is there does not', () => {
    const check = (mediaHost: boolean) =>
      preflight(
        content('Hello', { assetId: boat, alt: null }),
        null,
        account({ platform: 'instagram' }),
        library({ width: 1_080, height: 1_080 }),
        time,
        { mediaHost },
      )
    expect(check(false)).toContainEqual({
      severity: 'error',
      code: 'media_host_needed',
      field: 'media',
      params: { platform: 'Instagram' },
      fixes: ['set_up_media_host'],
    })
    expect(check(true)).toEqual([])
  })
})
