import { constants, existsSync } from 'node:fs'
import { copyFile, mkdir, open, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { parse, stringify } from 'yaml'
import * as z from 'zod'
import { maxRows, type ScheduleRow } from '../../contract/schedules.ts'
import { said, type Said } from '../../contract/sentences/index.ts'
import { unprocessable } from '../errors.ts'
import { fromMarkdown, toMarkdown } from './markdown.ts'

/** What lies in a folder of ours beside its posts: files by their path in it, with the words they have in the library. */
const Manifest = z.object({
  broadside: z.literal(1),
  media: z.record(z.string(), z.object({ name: z.string(), alt: z.string().default('') })).default({}),
})
export type Manifest = z.infer<typeof Manifest>

const manifestName = 'broadside.yaml'
const mostFileBytes = 5_000_000

export interface FolderPost {
  /** Path in the folder. */
  readonly file: string
  /** Null where its front matter cannot be read. */
  readonly row: Record<string, unknown> | null
}

export interface Folder {
  /** The folder itself, wherever a link to it leads. */
  readonly root: string
  readonly posts: readonly FolderPost[]
  readonly manifest: Manifest
}

const refuse = (path: string, says: Said) => unprocessable([{ path, says }])

/** Reads the Markdown files of a folder, in the order of their names. Throws `unprocessable`. */
export async function readFolder(path: string): Promise<Folder> {
  if (!isAbsolute(path)) throw refuse('source.folder', said('folder_absolute'))
  const root = await realpath(path).catch(() => {
    throw refuse('source.folder', said('folder_missing'))
  })
  if (!(await stat(root)).isDirectory()) throw refuse('source.folder', said('folder_not_one'))
  const names = await markdownIn(root, '', 0)
  if (names.length === 0) throw refuse('source.folder', said('import_no_posts'))
  if (names.length > maxRows) throw refuse('source.folder', said('schedule_too_many_rows', { max: maxRows }))
  const posts: FolderPost[] = []
  for (const file of names.sort()) posts.push({ file, row: await readPost(join(root, file)) })
  const manifest = await readSmall(join(root, manifestName)).catch(() => null)
  return { root, posts, manifest: readManifest(manifest) }
}

async function markdownIn(root: string, at: string, depth: number): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(join(root, at), { withFileTypes: true })) {
    const path = at === '' ? entry.name : `${at}/${entry.name}`
    // Links may lead anywhere; hidden folders are the version control's.
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory() && depth < 8) found.push(...(await markdownIn(root, path, depth + 1)))
    if (entry.isFile() && entry.name.endsWith('.md') && !/^readme\.md$/i.test(entry.name)) found.push(path)
    if (found.length > maxRows) return found
  }
  return found
}

async function readPost(path: string): Promise<Record<string, unknown> | null> {
  return fromMarkdown(await readSmall(path))
}

/** The text of a file of a size that a text may have. Throws `unprocessable` for a larger one, and the system's errors. */
export async function readSmall(path: string, mostBytes = mostFileBytes): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const { size } = await file.stat()
    if (size > mostBytes) throw refuse('source', said('import_file_too_large', { max: mostBytes }))
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

function readManifest(text: string | null): Manifest {
  try {
    return Manifest.parse(parse(text ?? '', { maxAliasCount: 0 }))
  } catch {
    return { broadside: 1, media: {} } // a folder somebody made by hand has none
  }
}

/** Where a file that a post names lies, which is inside of the folder; null where it is not there. */
export async function fileIn(root: string, post: string, name: string): Promise<{ path: string } | 'outside' | null> {
  const path = await realpath(join(root, dirname(post), name)).catch(() => null)
  if (path === null) return null
  const way = relative(root, path)
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? 'outside' : { path }
}

export interface FileToWrite {
  readonly from: string
  /** Path in the folder. */
  readonly to: string
  readonly name: string
  readonly alt: string
}

/** A folder that is to be written: one that is not there, is empty, or has an earlier export. Throws `unprocessable`. */
export async function checkFolder(folder: string, dataFolder: string): Promise<void> {
  if (!isAbsolute(folder)) throw refuse('folder', said('folder_absolute'))
  const parent = await realpath(existsSync(folder) ? folder : dirname(folder)).catch(() => {
    throw refuse('folder', said('folder_missing'))
  })
  const way = relative(await realpath(dataFolder), parent)
  if (way === '' || (!way.startsWith('..') && !isAbsolute(way))) throw refuse('folder', said('folder_in_data'))
  if (!existsSync(folder)) return
  if (!(await stat(folder)).isDirectory()) throw refuse('folder', said('folder_not_one'))
  const others = (await readdir(folder)).filter((name) => !name.startsWith('.'))
  if (others.length > 0 && !others.includes(manifestName)) throw refuse('folder', said('folder_not_empty'))
}

/** Puts an export in place of the earlier one once all of it is written; until then the earlier one stays whole. */
export async function writeFolder(
  folder: string,
  posts: AsyncIterable<{ file: string; row: ScheduleRow }>,
  files: () => Iterable<FileToWrite>,
  tell: (done: number) => void,
  signal: AbortSignal,
): Promise<{ posts: number; files: number }> {
  await mkdir(folder, { recursive: true })
  const partial = join(folder, '.broadside-export')
  await rm(partial, { recursive: true, force: true })
  try {
    await mkdir(join(partial, 'posts'), { recursive: true })
    await mkdir(join(partial, 'media'))
    let count = 0
    for await (const { file, row } of posts) {
      signal.throwIfAborted()
      await writeFile(join(partial, 'posts', file), toMarkdown(row))
      tell(++count)
    }
    const media: Manifest['media'] = {}
    for (const { from, to, name, alt } of files()) {
      signal.throwIfAborted()
      await copyFile(from, join(partial, to))
      media[to] = { name, alt }
    }
    await writeFile(join(partial, manifestName), stringify({ broadside: 1, media }, { lineWidth: 0 }))
    await writeFile(join(partial, '.gitattributes'), 'media/** -text\n*.md text eol=lf\n')
    for (const name of ['posts', 'media', manifestName, '.gitattributes']) {
      await rm(join(folder, name), { recursive: true, force: true })
      await rename(join(partial, name), join(folder, name))
    }
    return { posts: count, files: Object.keys(media).length }
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}
