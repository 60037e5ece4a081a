/** What the base itself can refuse; a platform words it (`refuse` of its definition). */
export type RefusalCode =
  | 'bad_input' // a field is unknown, missing or of the wrong kind
  | 'bad_json'
  | 'too_large'
  | 'no_route'
  | 'invalid_token' // `details.token` tells which way
  | 'missing_scope'
  | 'rate_limited' // with `details.resetsAt`
  | 'busy' // a fault: the platform has a problem of its own

interface Details {
  /** The field that is wrong, or the scope that is missing. */
  readonly field?: string
  /** When asking again makes sense. */
  readonly resetsAt?: number
  /** What is wrong with the access token, for platforms that tell these apart. */
  readonly token?: 'missing' | 'unknown' | 'expired' | 'revoked'
}

/** Thrown to answer at once, in the base's terms. A platform's own refusals are a `Refusal` with the very body it documents. */
export class Refused extends Error {
  readonly status: number
  readonly code: RefusalCode
  readonly details: Details
  constructor(status: number, code: RefusalCode, message: string, details: Details = {}) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

export interface Reply {
  readonly status: number
  /** One of these, or an empty body. */
  readonly json?: unknown
  readonly html?: string
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Thrown by handlers to answer at once with exactly this. */
export class Refusal extends Error {
  readonly reply: Reply
  constructor(reply: Reply) {
    super(`refused with ${reply.status}`)
    this.reply = reply
  }
}
