import type { Connection } from '../../../../../contract/accounts.ts'
import type { AccountId } from '../../../../../contract/vocabulary.ts'

/** Where an attempt to connect stands. */
export type Outcome =
  | { readonly is: 'asking' | 'starting' | 'canceled' | 'forgotten' }
  | { readonly is: 'waiting'; readonly authorizeUrl: string | null }
  /** `fields`: by key of the field to blame; `message`: where no field of the form is. */
  | { readonly is: 'failed'; readonly message: string | null; readonly fields: Readonly<Record<string, string>> }
  | { readonly is: 'connected'; readonly account: AccountId | null }

interface Known {
  readonly connection: Connection | null
  readonly pending: boolean
  /** Why it could not even be started. */
  readonly error: string | null
  /** By path of the input: `fields.handle`. */
  readonly errors: Readonly<Record<string, string>>
  /** The studio does not know the connection any more. */
  readonly forgotten: boolean
}

export function outcomeOf({ connection, pending, error, errors, forgotten }: Known): Outcome {
  if (pending) return { is: 'starting' }
  if (!connection) {
    if (error === null) return { is: 'asking' }
    const fields = Object.fromEntries(
      Object.entries(errors).flatMap(([path, message]) =>
        path.startsWith('fields.') ? [[path.slice('fields.'.length), message]] : [],
      ),
    )
    return { is: 'failed', message: Object.keys(fields).length > 0 ? null : error, fields }
  }
  switch (connection.state) {
    case 'waiting':
      return forgotten ? { is: 'forgotten' } : { is: 'waiting', authorizeUrl: connection.authorizeUrl }
    case 'canceled':
      return { is: 'canceled' }
    case 'connected':
      return { is: 'connected', account: connection.accounts[0] ?? null }
    case 'failed': {
      const { message = null, field = null } = connection.error ?? {}
      return field === null || message === null
        ? { is: 'failed', message, fields: {} }
        : { is: 'failed', message: null, fields: { [field]: message } }
    }
  }
}
