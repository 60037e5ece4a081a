import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A video as the server keeps it. */
export interface KeptVideo {
  readonly id: string
  readonly prompt: string
  readonly createdAt: number
  status: 'queued' | 'in_progress' | 'completed' | 'failed'
  progress: number
  error: { message: string } | null
  deleted: boolean
}

/** What a test does to the server, and sees of it. */
export interface MakerServer {
  /** With `/v1`. */
  readonly url: string
  readonly videos: KeptVideo[]
  /** Requests by method and path, in order. */
  readonly seen: string[]
  /** Bodies of requests that make something. */
  readonly bodies: Record<string, unknown>[]
  /** Sizes that pictures may have; others are refused with `param: size`. */
  sizes: readonly string[]
  /** The picture that is sent. */
  picture: Buffer
  film: Buffer
  /** Videos are made and their answer is lost on the way, so often. */
  losing: number
  /** Videos are made and nothing is answered, so often. */
  holding: number
  /** So many polls answer 503 first. */
  troubled: number
  /** What the clock of the server says, in milliseconds. */
  now: () => number
  close(): Promise<void>
}

/** OpenAI's images and videos as its reference describes them: pictures in the answer, videos that are asked for, asked after and fetched. */
export async function startMakerServer(): Promise<MakerServer> {
  const server = createServer((request, response) => {
    request.on('error', () => {})
    response.on('error', () => {})
    handle(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const maker: MakerServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    videos: [],
    seen: [],
    bodies: [],
    sizes: ['1024x1024', '1024x1536', '1536x1024'],
    picture: Buffer.alloc(0),
    film: Buffer.alloc(0),
    losing: 0,
    holding: 0,
    troubled: 0,
    now: () => 0,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', maker.url)
    const what = `${request.method} ${pathname.replace('/v1', '')}`
    maker.seen.push(what)
    if (what === 'POST /images/generations') return makeImages(await bodyOf(request), response)
    if (what === 'POST /videos') return makeVideo(await bodyOf(request), response)
    if (what === 'GET /videos')
      return json(response, 200, { object: 'list', data: [...maker.videos].reverse().map(shown) })
    const [, id, content] = /^\/v1\/videos\/([^/]+)(\/content)?$/.exec(pathname) ?? []
    const video = maker.videos.find((one) => one.id === id && !one.deleted)
    if (!video) return json(response, 404, { error: { message: 'No such video' } })
    if (request.method === 'DELETE') {
      video.deleted = true
      return json(response, 200, { id, deleted: true })
    }
    if (content) return void response.writeHead(200, { 'content-type': 'video/mp4' }).end(maker.film)
    if (maker.troubled-- > 0) return json(response, 503, { error: { message: 'Busy' } })
    json(response, 200, shown(video))
  }

  function makeImages(body: Record<string, unknown>, response: ServerResponse): void {
    maker.bodies.push(body)
    if (!maker.sizes.includes(String(body['size'])))
      return json(response, 400, { error: { message: 'Invalid size', param: 'size', code: 'invalid_value' } })
    const one = { b64_json: maker.picture.toString('base64') }
    json(response, 200, { created: 1, data: Array.from({ length: Number(body['n']) }, () => one) })
  }

  function makeVideo(body: Record<string, unknown>, response: ServerResponse): void {
    maker.bodies.push(body)
    const id = `video_${maker.videos.length + 1}`
    const video: KeptVideo = {
      ...{ id, prompt: String(body['prompt']), createdAt: Math.floor(maker.now() / 1_000) },
      ...{ status: 'queued', progress: 0, error: null, deleted: false },
    }
    maker.videos.push(video)
    if (maker.losing-- > 0) return void response.destroy()
    if (maker.holding-- > 0) return
    json(response, 200, shown(video))
  }

  return maker
}

const shown = ({ id, prompt, createdAt, status, progress, error }: KeptVideo) => ({
  ...{ id, prompt, status, progress, error },
  ...{ object: 'video', created_at: createdAt, model: 'film-1', seconds: '8', size: '720x1280' },
})

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
