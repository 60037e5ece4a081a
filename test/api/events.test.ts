import { get } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHost, type TestHost } from '../security/host.ts'
import { programWith, type Program } from '../security/key.ts'

let host: TestHost
let program: Program
beforeAll(async () => {
  host = await startTestHost()
  const workspace = host.studio.workspaces.create({ name: 'Events' }).id
  program = await programWith(host, workspace, ['posts:read', 'posts:write'])
})
afterAll(() => host.close())

interface Heard {
  readonly id: string
  readonly type: string
  readonly post: string | undefined
}

/** Listens after `last` and lets the line break where `cut` says, be it in the middle of an event. */
function listen(last: string | undefined, cut: (text: string) => number | null): Promise<Heard[]> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${program.secret}`,
      ...(last !== undefined && { 'last-event-id': last }),
    }
    const sent = get(`${host.url}/v1/events`, { headers, agent: false }, (answer) => {
      let text = ''
      answer.on('error', () => {})
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        const length = cut(text)
        if (length === null) return
        sent.destroy()
        resolve(whole(text.slice(0, length)))
      })
    })
    sent.on('error', (error: NodeJS.ErrnoException) => error.code !== 'ECONNRESET' && reject(error))
  })
}

/** Events that came whole; what was cut off comes again. */
function whole(text: string): Heard[] {
  const blocks = text.split('\n\n').slice(0, -1)
  return blocks.flatMap((block) => {
    const [id, data] = [/^id: ?(.*)$/m.exec(block)?.[1], /^data: ?(.*)$/m.exec(block)?.[1]]
    if (id === undefined || data === undefined) return []
    const event = JSON.parse(data) as { type: string; ids: Record<string, string> }
    return [{ id, type: event.type, post: event.ids['post'] }]
  })
}

test('a program whose line breaks again and again misses nothing, and reads everything in its order', async () => {
  const made: string[] = []
  const write = async () =>
    made.push((await program.ask('POST', '/v1/posts', { title: `Post ${made.length}` })).json().id)
  let reads = true
  const writing = (async () => {
    while (reads && made.length < 300) await write()
    await write()
  })()

  const heard: Heard[] = []
  // Lines break after one event and after many, at every place of one.
  for (const bytes of [1, 420, 777, 1_500, 350, 2_222, 901, 3_333, 640, 1_111]) {
    const cut = (text: string) => (text.length >= bytes ? bytes : null)
    heard.push(...(await listen(heard.at(-1)?.id ?? 'boot_test-0', cut)))
  }
  reads = false
  await writing
  const last = made.at(-1) ?? ''
  const toTheEnd = (text: string) => (whole(text).some(({ post }) => post === last) ? text.length : null)
  heard.push(...(await listen(heard.at(-1)?.id, toTheEnd)))

  expect(heard.filter(({ type }) => type === 'resync')).toEqual([])
  const numbers = heard.map(({ id }) => Number(id.split('-').at(-1)))
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
  const posts = heard.flatMap(({ post }) => (post === undefined ? [] : [post]))
  expect(made.filter((id) => !posts.includes(id))).toEqual([])
})

test('who was away for longer than is remembered is told to read everything again', async () => {
  const [first] = await listen('boot_test-0', (text) => (whole(text).length > 0 ? text.length : null))
  for (let count = 0; count < 2_100; count++) host.studio.events.emit(null, { type: 'settings.changed' })
  const [told] = await listen(first?.id, (text) => (whole(text).length > 0 ? text.length : null))
  expect(told?.type).toBe('resync')
})
