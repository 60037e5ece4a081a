import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { pageHeaders } from '../../contract/page-policy.ts'
import { parseRange } from './byte-range.ts'

/** One file of a workspace's media library, ready to be read. */
export interface MediaFile {
  readonly path: string
  /** As probed from the content. */
  readonly type: string
}

export interface PageServer {
  /** The host name of our own pages; requests for another are not answered. */
  readonly host: string
  /** Folder of the built renderer. */
  readonly root: string
  /** `rest` is the path below /media/, decoded segment by segment; null where there is no such file. */
  findMedia(segments: readonly string[]): Promise<MediaFile | null>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** Answers the window's page: its own files, and media with ranges. Everything carries the page's policy. */
export async function answerPage(request: Request, server: PageServer): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405)
  const segments = readPath(request.url, server.host)
  if (!segments) return plain(404)
  if (segments[0] === 'media') {
    const media = await server.findMedia(segments.slice(1))
    return media ? sendFile(request, media.path, mediaHeaders(media.type)) : plain(404)
  }
  const name = segments.join('/') || 'index.html'
  const type = types[extname(name)]
  if (!type) return plain(404)
  return sendFile(request, join(server.root, name), {
    ...pageHeaders,
    'content-type': type,
    'cache-control': 'no-cache',
  })
}

/** Path segments, each decoded once; null for another host, or a segment that could leave the folder. */
function readPath(address: string, host: string): readonly string[] | null {
  const url = URL.parse(address)
  if (!url || url.hostname !== host) return null
  try {
    const segments = url.pathname.split('/').slice(1).map(decodeURIComponent)
    if (segments.at(-1) === '') segments.pop()
    const isPlain = (segment: string) => /^[\p{L}\p{N}._~@+ -]+$/u.test(segment) && !/^\.+$/.test(segment)
    return segments.every(isPlain) ? segments : null
  } catch {
    return null // a malformed escape
  }
}

/** What people upload is shown as picture, film or sound or not at all, and never runs as a page of ours. */
function mediaHeaders(type: string) {
  const shown = /^(image|video|audio)\/[\w.+-]+$/.test(type)
  return {
    ...pageHeaders,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'content-type': shown ? type : 'application/octet-stream',
    'cache-control': 'private, max-age=86400',
    ...(!shown && { 'content-disposition': 'attachment' }),
  }
}

async function sendFile(request: Request, path: string, headers: Record<string, string>): Promise<Response> {
  const file = await stat(path).catch(() => null)
  if (!file?.isFile()) return plain(404)
  const range = parseRange(request.headers.get('range'), file.size)
  if (range === 'unsatisfiable') return plain(416, { 'content-range': `bytes */${file.size}` })
  const { start, end } = range ?? { start: 0, end: file.size - 1 }
  return new Response(request.method === 'HEAD' || file.size === 0 ? null : stream(path, start, end), {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'accept-ranges': 'bytes',
      'content-length': String(end - start + 1),
      ...(range && { 'content-range': `bytes ${start}-${end}/${file.size}` }),
    },
  })
}

function stream(path: string, start: number, end: number) {
  const web: NodeReadableStream = Readable.toWeb(createReadStream(path, { start, end }))
  return web as ReadableStream
}

function plain(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...pageHeaders, ...headers } })
}
