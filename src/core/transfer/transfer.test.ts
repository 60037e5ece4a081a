import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PostContent } from '../../contract/posts.ts'
import { openTestWorkspace, type TestWorkspace } from '../testing.ts'

let root: string
let workspace: TestWorkspace
let account: string
let handle: string
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'broadside-transfer-'))
  const folder = join(root, 'data', 'workspaces', 'ws')
  mkdirSync(folder, { recursive: true })
  workspace = openTestWorkspace({ folder })
  account = await workspace.practiceAccount('One')
  handle = workspace.accounts.get(account).handle
})
afterEach(async () => {
  await workspace.dispose()
  rmSync(root, { recursive: true, force: true })
})

const person = { key: null, mayAddFiles: true }
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
/** Beside the data folder, which an export must not lie in. */
const outside = (name: string) => join(root, name)
const written = (one: TestWorkspace) =>
  one.posts
    .list({ limit: 200 })
    .items.map(({ id }) => one.posts.get(id))
    .map(({ title, parts, link, labels, variants, when, review }) => ({
      ...{ title, parts, link, labels, when, review: review === 'idea' ? 'idea' : 'draft' },
      variants: variants.map(({ parts: own, settings }) => ({ parts: own, settings })),
    }))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

/** Posts of every shape there is. */
async function fill(): Promise<void> {
  const { id: asset } = await workspace.media.add({ base64: gif.toString('base64'), name: 'dot.gif', alt: 'A dot' })
  const variant = (own: PostContent['parts'] | null) => ({ accountId: account as never, parts: own, settings: {} })
  const part = (text: string, alt: string | null = null) => ({ text, media: [{ assetId: asset, alt }] })
  workspace.posts.create({})
  workspace.posts.create({ title: 'An idea', review: 'idea', labels: ['a;b', 'ä', 'x, y'] })
  workspace.posts.create({
    parts: [{ text: '=1+1\r\n---\n"quoted", it’s; done\t\n', media: [] }],
    link: 'https://example.com/a?b=c',
  })
  workspace.posts.create({
    parts: [part('One'), { text: '<!-- next part -->\n\n', media: [] }, part('Three', '')],
    variants: [variant([part('Own', 'Own words')])],
    when: { wallTime: '2026-12-24T09:00', zone: 'America/New_York' },
  })
  workspace.posts.create({
    parts: [part('Scheduled', null)],
    variants: [variant(null)],
    schedule: { when: { wallTime: '2026-12-24T09:00' }, skipProblems: false },
  })
}

/** Another workspace with the same account, and the same file where files are not carried. */
async function another(withFile: boolean): Promise<TestWorkspace> {
  const other = openTestWorkspace()
  await other.practiceAccount('One')
  if (withFile) {
    const row = workspace.store.sqlite.prepare('select * from asset').get() as Record<string, unknown>
    const names = Object.keys(row)
    other.store.sqlite
      .prepare(`insert into asset (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`)
      .run(...Object.values(row))
  }
  return other
}
const account2 = (other: TestWorkspace) => other.accounts.list()[0]!.handle

test.each(['json', 'csv'] as const)('posts exported as %s and imported are the same posts', async (format) => {
  await fill()
  const text = await (await workspace.exports.posts(format)).text()
  const other = await another(true)
  try {
    const source =
      format === 'csv'
        ? { csv: text.replaceAll(handle, account2(other)) }
        : { json: JSON.parse(text.replaceAll(handle, account2(other))) as Record<string, unknown> }
    expect((await other.imports.check({ source, limit: 10 })).valid).toBe(true)
    await other.imports.run({ source, idempotencyKey: 'k' }, person)
    expect(written(other)).toEqual(written(workspace))
  } finally {
    await other.dispose()
  }
})

test('posts exported as files and imported are the same posts, with their files, and a second export writes the same', async () => {
  await fill()
  const folder = outside('export')
  const { id } = await workspace.exports.folder(folder)
  const job = await finished(id)
  expect(job).toMatchObject({ state: 'done', result: { posts: 5, files: 1 } })
  const other = await another(false)
  try {
    for (const name of readdirSync(join(folder, 'posts'))) {
      const file = join(folder, 'posts', name)
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(handle, account2(other)))
    }
    const { valid, table } = await other.imports.check({ source: { folder }, limit: 10 })
    expect([valid, table.length]).toEqual([true, 5])
    expect(other.store.sqlite.prepare('select count(*) from asset').pluck().get()).toBe(0)
    const { run } = await other.imports.run({ source: { folder }, idempotencyKey: 'k' }, person)
    expect(run.counts.posts).toBe(5)
    const asset = other.media.list({ limit: 5 }).items
    expect(asset.map(({ name, alt }) => [name, alt])).toEqual([['dot.gif', 'A dot']])
    const ours = JSON.stringify(written(workspace)).replaceAll(
      workspace.media.list({ limit: 1 }).items[0]!.id,
      asset[0]!.id,
    )
    expect(JSON.stringify(written(other))).toBe(ours)
    const again = await other.imports.run({ source: { folder }, idempotencyKey: 'k' }, person)
    expect(again.replayed).toBe(true)
  } finally {
    await other.dispose()
  }
  expect((await finished((await workspace.exports.folder(folder)).id)).state).toBe('done')
})

