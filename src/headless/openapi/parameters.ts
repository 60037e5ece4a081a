import type { Parameter } from './document.ts'

/** What parameters are that many operations have, where the contract says no more of them. */
const known: Readonly<Record<string, string>> = {
  cursor: '`nextCursor` of the page before. Only with the same filters',
  limit: 'How many at most',
  platform: 'Of this platform',
  account: 'Of this account',
  post: 'Of this post',
  asset: 'Of this file',
  status: 'In one of these states',
  state: 'In this state',
  label: 'With this label',
  q: 'Words to find',
  from: 'At or after this moment',
  to: 'Before this moment',
  period: 'How far back',
  order: 'What comes first',
  kind: 'Of this kind',
  workspace: 'Of this workspace alone',
  waitMs: 'Holds the answer until it has ended, this many milliseconds at most',
  needsYou: 'Only what failed, is in doubt, was missed or rejected',
  unused: 'Only what no post uses',
  noAlt: 'Only what has no alt text',
  deleted: 'Only what is in the bin',
  after: 'Not before this moment',
  action: 'What is asked for, as the setting names it',
  method: 'Id of a connect method of the platform',
  number: 'Counted from 1',
  message: 'Id of the message',
  task: 'For this task',
  run: 'Of this run',
  cadence: 'Of this cadence',
  format: 'As which kind of file',
}

/** A query as it is really sent: lists repeated (`a=1&a=2`), `true` and `false` as they are; and what it is for. */
export function tellParameter(parameter: Parameter): void {
  delete parameter.allowEmptyValue
  delete parameter.allowReserved
  const { schema } = parameter
  if (typeof schema !== 'object') return
  if (schema.type === 'array') Object.assign(parameter, { style: 'form', explode: true })
  if (schema.anyOf?.some((arm) => typeof arm === 'object' && arm.type === 'boolean')) {
    const { anyOf: _, ...rest } = schema
    parameter.schema = { ...rest, type: 'boolean' }
  }
  const words = schema.description ?? (parameter.name === 'id' ? 'Which one' : known[parameter.name])
  if (words !== undefined) parameter.description ??= words
}
