import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listBackups, makeBackup } from './backups.ts'
import type { NewEvent } from './events.ts'
import { createIds } from './ids.ts'
import { openStore } from './store/open.ts'
import type { Store } from './store/tx.ts'
import { createTestClock, studioMigrations, workspaceMigrations, type TestClock } from './testing.ts'
import { createWorkspaces, type WorkspaceHandle, type Workspaces } from './workspaces.ts'

interface Handle extends WorkspaceHandle {
  started: number
  publishing: boolean
}

interface Host {
  workspaces: Workspaces<Handle>
  clock: TestClock
  events: [string, NewEvent][]
  close(): Promise<void>
}

let dataDir: string
let hosts: Host[]
let undo: (() => void)[]
beforeEach(() => {
  dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'broadside-workspaces-')))
  hosts = []
  undo = []
})
afterEach(async () => {
  for (const host of hosts) await host.close()
  for (const step of undo.reverse()) step()
  rmSync(dataDir, { recursive: true, force: true })
})

const quiet = { info() {}, warn() {}, error() {} }

/** Real databases and folders; of an open workspace only the store, without the parts that publish. */
function startHost(clock = createTestClock()): Host {
  const store = openStore({ file: join(dataDir, 'studio.db'), migrationsFolder: studioMigrations })
  const events: Host['events'] = []
  const workspaces = createWorkspaces<Handle>({
    dataDir,
    store,
    migrationsFolder: workspaceMigrations,
    clock,
    ids: createIds(() => clock.now()),
    log: quiet,
    emit: (id, event) => events.push([id, event]),
    open({ id, folder, backup }) {
      const opened = openStore({
        file: join(folder, 'workspace.db'),
        migrationsFolder: workspaceMigrations,
        backup,
        publish: (event) => events.push([id, event]),
      })
      return {
        store: opened,
        started: 0,
        publishing: false,
        isPublishing() {
          return this.publishing
        },
        start() {
          this.started++
        },
        async close() {
          opened.close()
        },
      }
    },
  })
  let closed = false
  const host: Host = {
    workspaces,
    clock,
    events,
    async close() {
      if (closed) return
      closed = true
      await workspaces.close()
      store.close()
    },
  }
  hosts.push(host)
  return host
}

const folderOf = (id: string) => join(dataDir, 'workspaces', id)
const databaseOf = (id: string) => join(folderOf(id), 'workspace.db')

/** An account with a sealed token, and a delivery for each of `due`. */
function fill(store: Store, due: Record<string, { at: number; status?: string }> = {}): void {
  const { sqlite } = store
  sqlite.exec(`
    insert into account (id, platform, kind, external_id, handle, name, display_handle, server, method, limits, defaults, created_at)
      values ('acct_1', 'bluesky', 'person', 'did:1', 'bluesky:person:did:1', 'Tern', '@tern', '', 'app_password', '{}', '{}', 1);
    insert into secret (owner, name, sealed, updated_at) values ('acct_1', 'session', 'v1:sealedsealedsealed', 1);`)
  for (const [id, { at, status = 'scheduled' }] of Object.entries(due)) {
    sqlite
      .prepare(
        `insert into post (id, title, parts, review, created_at, updated_at) values (?, 'hello', '[]', 'approved', 1, 1)`,
      )
      .run(`post_${id}`)
    sqlite
      .prepare(
        `insert into delivery (id, post_id, account_id, status, due_at, wall_time, zone, next_at, deadline_at, created_at, updated_at)
         values (?, ?, 'acct_1', ?, ?, '2026-11-24T10:00', 'Europe/Berlin', ?, ?, 1, 1)`,
      )
      .run(id, `post_${id}`, status, at, at, at + 1_000_000)
  }
}

const statuses = (store: Store) =>
  Object.fromEntries(
    (store.sqlite.prepare('select id, status from delivery order by id').all() as { id: string; status: string }[]).map(
      ({ id, status }) => [id, status],
    ),
  )

/** Overwrites the middle of a file, as a failing disk would. */
function damage(file: string): void {
  const handle = openSync(file, 'r+')
  const size = statSync(file).size
  for (let at = 4096; at < size; at += 4096) writeSync(handle, Buffer.alloc(2048, 0xa5), 0, 2048, at)
  closeSync(handle)
}

