import { said } from '../../contract/sentences/index.ts'
import type { AccountId } from '../../contract/vocabulary.ts'
import { conflict, notFound, unprocessable } from '../errors.ts'
import { deliveriesOfAccount, deliveriesOfPost } from '../store/deliveries.ts'
import { eraseAccount, getAccount } from '../store/accounts.ts'
import { unapprove } from '../store/schedule.ts'
import type { WorkspaceContext } from '../workspace-context.ts'

/** Ends a sign-in first, so that nothing of it lives on at the platform. */
type Disconnect = (id: AccountId) => Promise<{ revoked: boolean }>

/** Erases everything of an account, connected or not. Posts stay; one that went to nobody else is a draft again. Throws the contract's errors. */
export function createErasing({ store, settings }: WorkspaceContext, disconnect: Disconnect) {
  return async (id: AccountId, confirm: string) => {
    const row = getAccount(store.read, id)
    if (!row) throw notFound('account', id)
    if (confirm !== row.displayHandle)
      throw unprocessable([{ path: 'confirm', says: said('confirm_account', { name: row.displayHandle }) }])
    const refuseWhile = () => {
      const [first] = deliveriesOfAccount(store.read, id, ['publishing', 'handed_off'])
      if (first) throw conflict(first.status, said('account_sending'))
    }
    refuseWhile()
    const { revoked } = row.disconnectedAt === null ? await disconnect(id) : { revoked: false }
    return store.write((tx) => {
      refuseWhile()
      const { deliveries, postIds } = eraseAccount(tx, id)
      for (const postId of postIds)
        if (!settings().approval && deliveriesOfPost(tx, postId).length === 0) unapprove(tx, postId)
      tx.emit({ type: 'account.changed', ids: { account: id } })
      for (const postId of postIds) tx.emit({ type: 'post.changed', ids: { post: postId } })
      return { erased: id, revoked, deliveries }
    })
  }
}
