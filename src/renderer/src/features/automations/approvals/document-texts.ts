/** A text of a row, whole; `account` names who gets it in place of the row's own. */
export interface RowText {
  readonly account: string | null
  readonly text: string
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' ? { ...value } : {}
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Every text of the row that stands at `path` in a schedule document, e.g. `posts.3` or `campaigns.0.steps.1`. */
export function textsAt(document: unknown, path: string): RowText[] {
  const row = path.split('.').reduce<unknown>((at, key) => asRecord(at)[key], document)
  return [
    ...textsOf(row, null),
    ...asList(asRecord(row)['targets']).flatMap((target) => {
      const { account } = asRecord(target)
      return textsOf(target, typeof account === 'string' ? account : null)
    }),
  ]
}

function textsOf(value: unknown, account: string | null): RowText[] {
  const { text, parts } = asRecord(value)
  return [text, ...asList(parts).map((part) => asRecord(part)['text'])]
    .filter((one) => typeof one === 'string')
    .map((one) => ({ account, text: one }))
}