test('a new workspace has its settings, its own folder, and is there after a restart', async () => {
  const host = startHost()
  const made = host.workspaces.create({ name: 'Tern Coffee', zone: 'Europe/Berlin', approval: true })
  expect(made).toMatchObject({
    name: 'Tern Coffee',
    zone: 'Europe/Berlin',
    approval: true,
    weekStart: 'monday',
    state: 'open',
    problem: null,
  })
  expect(existsSync(databaseOf(made.id))).toBe(true)
  await host.close()
  expect(startHost().workspaces.list()).toEqual([made])
})

test('a changed name and zone are kept, told, and known even when the workspace cannot be opened', async () => {
  const host = startHost()
  const { id } = host.workspaces.create({ name: 'Tern' })
  expect(host.workspaces.update(id, { name: 'Tern Coffee', zone: 'Asia/Tokyo' })).toMatchObject({
    name: 'Tern Coffee',
    zone: 'Asia/Tokyo',
  })
  expect(host.events.at(-1)).toEqual([id, { type: 'workspace.changed', ids: { workspace: id } }])
  await host.close()
  damage(databaseOf(id))
  expect(startHost().workspaces.get(id)).toMatchObject({ name: 'Tern Coffee', state: 'unavailable' })
})

test('one setting that cannot be read gives way to its default and nothing else', async () => {
  const host = startHost()
  const { id } = host.workspaces.create({ name: 'Tern', zone: 'Asia/Tokyo', weekStart: 'sunday' })
  host.workspaces
    .need(id)
    .store.sqlite.exec(
      `update setting set value = '{"then":"perhaps"}' where key = 'missed'; update setting set value = 'not json' where key = 'weekStart'`,
    )
  await host.close()
  expect(startHost().workspaces.get(id)).toMatchObject({
    zone: 'Asia/Tokyo',
    weekStart: 'monday',
    missed: { then: 'publish', withinMinutes: 60 },
    state: 'open',
  })
})

test('a damaged workspace is listed with its backups and stops no other', async () => {
  const host = startHost()
  const [broken, fine] = [host.workspaces.create({ name: 'Broken' }), host.workspaces.create({ name: 'Fine' })]
  const backup = makeBackup(
    host.workspaces.need(broken.id).store.sqlite,
    folderOf(broken.id),
    host.clock.now(),
    'daily',
  )
  await host.close()
  damage(databaseOf(broken.id))

  const { workspaces } = startHost()
  workspaces.start()
  expect(workspaces.get(broken.id)).toMatchObject({
    state: 'unavailable',
    problem: { code: 'damaged', backups: [backup], message: expect.stringContaining('Restore') },
  })
  expect(workspaces.need(fine.id).started).toBe(1)
  expect(() => workspaces.need(broken.id)).toThrow(
    expect.objectContaining({ code: 'workspace_unavailable', data: expect.objectContaining({ reason: 'damaged' }) }),
  )
})

test('a file that is no database at all is damaged, and is not overwritten', async () => {
  const host = startHost()
  const { id } = host.workspaces.create({ name: 'Tern' })
  await host.close()
  writeFileSync(databaseOf(id), 'this is no database, and long enough to be read as one header or another'.repeat(100))
  const before = readFileSync(databaseOf(id))
  expect(startHost().workspaces.get(id).problem).toMatchObject({ code: 'damaged' })
  expect(readFileSync(databaseOf(id))).toEqual(before)
})

test('a workspace of a newer version is refused and left as it is', async () => {
  const host = startHost()
  const { id } = host.workspaces.create({ name: 'Tern' })
  host.workspaces
    .need(id)
    .store.sqlite.exec(`insert into __drizzle_migrations (hash, created_at) values ('from the future', 9999999999999)`)
  await host.close()
  const before = readFileSync(databaseOf(id))
  expect(startHost().workspaces.get(id).problem).toMatchObject({
    code: 'newer',
    message: expect.stringContaining('Update Broadside'),
  })
  expect(readFileSync(databaseOf(id))).toEqual(before)
})

