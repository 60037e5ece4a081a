import type { PostContent } from '../../contract/posts.ts'
import { said } from '../../contract/sentences/index.ts'
import { unprocessable } from '../errors.ts'
import { assetsOf, connectedOf, knownAssets } from '../store/posts.ts'
import type { Read } from '../store/tx.ts'

/**
 * Refuses accounts and files that are not there, each at its field. What `known` contents have may stay: an account disconnected or a file
 * erased meanwhile must not stop the next save; the checks before sending tell of it.
 */
export function checkReferences(db: Read, content: PostContent, known: readonly PostContent[]): void {
  const accounts = connectedOf(
    db,
    content.variants.map(({ accountId }) => accountId),
  )
  for (const { accountId } of known.flatMap(({ variants }) => variants)) accounts.add(accountId)
  const files = knownAssets(db, assetsOf(content))
  for (const id of known.flatMap(assetsOf)) files.add(id)

  const problems = content.variants.flatMap(({ accountId }, index) => {
    const path = `variants.${index}.accountId`
    if (!accounts.has(accountId)) return [{ path, says: said('account_not_connected') }]
    const first = content.variants.findIndex((other) => other.accountId === accountId)
    return first < index ? [{ path, says: said('account_twice') }] : []
  })
  const unknownFiles = (parts: PostContent['parts'], path: string) =>
    parts.flatMap(({ media }, part) =>
      media.flatMap(({ assetId }, position) =>
        files.has(assetId)
          ? []
          : [{ path: `${path}.${part}.media.${position}.assetId`, says: said('file_not_in_library') }],
      ),
    )
  problems.push(...unknownFiles(content.parts, 'parts'))
  content.variants.forEach(({ parts }, index) => problems.push(...unknownFiles(parts ?? [], `variants.${index}.parts`)))
  if (problems.length > 0) throw unprocessable(problems)
}
