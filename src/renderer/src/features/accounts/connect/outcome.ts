import type { Choice, Connection } from '../../../../../contract/accounts.ts'
import type { AccountId } from '../../../../../contract/vocabulary.ts'
import { say } from '../../../lib/say.ts'

/** Where an attempt to connect stands. */
export type Outcome =
  | { readonly is: 'asking' | 'starting' | 'canceled' | 'forgotten' }
  | { readonly is: 'waiting'; readonly authorizeUrl: string | null; readonly redirect: Connection['redirect'] }
  | { readonly is: 'choosing'; readonly id: Connection['id']; readonly choices: readonly Choice[] }
  | Failed
  | { readonly is: 'connected'; readonly accounts: readonly AccountId[] }

interface Failed {
  readonly is: 'failed'
  /** Where no field of the form is to blame. */
  readonly message: string | null
  /** By key of the field to blame, of the form or of the app. */
  readonly fields: Readonly<Record<string, string>>
  /** Another program has the port: the address can be pasted instead. */
  readonly canPaste: boolean
}

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
    return { is: 'failed', message: Object.keys(fields).length > 0 ? null : error, fields, canPaste: false }
  }
  switch (connection.state) {
    case 'waiting':
      return forgotten
        ? { is: 'forgotten' }
        : { is: 'waiting', authorizeUrl: connection.authorizeUrl, redirect: connection.redirect }
    case 'choosing':
      return forgotten ? { is: 'forgotten' } : { is: 'choosing', id: connection.id, choices: connection.choices }
    case 'canceled':
      return { is: 'canceled' }
    case 'connected':
      return { is: 'connected', accounts: connection.accounts }
    case 'failed':
      return failed(connection.error)
  }
}

function failed(error: Connection['error']): Failed {
  const message = error && say(error)
  const canPaste = error?.says === 'redirect_port_taken'
  return message === null || error === null || error.field === null
    ? { is: 'failed', message, fields: {}, canPaste }
    : { is: 'failed', message: null, fields: { [error.field]: message }, canPaste }
}