test('a workspace whose folder or database is gone is missing, never made anew, and opens when it is back', async () => {
  const first = startHost()
  const [moved, emptied] = [first.workspaces.create({ name: 'Moved' }), first.workspaces.create({ name: 'Emptied' })]
  await first.close()
  renameSync(folderOf(moved.id), join(dataDir, 'elsewhere'))
  rmSync(databaseOf(emptied.id))

  const host = startHost()
  host.workspaces.start()
  expect(host.workspaces.list().map(({ problem }) => problem?.code)).toEqual(['missing', 'missing'])
  expect(existsSync(databaseOf(emptied.id))).toBe(false)
  expect(existsSync(folderOf(moved.id))).toBe(false)

  renameSync(join(dataDir, 'elsewhere'), folderOf(moved.id))
  await host.clock.by(31_000)
  expect(host.workspaces.get(moved.id)).toMatchObject({ state: 'open' })
  expect(host.workspaces.need(moved.id).started).toBe(1)
  expect(host.events).toEqual([[moved.id, { type: 'workspace.changed', ids: { workspace: moved.id } }]])
})

test('a folder another process works in is in use, and opens here when that process is killed', async () => {
  const first = startHost()
  const { id } = first.workspaces.create({ name: 'Tern' })
  await first.close()
  const other = await holdFolder(folderOf(id))

  const host = startHost()
  host.workspaces.start()
  expect(host.workspaces.get(id).problem).toMatchObject({
    code: 'in_use',
    message: expect.stringContaining('Another Broadside'),
  })
  await expect(host.workspaces.erase(id, 'Tern')).rejects.toMatchObject({ data: { reason: 'in_use' } })
  expect(existsSync(databaseOf(id))).toBe(true)

  other.kill('SIGKILL')
  await once(other, 'exit')
  await host.clock.by(31_000)
  expect(host.workspaces.get(id)).toMatchObject({ state: 'open' })
})

async function holdFolder(folder: string): Promise<ChildProcess> {
  const module = new URL('./workspace-folder.ts', import.meta.url).href
  const script = `const { lockWorkspaceFolder } = await import(${JSON.stringify(module)})
    globalThis.release = lockWorkspaceFolder(${JSON.stringify(folder)})
    console.log(globalThis.release !== null)
    process.stdin.resume()`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  undo.push(() => child.kill('SIGKILL'))
  expect(String((await once(child.stdout, 'data'))[0])).toBe('true\n')
  return child
}

