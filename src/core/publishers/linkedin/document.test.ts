import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLinkedIn, type LinkedIn } from '../../../../test/support/linkedin/index.ts'
import { makePdf } from '../../../../test/support/pdf.ts'
import { createTestClock, openTestWorkspace, type TestWorkspace } from '../../testing.ts'
import { createLinkedIn } from './index.ts'

/** The whole way of a document: into the library, through the check, to LinkedIn. */
let server: LinkedIn
let workspace: TestWorkspace
let member: string
beforeAll(async () => {
  server = await startLinkedIn({ rateLimits: false })
  workspace = openTestWorkspace({ clock: createTestClock(Date.now()), platforms: [createLinkedIn(server.url)] })
  const app = server.auth.register({ redirectUris: ['http://localhost:47831/oauth/callback'] })
  const { access } = server.auth.issue({
    account: 'ada',
    clientId: app.id,
    refresh: false,
    scopes: ['openid', 'profile', 'w_member_social'],
  })
  const { accounts, error } = await workspace.accounts.startConnection({
    platform: 'linkedin',
    method: 'token',
    fields: { accessToken: access },
  })
  if (!accounts[0]) throw new Error(error?.message ?? 'not connected')
  member = accounts[0]
})
afterAll(async () => {
  await workspace?.dispose()
  await server?.stop()
})

const problems = (post: string, account: string) =>
  workspace.posts.problemsOf(post, account).map(({ code, params }) => ({ code, params }))

async function draft(pdf: Uint8Array, name: string, accounts: string[], title = ''): Promise<string> {
  const { id } = await workspace.media.addStream(name, Readable.from([pdf]))
  const parts = [{ text: 'Our slides (new)', media: [{ assetId: id, alt: null }] }]
  return workspace.draft('', accounts, { parts, title })
}

/** Lets real answers come in while the workspace's clock goes on. */
async function until(post: string, status: string): Promise<void> {
  const now = () => workspace.publishing.ofPost(post)[0]
  for (let turn = 0; turn < 200 && now()?.status !== status; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    await workspace.clock.by(500)
  }
  expect(now()).toMatchObject({ status })
}

test.each([
  ['the title of the post', 'Tea in numbers', 'Tea in numbers'],
  ['its own name where the post has no title', '', 'slides'],
])('a PDF goes from the library onto LinkedIn byte for byte, under %s', async (_, title, shown) => {
  const pdf = makePdf(12, { padding: 300_000 + title.length })
  const post = await draft(pdf, 'slides.pdf', [member], title)
  expect(problems(post, member)).toEqual([])
  workspace.publishing.schedule(post, { when: { now: true }, skipProblems: false })
  await until(post, 'published')
  const made = server.posts().at(-1)
  const upload = server.state.uploads.at(-1)
  const sha256 = createHash('sha256').update(pdf).digest('hex')
  expect(upload).toMatchObject({ kind: 'document', bytes: pdf.length, sha256, status: 'AVAILABLE' })
  expect(made?.content).toEqual({ media: { id: upload?.urn, title: shown } })
  expect(workspace.publishing.ofPost(post)[0]?.remote).toMatchObject([{ remoteId: made?.id }])
})

test('one of more pages than LinkedIn takes is refused before anything is sent', async () => {
  const post = await draft(makePdf(301), 'long.pdf', [member])
  expect(problems(post, member)).toEqual([
    { code: 'document_too_many_pages', params: expect.objectContaining({ pages: 301, max: 300 }) },
  ])
  const before = server.requests.length
  expect(() => workspace.publishing.schedule(post, { when: { now: true }, skipProblems: false })).toThrow()
  expect(server.requests).toHaveLength(before)
})

test('a platform that takes no documents says so', async () => {
  const practice = await workspace.practiceAccount()
  const post = await draft(makePdf(2), 'two.pdf', [member, practice])
  expect(problems(post, member)).toEqual([])
  expect(problems(post, practice)).toMatchObject([{ code: 'documents_unsupported' }])
})
