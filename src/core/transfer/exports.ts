import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Job } from '../../contract/jobs.ts'
import { postStatus } from '../../contract/post-status.ts'
import type { Part } from '../../contract/posts.ts'
import type { ScheduleDocument, ScheduleRow } from '../../contract/schedules.ts'
import { AssetId } from '../../contract/vocabulary.ts'
import { toIso } from '../clock.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Media } from '../media/media.ts'
import { deliveriesOfPost, partsOf } from '../store/deliveries.ts'
import { handlesOf, postsAfter } from '../store/export.ts'
import { contentOf, type PostRow } from '../store/posts.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { writeCsv } from './csv.ts'
import { checkFolder, writeFolder, type FileToWrite } from './folder.ts'
import { columns, toCells, toRow } from './row.ts'

/** Takes everything that was written out of a workspace. Throws the contract's errors. */
export interface Exports {
  posts(format: 'csv' | 'json'): Promise<File>
  folder(folder: string): Promise<Job>
}

/** After this many posts others get their turn. */
const postsAtOnce = 250

export function createExports(
  context: WorkspaceContext,
  { media, jobs }: { media: Pick<Media, 'source'>; jobs: Pick<Jobs, 'start'> },
): Exports {
  const { store, clock, settings } = context

  async function* allPosts(): AsyncGenerator<PostRow, void, void> {
    for (let after = ''; ;) {
      const rows = postsAfter(store.read, after, postsAtOnce)
      yield* rows
      const last = rows.at(-1)
      if (rows.length < postsAtOnce || !last) return
      after = last.id
      await clock.sleep(0)
    }
  }

  function rowOf(
    post: PostRow,
    handles: ReadonlyMap<string, string>,
    assetOf?: (media: Part['media'][number]) => NonNullable<ScheduleRow['assets']>[number],
    settingOf: (value: unknown) => unknown = (value) => value,
  ): ScheduleRow {
    const { wallTime, zone, review } = post
    const content = contentOf(store.read, post)
    const variants = content.variants.map((variant) => ({
      ...variant,
      settings: Object.fromEntries(Object.entries(variant.settings).map(([key, value]) => [key, settingOf(value)])),
    }))
    const when = wallTime === null || zone === null ? null : { wallTime, zone }
    const about = aboutOf(post, handles)
    const handleOf = (id: string) => handles.get(id) ?? id
    const exported = {
      content: { ...content, variants },
      review: review === 'idea' ? ('idea' as const) : ('draft' as const),
      when,
      about,
    }
    return toRow(exported, handleOf, assetOf)
  }

  function aboutOf(post: PostRow, handles: ReadonlyMap<string, string>): Record<string, unknown> {
    const deliveries = deliveriesOfPost(store.read, post.id)
    const parts = partsOf(
      store.read,
      deliveries.map(({ id }) => id),
    )
    return {
      id: post.id,
      status: postStatus(
        post.review,
        deliveries.map(({ status }) => status),
      ),
      createdAt: toIso(post.createdAt),
      ...(deliveries.length > 0 && {
        deliveries: deliveries.map(({ id, accountId, status, publishedAt }) => ({
          account: handles.get(accountId) ?? accountId,
          status,
          ...(publishedAt !== null && { publishedAt: toIso(publishedAt) }),
          ...(parts.some(({ deliveryId, url }) => deliveryId === id && url !== null) && {
            url: parts.find(({ deliveryId }) => deliveryId === id)?.url,
          }),
        })),
      }),
    }
  }

  /** Names files by where they will lie, and remembers them. */
  function createFiles() {
    const found = new Map<string, FileToWrite | null>()
    const fileOf = (assetId: string): FileToWrite | null => {
      const known = found.get(assetId)
      if (known !== undefined) return known
      const file = find(assetId)
      found.set(assetId, file)
      return file
    }
    function find(assetId: string): FileToWrite | null {
      try {
        const { row, path } = media.source(assetId)
        if (!existsSync(path)) return null
        const extension = /\.[a-z0-9]+$/.exec(path)?.[0] ?? ''
        return { from: path, to: `media/${row.sha256.slice(0, 20)}${extension}`, name: row.name, alt: row.alt }
      } catch {
        return null // erased meanwhile: its id stays in the row, and the import says that it is not there
      }
    }
    return { fileOf, all: () => [...found.values()].filter((file) => file !== null) }
  }

  return {
    async posts(format) {
      const handles = handlesOf(store.read)
      const rows: ScheduleRow[] = []
      for await (const post of allPosts()) rows.push(rowOf(post, handles))
      const name = `posts-${toIso(clock.now()).slice(0, 10)}.${format}`
      if (format === 'csv') return new File([writeCsv(columns, rows.map(toCells))], name, { type: 'text/csv' })
      const document: ScheduleDocument = {
        timezone: settings().zone,
        mode: 'draft',
        idempotencyKey: `export-${context.id}-${clock.now()}`,
        name: settings().name,
        posts: rows,
      }
      return new File([JSON.stringify(document, null, 2)], name, { type: 'application/json' })
    },
    async folder(folder) {
      await checkFolder(folder, dirname(dirname(context.folder)))
      return jobs.start({
        kind: 'export',
        about: { folder },
        key: `export:${folder}`,
        async work({ signal, progress }) {
          progress(null)
          const handles = handlesOf(store.read)
          const files = createFiles()
          const assetOf = ({ assetId, alt }: Part['media'][number]) => {
            const file = files.fileOf(assetId)
            if (!file) return alt === null ? assetId : { id: assetId, alt }
            return { path: `../${file.to}`, ...(alt !== null && { alt }) }
          }
          const settingOf = (value: unknown) => {
            const file = AssetId.safeParse(value).success ? files.fileOf(String(value)) : null
            return file ? `file:../${file.to}` : value
          }
          async function* posts() {
            for await (const post of allPosts())
              yield { file: fileName(post), row: rowOf(post, handles, assetOf, settingOf) }
          }
          return { folder, ...(await writeFolder(folder, posts(), files.all, () => {}, signal)) }
        },
      })
    },
  }
}

/** Sorted by time, told by its words, and never another post's. */
function fileName({ id, wallTime, title, parts }: PostRow): string {
  const words = (title || (parts[0]?.text ?? ''))
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '')
  return [wallTime?.slice(0, 10) ?? 'unplanned', words, `${id.slice(-10).toLowerCase()}.md`].filter(Boolean).join('-')
}