test('a folder with something else in it is left alone', async () => {
  const folder = outside('mine')
  mkdirSync(folder)
  writeFileSync(join(folder, 'letter.txt'), 'Dear')
  await expect(workspace.exports.folder(folder)).rejects.toThrow(/not empty/)
  expect(readdirSync(folder)).toEqual(['letter.txt'])
})

test('files that lie outside of the folder are not read, by whatever way', async () => {
  const folder = outside('sly')
  mkdirSync(join(folder, 'posts'), { recursive: true })
  writeFileSync(outside('secret.gif'), gif)
  symlinkSync(outside('secret.gif'), join(folder, 'link.gif'))
  const names = [
    '../../secret.gif',
    `../../${outside('secret.gif').split('/').at(-1)}`,
    '../link.gif',
    outside('secret.gif'),
  ]
  for (const [at, name] of names.entries())
    writeFileSync(join(folder, 'posts', `${at}.md`), `---\nassets:\n  - path: ${name}\n---\nText\n`)
  const refused = await workspace.imports
    .run({ source: { folder }, idempotencyKey: 'k' }, person)
    .catch((error: unknown) => error)
  expect((refused as { data: { fields: { path: string }[] } }).data.fields.map(({ path }) => path)).toEqual(
    names.map((_, at) => `posts/${at}.md.assets`),
  )
  expect(workspace.media.list({ limit: 5 }).items).toEqual([])
})

test('columns of a spreadsheet find their fields, by name or as they are told', async () => {
  const csv = 'Caption,Scheduled At,Ziel,Tags,Notes\nHello,2026-12-24T09:00,x,"a;b",mine\n,soon,x,,\n'
  const checked = await workspace.imports.check({
    source: { csv },
    mapping: { Ziel: '', Notes: '' },
    accounts: [handle],
    mode: 'scheduled',
    limit: 10,
  })
  expect(checked.columns).toEqual([
    { column: 'Caption', field: 'text' },
    { column: 'Scheduled At', field: 'publishAt' },
    { column: 'Ziel', field: null },
    { column: 'Tags', field: 'labels' },
    { column: 'Notes', field: null },
  ])
  expect(checked.table.map(({ row, place, problems }) => [row, place, problems.map(({ path }) => path)])).toEqual([
    [0, '2', []],
    [1, '3', ['posts.1.publishAt', 'posts.1.text']],
  ])
  const good = { csv: csv.split('\n').slice(0, 2).join('\n') }
  const { run } = await workspace.imports.run(
    { source: good, mapping: { Ziel: '' }, accounts: [handle], mode: 'scheduled', idempotencyKey: 'k' },
    person,
  )
  expect(run.counts).toMatchObject({ posts: 1, byStatus: { scheduled: 1 } })
})

test('a document’s own mode schedules nothing: the import says whether', async () => {
  const json = {
    mode: 'scheduled',
    idempotencyKey: 'theirs',
    posts: [{ account: handle, text: 'x', publishAt: '2026-12-24T09:00' }],
  }
  const { run } = await workspace.imports.run({ source: { json }, idempotencyKey: 'ours' }, person)
  expect(run).toMatchObject({ status: 'draft', idempotencyKey: 'ours' })
})

test('the calendar of other programs has what is planned, and only its own token opens it', () => {
  workspace.draft('Hello, world', [account], {
    when: { wallTime: '2026-12-24T09:00' },
    title: 'Line\nbreak; and, more',
  })
  expect(workspace.calendarFeed.get().active).toBe(false)
  const { path } = workspace.calendarFeed.create()
  const token = /\/([\w-]{43})\.ics$/.exec(path)![1]!
  const text = workspace.calendarFeed.open(token)!
  expect(text).toContain('DTSTART:20261224T080000Z')
  expect(text).toContain('SUMMARY:Line\\nbreak\\; and\\, more')
  expect(workspace.calendarFeed.open('x'.repeat(43))).toBeNull()
  workspace.calendarFeed.create()
  expect(workspace.calendarFeed.open(token)).toBeNull()
  workspace.calendarFeed.remove()
  expect(workspace.calendarFeed.get().active).toBe(false)
})

/** A job as it ended; the clock of the test stands still, so it is asked until then. */
const finished = (id: string) =>
  vi.waitFor(async () => {
    const job = await workspace.jobs.get(id)
    expect(job.endedAt).not.toBeNull()
    return job
  })