describe('restore', () => {
  test('puts the backup in place, keeps the damaged file, and the workspace runs', async () => {
    const first = startHost()
    const { id } = first.workspaces.create({ name: 'Tern' })
    fill(first.workspaces.need(id).store)
    const backup = makeBackup(first.workspaces.need(id).store.sqlite, folderOf(id), first.clock.now(), 'daily')
    await first.close()
    damage(databaseOf(id))
    const damaged = readFileSync(databaseOf(id))

    const { workspaces } = startHost()
    workspaces.start()
    expect(workspaces.restore(id, backup)).toMatchObject({ state: 'open', name: 'Tern', problem: null })
    expect(workspaces.need(id).started).toBe(1)
    expect(workspaces.need(id).store.sqlite.prepare('select count(*) from secret').pluck().get()).toBe(1)
    const kept = readdirSync(folderOf(id)).filter((name) => /^workspace\.damaged-.*\.db$/.test(name))
    expect(kept).toHaveLength(1)
    expect(readFileSync(join(folderOf(id), kept[0]!))).toEqual(damaged)
  })

  test('sends nothing again that may have gone out, been canceled or deleted since the backup was made', async () => {
    const hour = 3_600_000
    const first = startHost()
    const { id } = first.workspaces.create({ name: 'Tern' })
    const now = first.clock.now()
    const { store } = first.workspaces.need(id)
    fill(store, {
      due: { at: now + hour },
      later: { at: now + 100 * hour },
      sent_early: { at: now + 100 * hour },
      deleted: { at: now + 100 * hour },
      sending: { at: now, status: 'publishing' },
    })
    const backup = makeBackup(store.sqlite, folderOf(id), now, 'daily')
    store.sqlite.exec(
      `update delivery set status = 'published' where id in ('due', 'sent_early', 'sending'); delete from delivery where id = 'deleted'`,
    )
    await first.close()
    // Shut out by its version alone: what it says of its deliveries can still be read.
    const sqlite = new Database(databaseOf(id))
    sqlite.exec(`insert into __drizzle_migrations (hash, created_at) values ('from the future', 9999999999999)`)
    sqlite.close()

    const host = startHost(createTestClock(now + 2 * hour))
    host.workspaces.restore(id, backup)
    const restored = host.workspaces.need(id).store
    expect(statuses(restored)).toEqual({
      due: 'missed',
      later: 'scheduled',
      sent_early: 'missed',
      deleted: 'missed',
      sending: 'publishing',
    })
    expect(
      restored.sqlite.prepare(`select commit_started_at is not null from delivery where id = 'sending'`).pluck().get(),
    ).toBe(1)
    expect(restored.sqlite.prepare(`select next_at from delivery where id = 'due'`).pluck().get()).toBeNull()
  })

  test('trusts nothing that was due when the damaged database says nothing', async () => {
    const first = startHost()
    const { id } = first.workspaces.create({ name: 'Tern' })
    const now = first.clock.now()
    fill(first.workspaces.need(id).store, { due: { at: now + 1_000 }, later: { at: now + 1_000_000 } })
    const backup = makeBackup(first.workspaces.need(id).store.sqlite, folderOf(id), now, 'daily')
    await first.close()
    writeFileSync(databaseOf(id), Buffer.alloc(20_000, 1))
    const host = startHost(createTestClock(now + 10_000))
    host.workspaces.restore(id, backup)
    expect(statuses(host.workspaces.need(id).store)).toEqual({ due: 'missed', later: 'scheduled' })
  })

  test('takes only a backup that is listed and whole, and otherwise moves nothing', async () => {
    const first = startHost()
    const { id } = first.workspaces.create({ name: 'Tern' })
    const backup = makeBackup(first.workspaces.need(id).store.sqlite, folderOf(id), first.clock.now(), 'daily')
    expect(() => first.workspaces.restore(id, backup)).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ reason: 'not_damaged' }) }),
    )
    await first.close()
    damage(databaseOf(id))
    damage(join(folderOf(id), 'backups', backup))
    const { workspaces } = startHost()
    const before = readdirSync(folderOf(id)).sort()
    for (const name of ['../workspace.db', '/etc/passwd', 'nothing.db', '']) {
      expect(() => workspaces.restore(id, name)).toThrow(
        expect.objectContaining({
          data: { fields: [expect.objectContaining({ path: 'backup', says: 'not_a_backup' })] },
        }),
      )
    }
    expect(() => workspaces.restore(id, backup)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('damaged as well') }),
    )
    expect(readdirSync(folderOf(id)).sort()).toEqual(before)
  })
})

