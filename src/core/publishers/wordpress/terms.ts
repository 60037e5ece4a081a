import { said } from '../../../contract/sentences/index.ts'
import type { PublishContext } from '../publisher.ts'
import { failure, StepFailed } from '../publisher.ts'
import { ask, listOf, objectOf } from './api.ts'
import { refusal } from './outcome.ts'

export type Taxonomy = 'categories' | 'tags'

/** Ids of terms by their names, made where the site does not have them. Throws StepFailed. */
export async function termIds(
  taxonomy: Taxonomy,
  names: readonly string[],
  context: PublishContext,
): Promise<number[]> {
  const ids: number[] = []
  for (const name of names)
    ids.push(await context.step(`term:${taxonomy}:${name}`, () => findOrMake(taxonomy, name, context)))
  return ids
}

async function findOrMake(taxonomy: Taxonomy, name: string, context: PublishContext): Promise<number> {
  const query = { search: name, per_page: '100', _fields: 'id,name' }
  const found = listOf(await ask(context, `wp/v2/${taxonomy}`, { query }), context).find((term) => isNamed(term, name))
  if (typeof found?.['id'] === 'number') return found['id']
  const answer = await ask(context, `wp/v2/${taxonomy}`, { method: 'POST', json: { name } }, [201, 400, 403])
  const { id, code, data } = objectOf(answer)
  if (answer.status === 201 && typeof id === 'number') return id
  // Made meanwhile, or its slug belongs to a term that the search did not find.
  const existing =
    code === 'term_exists' && typeof data === 'object' && data !== null ? (data as { term_id?: unknown }).term_id : null
  if (typeof existing === 'number') return existing
  const no = refusal(answer, 'content', context)
  if (no.is !== 'rejected' || no.failure.code === 'reconnect') throw new StepFailed(no)
  const notMade = taxonomy === 'categories' ? 'wordpress_category_not_made' : 'wordpress_tag_not_made'
  throw new StepFailed({ is: 'rejected', failure: failure(no.failure.code, said(notMade, { name }), no.failure.words) })
}

function isNamed({ name }: Readonly<Record<string, unknown>>, wanted: string): boolean {
  return typeof name === 'string' && decode(name).toLowerCase() === wanted.toLowerCase()
}

/** Names come escaped for HTML. */
function decode(name: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return name.replace(/&(?:#(\d{1,7})|([a-z]+));/gi, (whole, decimal?: string, entity?: string) => {
    if (decimal !== undefined && Number(decimal) <= 0x10ffff) return String.fromCodePoint(Number(decimal))
    return (entity && named[entity.toLowerCase()]) ?? whole
  })
}

/** The site's terms, most used first, for a choice. At most 500. */
export async function listTerms(
  taxonomy: Taxonomy,
  context: PublishContext,
): Promise<{ value: string; label: string }[]> {
  const options: { value: string; label: string }[] = []
  for (let page = 1; page <= 5; page++) {
    const query = { per_page: '100', page: String(page), orderby: 'count', order: 'desc', _fields: 'name' }
    const answer = await ask(context, `wp/v2/${taxonomy}`, { query })
    const names = listOf(answer, context).flatMap(({ name }) => (typeof name === 'string' ? [decode(name)] : []))
    options.push(...names.map((name) => ({ value: name, label: name })))
    if (page >= Number(answer.headers.get('x-wp-totalpages') ?? 1)) break
  }
  return options
}
