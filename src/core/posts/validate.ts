import type { Problem as ShownProblem } from '../../contract/deliveries.ts'
import { preflight, type AssetFacts, type CheckedAccount } from '../../contract/platforms/preflight.ts'
import type { Problem } from '../../contract/platforms/types.ts'
import { said } from '../../contract/sentences/index.ts'
import type { Interaction } from '../../contract/interaction.ts'
import type { PostContent } from '../../contract/posts.ts'
import type { AccountId } from '../../contract/vocabulary.ts'
import type * as z from 'zod'
import { toIso, type Instant } from '../clock.ts'
import { unprocessable } from '../errors.ts'
import { getAccount } from '../store/accounts.ts'
import { countDue } from '../store/deliveries.ts'
import { stepOf } from '../store/runs.ts'
import type { Read } from '../store/tx.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { commentProblems, hasComments } from './comment.ts'

/** The checks made before sending, with this workspace's accounts and files. */
export interface Checks {
  /**
   * Problems of one account's version of a content that is due at `due`; also for an account it has no variant of (then the base). `postId`:
   * whose content it is. `as` is what its run says of it, unless told.
   */
  problemsOf(
    db: Read,
    content: PostContent,
    due: Instant | null,
    accountId: string,
    postId: string | null,
    as?: Interaction,
  ): Problem[]
  /** The same for every chosen account. Throws `unprocessable` where none is chosen. */
  validate(
    db: Read,
    content: PostContent,
    due: Instant | null,
    postId: string | null,
  ): { accountId: AccountId; problems: z.infer<typeof ShownProblem>[] }[]
}

export function createChecks(
  { clock, vault }: WorkspaceContext,
  media: { facts(assetId: string): AssetFacts | undefined },
  mediaHost: { isReady(): boolean },
): Checks {
  function checked(db: Read, accountId: string): CheckedAccount | null {
    const row = getAccount(db, accountId)
    if (!row || row.disconnectedAt !== null) return null
    const hasEnded = row.expiresAt !== null && row.expiresAt <= clock.now()
    const state = row.health === 'broken' || hasEnded ? 'broken' : vault.status().state === 'locked' ? 'locked' : 'ok'
    return {
      platform: row.platform,
      name: row.name,
      limits: { ...row.limits },
      health: { state, expiresAt: row.expiresAt === null ? null : toIso(row.expiresAt) },
    }
  }

  function problemsOf(
    db: Read,
    content: PostContent,
    due: Instant | null,
    accountId: string,
    postId: string | null,
    as: Interaction = (postId !== null && stepOf(db, postId)?.interaction) || 'post',
  ): Problem[] {
    const variant = content.variants.find((one) => one.accountId === accountId) ?? null
    const account = checked(db, accountId)
    const found = preflight(
      content,
      variant,
      account,
      media.facts,
      { due, now: clock.now() },
      {
        // Asked for where it decides: most posts need none.
        get mediaHost() {
          return mediaHost.isReady()
        },
        othersDue: (from, to) => countDue(db, accountId, from, to, postId),
      },
    )
    if (as !== 'comment' || !account || !hasComments(account.platform)) return found
    return commentProblems(account.platform, variant?.parts ?? content.parts, found)
  }

  return {
    problemsOf,
    validate(db, content, due, postId) {
      if (content.variants.length === 0) throw unprocessable([{ path: 'variants', says: said('choose_account') }])
      return content.variants.map(({ accountId }) => ({
        accountId,
        problems: problemsOf(db, content, due, accountId, postId).map((one) => ({
          ...one,
          params: { ...one.params },
          fixes: [...one.fixes],
        })),
      }))
    },
  }
}
