import type { Account } from '../../contract/accounts.ts'
import type { Asset } from '../../contract/assets.ts'
import { knowledgeOf, type AccountLimits, type Problem } from '../../contract/platforms/index.ts'
import { draftFor, type AssetFacts } from '../../contract/platforms/preflight.ts'
import { problemText } from '../../contract/platforms/problem-text.ts'
import { PostContent } from '../../contract/posts.ts'
import { problemSaid } from '../../contract/sentences/index.ts'
import type { DeliveryId, DeliveryStatus, PostId } from '../../contract/vocabulary.ts'
import { unprocessable } from '../../core/errors.ts'
import type { ProgramClient } from '../rpc-link.ts'
import { isSupported } from './platform-facts.ts'
import type { Work } from './tool.ts'

type Checked = Awaited<ReturnType<ProgramClient['posts']['validate']>>

/** The checks made before sending, in sentences. */
export function inWords(checked: Checked) {
  return checked.map(({ accountId, problems }) => ({
    accountId,
    canGo: !problems.some(({ severity }) => severity === 'error'),
    problems: problems.map((problem) => ({ ...problem, text: problemText(problem as Problem) })),
  }))
}

/** Which accounts of a post are about to get it. */
interface Going {
  readonly accounts?: readonly string[] | undefined
  /** Those with problems are left out, as long as one is left. */
  readonly skipProblems?: boolean
}

/**
 * Looks for problems before something is published; throws `unprocessable` with all of them. Core looks again when it sends: this is so that nobody
 * is asked to allow what would fail.
 */
export async function checkBefore(
  client: ProgramClient,
  { id, ...going }: Going & { readonly id: string },
  { signal }: Work,
): Promise<void> {
  refuseProblems(await client.posts.validate({ id: id as PostId }, { signal }), going)
}

/** The same for the post of a delivery that is to go out again. */
export async function checkDelivery(client: ProgramClient, id: string, work: Work): Promise<void> {
  const delivery = await client.deliveries.get({ id: id as DeliveryId }, { signal: work.signal })
  await checkBefore(client, { id: delivery.postId, accounts: [delivery.accountId] }, work)
}

/** The same for a change of a post, where the post waits to go out: it would go out as changed. */
export async function checkChange(
  client: ProgramClient,
  { id, ...change }: { readonly id: PostId } & Partial<PostContent>,
  { signal }: Work,
): Promise<void> {
  const post = await client.posts.get({ id }, { signal })
  const waiting = post.deliveries.filter(({ status }) => waits.has(status))
  if (waiting.length === 0) return
  const checked = await client.posts.validate(PostContent.parse({ ...post, ...change }), { signal })
  refuseProblems(checked, { accounts: waiting.map(({ accountId }) => accountId) })
}

const waits: ReadonlySet<DeliveryStatus> = new Set(['scheduled', 'retrying', 'missed', 'handed_off'])

function refuseProblems(checked: Checked, { accounts, skipProblems = false }: Going): void {
  const chosen = checked
    .filter(({ accountId }) => accounts?.includes(accountId) ?? true)
    .map(({ accountId, problems }) => ({ accountId, problems: (problems as Problem[]).filter(stops) }))
  const stopped = chosen.filter(({ problems }) => problems.length > 0)
  if (stopped.length === 0 || (skipProblems && stopped.length < chosen.length)) return
  throw unprocessable(
    stopped.flatMap(({ accountId, problems }) =>
      problems.map((problem) => ({ path: `accounts.${accountId}.${problem.field}`, says: problemSaid(problem) })),
    ),
  )
}

/** The planned time of a draft says nothing about when it will be told to go out. */
const stops = ({ severity, field }: Problem) => severity === 'error' && field !== 'when'

/** What each account would get, as far as it can be told without asking its platform: texts, files, length, cost, problems. */
export async function previewOf(client: ProgramClient, content: PostContent, checked: Checked, { signal }: Work) {
  const accounts = new Map(
    (await client.accounts.list({}, { signal })).map((account) => [account.id as string, account]),
  )
  const files = await filesOf(client, content, signal)
  return inWords(checked).map((one) => {
    const account = accounts.get(one.accountId)
    return { ...one, ...(account && isSupported(account.platform) && versionOf(content, account, files)) }
  })
}

function versionOf(content: PostContent, account: Account, files: ReadonlyMap<string, AssetFacts>) {
  if (!isSupported(account.platform)) return {}
  const knowledge = knowledgeOf(account.platform)
  const rules = knowledge.rulesFor(account.limits as AccountLimits)
  const variant = content.variants.find(({ accountId }) => accountId === account.id) ?? null
  const draft = draftFor(content, variant, (id) => files.get(id))
  return {
    account: account.name,
    platform: rules.name,
    kind: knowledge.kindOf(draft),
    parts: draft.parts.map((part, index) => {
      const { used, max } = knowledge.count(part, index, draft, rules)
      return {
        text: part.text,
        files: part.media.map(({ assetId, kind, type, alt }) => ({ assetId, kind, type, alt })),
        length: { used, max: Number.isFinite(max) ? max : null, unit: rules.text.unit },
      }
    }),
    settings: draft.settings,
    ...(rules.title !== false && { title: draft.title }),
    costsUsd: knowledge.cost?.(draft)?.usd ?? 0,
  }
}

async function filesOf(client: ProgramClient, content: PostContent, signal: AbortSignal) {
  const parts = [content.parts, ...content.variants.map(({ parts }) => parts ?? [])].flat()
  const ids = [...new Set(parts.flatMap(({ media }) => media.map(({ assetId }) => assetId)))]
  const found = await Promise.all(ids.map((id) => client.assets.get({ id }, { signal })))
  return new Map(found.map((asset) => [asset.id as string, factsOfFile(asset)]))
}

function factsOfFile({ id, deletedAt, ...facts }: Asset): AssetFacts {
  return { ...facts, assetId: id, deleted: deletedAt !== null, missing: false }
}