describe('export', () => {
  const makeTarget = () => {
    const target = realpathSync(mkdtempSync(join(tmpdir(), 'broadside-export-')))
    undo.push(() => rmSync(target, { recursive: true, force: true }))
    return target
  }

  test('copies the database and all media, without secrets, and overwrites nothing', async () => {
    const { workspaces } = startHost()
    const { id } = workspaces.create({ name: 'Tern / Coffee: "2"' })
    fill(workspaces.need(id).store, { a: { at: 1 } })
    mkdirSync(join(folderOf(id), 'media', 'ab'), { recursive: true })
    writeFileSync(join(folderOf(id), 'media', 'ab', 'picture'), 'pixels')
    symlinkSync('/etc/passwd', join(folderOf(id), 'media', 'link'))
    const target = makeTarget()

    const one = await workspaces.export(id, target)
    const two = await workspaces.export(id, target)
    expect(one.path).not.toBe(two.path)
    expect(readdirSync(target).sort()).toEqual([
      'Broadside Tern-Coffee-2 2026-11-24',
      'Broadside Tern-Coffee-2 2026-11-24 (2)',
    ])
    expect(readdirSync(one.path).sort()).toEqual(['media', 'workspace.db'])
    expect(readdirSync(join(one.path, 'media'))).toEqual(['ab'])
    expect(readFileSync(join(one.path, 'media/ab/picture'), 'utf8')).toBe('pixels')
    expect(one).toMatchObject({ files: 2, bytes: statSync(join(one.path, 'workspace.db')).size + 6 })

    expect(readFileSync(join(one.path, 'workspace.db')).includes('sealedsealed')).toBe(false)
    const copy = new Database(join(one.path, 'workspace.db'), { readonly: true })
    expect(copy.prepare('select count(*) from delivery').pluck().get()).toBe(1)
    expect(copy.prepare('select health from account').pluck().get()).toBe('broken')
    copy.close()
    expect(workspaces.need(id).store.sqlite.prepare('select health from account').pluck().get()).toBe('ok')
  })

  test('refuses a place where it cannot or must not go, at the field', async () => {
    const { workspaces } = startHost()
    const { id } = workspaces.create({ name: 'Tern' })
    const target = makeTarget()
    writeFileSync(join(target, 'file'), '')
    symlinkSync(join(dataDir, 'workspaces'), join(target, 'way-in'))
    for (const folder of [
      'relative/path',
      join(target, 'nothing'),
      join(target, 'file'),
      dataDir,
      folderOf(id),
      join(target, 'way-in'),
    ]) {
      await expect(workspaces.export(id, folder)).rejects.toMatchObject({
        code: 'unprocessable',
        data: { fields: [{ path: 'folder' }] },
      })
    }
    expect(readdirSync(target).sort()).toEqual(['file', 'way-in'])
  })

  test('an exported folder put among the workspaces is taken in as one of its own, without sign-ins', async () => {
    const host = startHost()
    const { id } = host.workspaces.create({ name: 'Tern' })
    const { store } = host.workspaces.need(id)
    fill(store)
    store.sqlite
      .exec(`insert into post (id, title, parts, review, created_at, updated_at) values ('post_x', 'Seagull', '[]', 'draft', 1, 1);
      insert into post_search (rowid, title, body) select rowid, title, '' from post`)
    const { path } = await host.workspaces.export(id, makeTarget())
    await host.close()
    cpSync(path, join(dataDir, 'workspaces', 'Broadside Tern'), { recursive: true })

    const { workspaces } = startHost()
    const [original, copy] = workspaces.list()
    expect(original).toMatchObject({ id, name: 'Tern' })
    expect(copy).toMatchObject({ name: 'Tern (copy)', state: 'open' })
    expect(readdirSync(join(dataDir, 'workspaces')).sort()).toEqual([id, copy!.id].sort())
    const found = workspaces
      .need(copy!.id)
      .store.sqlite.prepare(
        `select p.title from post_search s join post p on p.rowid = s.rowid where post_search match 'seagull'`,
      )
      .pluck()
      .all()
    expect(found).toEqual(['Seagull'])
  })
})

describe('adopting', () => {
  test('a raw copy beside its original loses its sign-ins, so that it cannot publish the same posts', async () => {
    const host = startHost()
    const { id } = host.workspaces.create({ name: 'Tern' })
    fill(host.workspaces.need(id).store, { a: { at: host.clock.now() + 1_000 } })
    await host.close()
    const twin = `ws_${'0'.repeat(26)}`
    cpSync(folderOf(id), folderOf(twin), { recursive: true })

    const { workspaces } = startHost()
    expect(workspaces.list().map((each) => each.id)).toEqual([id, twin])
    const secrets = (of: string) =>
      workspaces.need(of).store.sqlite.prepare('select count(*) from secret').pluck().get()
    expect([secrets(id), secrets(twin)]).toEqual([1, 0])
    expect(readFileSync(databaseOf(twin)).includes('sealedsealed')).toBe(false)
  })

  test('when studio.db is lost, every workspace comes back as it was, sign-ins included', async () => {
    const host = startHost()
    const made = [
      host.workspaces.create({ name: 'Tern' }),
      host.workspaces.create({ name: 'Heron', zone: 'Asia/Tokyo' }),
    ]
    fill(host.workspaces.need(made[0]!.id).store)
    await host.close()
    for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, `studio.db${end}`), { force: true })

    const { workspaces } = startHost()
    expect(workspaces.list()).toEqual(made)
    expect(workspaces.need(made[0]!.id).store.sqlite.prepare('select count(*) from secret').pluck().get()).toBe(1)
  })

  test('a folder that is no workspace, or cannot be read, is left exactly as it is', async () => {
    for (const name of ['notes', 'broken copy']) mkdirSync(join(dataDir, 'workspaces', name), { recursive: true })
    writeFileSync(join(dataDir, 'workspaces', 'notes', 'todo.txt'), 'milk')
    writeFileSync(join(dataDir, 'workspaces', 'broken copy', 'workspace.db'), 'no database'.repeat(500))
    expect(startHost().workspaces.list()).toEqual([])
    expect(readFileSync(join(dataDir, 'workspaces', 'broken copy', 'workspace.db'), 'utf8')).toBe(
      'no database'.repeat(500),
    )
    expect(readdirSync(join(dataDir, 'workspaces')).sort()).toEqual(['broken copy', 'notes'])
  })
})

