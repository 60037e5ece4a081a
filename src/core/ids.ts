import { monotonicFactory } from 'ulid'

type Prefix =
  | 'ws'
  | 'acct'
  | 'conn'
  | 'post'
  | 'dlv'
  | 'att'
  | 'asset'
  | 'slot'
  | 'job'
  | 'key'
  | 'appr'
  | 'hook'
  | 'msg'
  | 'boot'
  | 'host'
  | 'endp'
  | 'call'
  | 'cad'
  | 'run'
  | 'upl'
  | 'cmt'

/** Makes ids: a prefix and a ULID, sortable by time of creation, also within one millisecond. */
export type Ids = <P extends Prefix>(prefix: P) => `${P}_${string}`

export function createIds(now: () => number): Ids {
  const next = monotonicFactory()
  return (prefix) => `${prefix}_${next(now())}`
}
