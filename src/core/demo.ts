import { createRouterClient } from '@orpc/server'
import sharp from 'sharp'
import { Temporal } from 'temporal-polyfill'
import type { StudioClient } from '../contract/index.ts'
import { systemClock } from './clock.ts'
import type { Studio } from './create-studio.ts'
import { demoPosts, demoPictures, type DemoPost } from './demo-content.ts'
import { backdatePublished } from './store/demo.ts'

/** The sample workspace's name; it is made once and then left as people changed it. */
export const demoName = 'Fernweh Coffee'

/** Fills a sample workspace through the contract, as a person would: practice accounts, pictures, posts in every state. Does nothing when it is there. */
export async function fillDemo(studio: Studio): Promise<void> {
  if (studio.workspaces.list().some(({ name }) => name === demoName)) return
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const everyone = clientOf(studio, null)
  const { id } = await everyone.workspaces.create({ name: demoName, zone })
  const client = clientOf(studio, id)

  const accounts = await connectAccounts(client)
  const pictures = await addPictures(client)
  await client.slots.put({
    slots: [1, 2, 3, 4, 5].map((weekday) => ({ accountId: null, weekday, time: '17:30', zone })),
  })
  const today = Temporal.Instant.fromEpochMilliseconds(systemClock.now()).toZonedDateTimeISO(zone).toPlainDate()
  const past: { id: string; at: number }[] = []
  for (const post of demoPosts) {
    const when = { wallTime: `${today.add({ days: post.day }).toString()}T${post.time}`, zone }
    const made = await client.posts.create({
      title: post.title,
      parts: post.parts.map((text, index) => ({
        text,
        media: index === 0 && post.picture ? [{ assetId: pictures[post.picture] as never, alt: null }] : [],
      })),
      labels: [...post.labels],
      variants: post.accounts.map((name) => ({ accountId: accounts[name] as never })),
      when: post.state === 'idea' ? null : when,
      review: post.state === 'idea' ? 'idea' : 'draft',
    })
    if (post.state === 'scheduled') await client.posts.schedule({ id: made.id, when })
    if (post.state === 'published')
      past.push({ id: made.id, at: Temporal.PlainDateTime.from(when.wallTime).toZonedDateTime(zone).epochMilliseconds })
    if (post.state === 'failed' || post.state === 'unknown') await goWrong(client, accounts, made.id, post)
  }
  backdatePublished(studio.workspace(id).store, past)
}

function clientOf(studio: Studio, workspaceId: string | null): StudioClient {
  return createRouterClient(studio.router, { context: { caller: { kind: 'window', scopes: 'all' }, workspaceId } })
}

async function connectAccounts(client: StudioClient): Promise<Record<string, string>> {
  const made: Record<string, string> = {}
  for (const name of ['Fernweh Coffee', 'Fernweh Journal']) {
    const { accounts } = await client.connections.start({ platform: 'practice', method: 'practice', fields: { name } })
    made[name] = accounts[0] ?? ''
  }
  return made
}

async function addPictures(client: StudioClient): Promise<Record<string, string>> {
  const made: Record<string, string> = {}
  for (const { name, alt, svg } of demoPictures) {
    const png = await sharp(Buffer.from(svg)).png().toBuffer()
    const asset = await client.assets.add({ base64: png.toString('base64'), name: `${name}.png`, alt })
    made[name] = asset.id
  }
  return made
}

/** Sends a post while its practice account is told to fail, so that the sample shows what going wrong looks like. */
async function goWrong(
  client: StudioClient,
  accounts: Record<string, string>,
  id: string,
  post: DemoPost,
): Promise<void> {
  const account = accounts[post.accounts[0] ?? ''] as never
  await client.practice.setFailure({ account, failure: post.state === 'failed' ? 'rejected' : 'cannot_tell', times: 1 })
  await client.posts.schedule({ id: id as never, when: { now: true } })
}