describe('erase', () => {
  test('asks for the name, waits for what is being sent, and then leaves nothing', async () => {
    const host = startHost()
    const [gone, stays] = [host.workspaces.create({ name: 'Tern' }), host.workspaces.create({ name: 'Heron' })]
    await expect(host.workspaces.erase(gone.id, 'tern')).rejects.toMatchObject({
      data: { fields: [{ path: 'confirm' }] },
    })
    host.workspaces.need(gone.id).publishing = true
    await expect(host.workspaces.erase(gone.id, 'Tern')).rejects.toMatchObject({ data: { reason: 'publishing' } })
    expect(host.workspaces.need(gone.id).publishing).toBe(true)

    host.workspaces.need(gone.id).publishing = false
    expect(await host.workspaces.erase(gone.id, 'Tern')).toEqual({ erased: gone.id })
    expect(readdirSync(join(dataDir, 'workspaces'))).toEqual([stays.id])
    expect(() => host.workspaces.need(gone.id)).toThrow(expect.objectContaining({ code: 'not_found' }))
    await host.close()
    expect(
      startHost()
        .workspaces.list()
        .map(({ id }) => id),
    ).toEqual([stays.id])
  })

  test('an erasure cut short by a crash is finished at the next start, and the workspace does not come back', async () => {
    const host = startHost()
    const { id } = host.workspaces.create({ name: 'Tern' })
    await host.close()
    renameSync(folderOf(id), join(dataDir, 'workspaces', `.erasing-${id}`))
    expect(startHost().workspaces.list()).toEqual([])
    expect(readdirSync(join(dataDir, 'workspaces'))).toEqual([])
  })

  test('a damaged or missing workspace can be erased too', async () => {
    const host = startHost()
    const [damaged, missing] = [
      host.workspaces.create({ name: 'Damaged' }),
      host.workspaces.create({ name: 'Missing' }),
    ]
    await host.close()
    damage(databaseOf(damaged.id))
    rmSync(folderOf(missing.id), { recursive: true })
    const { workspaces } = startHost()
    await workspaces.erase(damaged.id, 'Damaged')
    await workspaces.erase(missing.id, 'Missing')
    expect(workspaces.list()).toEqual([])
  })

  test('nothing is erased while it is being exported', async () => {
    const { workspaces } = startHost()
    const { id } = workspaces.create({ name: 'Tern' })
    const target = mkdtempSync(join(tmpdir(), 'broadside-export-'))
    undo.push(() => rmSync(target, { recursive: true, force: true }))
    const exporting = workspaces.export(id, target)
    await expect(workspaces.erase(id, 'Tern')).rejects.toMatchObject({ data: { reason: 'busy' } })
    expect(existsSync((await exporting).path)).toBe(true)
  })
})

describe('backups', () => {
  test('one a day is made while it runs, and seven are kept', async () => {
    const host = startHost()
    const { id } = host.workspaces.create({ name: 'Tern' })
    await host.clock.by(10 * 24 * 3_600_000)
    const names = listBackups(folderOf(id))
    expect(names).toHaveLength(7)
    const days = names.map((name) => name.slice(8, 10))
    expect(new Set(days).size).toBe(7)
    const newest = new Database(join(folderOf(id), 'backups', names[0]!), { readonly: true })
    expect(newest.prepare(`select value from setting where key = 'name'`).pluck().get()).toBe('"Tern"')
    newest.close()
  })

  test('a clock that was set back does not stop them', async () => {
    const host = startHost()
    const { id } = host.workspaces.create({ name: 'Tern' })
    makeBackup(host.workspaces.need(id).store.sqlite, folderOf(id), host.clock.now() + 365 * 24 * 3_600_000, 'daily')
    await host.clock.by(120_000)
    expect(listBackups(folderOf(id))).toHaveLength(2)
  })

  test('one that fails leaves the old ones and no half one', async () => {
    const host = startHost()
    const { id } = host.workspaces.create({ name: 'Tern' })
    const { sqlite } = host.workspaces.need(id).store
    makeBackup(sqlite, folderOf(id), host.clock.now(), 'daily')
    sqlite.exec('begin immediate') // VACUUM INTO refuses to run inside a transaction
    expect(() => makeBackup(sqlite, folderOf(id), host.clock.now() + 1, 'daily')).toThrow()
    sqlite.exec('rollback')
    expect(readdirSync(join(folderOf(id), 'backups'))).toHaveLength(1)
  })
})

const mayMount = (() => {
  const place = mkdtempSync(join(tmpdir(), 'broadside-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', place], { stdio: 'ignore' })
    execFileSync('umount', [place])
    return true
  } catch {
    return false
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
})()

describe.skipIf(!mayMount)('disks (skipped where this user may not mount a tmpfs)', () => {
  /** Puts the folder of a workspace on a small disk of its own. */
  function onOwnDisk(id: string, size: string): void {
    const aside = join(dataDir, 'aside')
    renameSync(folderOf(id), aside)
    mkdirSync(folderOf(id))
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folderOf(id)])
    undo.push(() => execFileSync('umount', ['-l', folderOf(id)]))
    cpSync(aside, folderOf(id), { recursive: true })
  }

  test('a full disk is told as such, loses nothing, and the workspace opens when there is room', async () => {
    const first = startHost()
    const { id } = first.workspaces.create({ name: 'Tern' })
    fill(first.workspaces.need(id).store)
    await first.close()
    onOwnDisk(id, '2m')
    const filler = join(folderOf(id), 'filler')
    try {
      writeFileSync(filler, Buffer.alloc(3_000_000))
    } catch {
      // full now, which is the point
    }
    const host = startHost()
    host.workspaces.start()
    expect(host.workspaces.get(id).problem).toMatchObject({
      code: 'disk_full',
      message: expect.stringContaining('Make room'),
    })
    rmSync(filler)
    await host.clock.by(31_000)
    expect(host.workspaces.get(id)).toMatchObject({ state: 'open' })
    expect(host.workspaces.need(id).store.sqlite.prepare('select count(*) from account').pluck().get()).toBe(1)
  })

  test('a disk that fills up while it is open is told to the caller as such', async () => {
    const first = startHost()
    const { id } = first.workspaces.create({ name: 'Tern' })
    await first.close()
    onOwnDisk(id, '2m')
    const { workspaces } = startHost()
    const { store } = workspaces.need(id)
    const write = () =>
      store.sqlite
        .prepare(`insert or replace into setting (key, value) values (?, ?)`)
        .run(String(Math.random()), 'x'.repeat(200_000))
    let failure: unknown
    try {
      for (let count = 0; count < 100; count++) write()
    } catch (error) {
      failure = error
    }
    expect(workspaces.storageProblem(failure)).toMatchObject({
      code: 'workspace_unavailable',
      data: { reason: 'disk_full' },
    })
    expect(store.sqlite.pragma('quick_check', { simple: true })).toBe('ok')
  })

  test('a folder on a read-only disk is told as such, and opens when it may be written', async () => {
    const first = startHost()
    const { id } = first.workspaces.create({ name: 'Tern' })
    await first.close()
    onOwnDisk(id, '4m')
    execFileSync('mount', ['-o', 'remount,ro', folderOf(id)])
    const host = startHost()
    host.workspaces.start()
    expect(host.workspaces.get(id).problem).toMatchObject({
      code: 'read_only',
      message: expect.stringContaining('writable'),
    })
    await expect(host.workspaces.erase(id, 'Tern')).rejects.toThrow()
    execFileSync('mount', ['-o', 'remount,rw', folderOf(id)])
    await host.clock.by(31_000)
    expect(host.workspaces.get(id)).toMatchObject({ state: 'open' })
  })

  test('an export onto a disk without room says so at the field and leaves nothing behind', async () => {
    const { workspaces } = startHost()
    const { id } = workspaces.create({ name: 'Tern' })
    const target = mkdtempSync(join(tmpdir(), 'broadside-export-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', target])
    undo.push(() => (execFileSync('umount', ['-l', target]), rmSync(target, { recursive: true })))
    await expect(workspaces.export(id, target)).rejects.toMatchObject({
      data: { fields: [{ path: 'folder', message: expect.stringContaining('room') }] },
    })
    expect(readdirSync(target)).toEqual([])
  })
})
