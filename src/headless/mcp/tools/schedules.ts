import { ScheduleDocument, type ScheduleProblem } from '../../../contract/schedules.ts'
import { unprocessable } from '../../../core/errors.ts'
import { tool } from '../tool.ts'

/** Rows alone: campaigns of rows are for programs, and would double what a model reads with every conversation. */
const Rows = ScheduleDocument.omit({ campaigns: true }).required({ posts: true })

const howRowsAreMade =
  'A row names its accounts by id or handle (`account`, `accounts`, or `targets` with words of their own), `text` or `parts`, and `publishAt` (a wall time in `timezone`) or `slot: "next"`.'

const checkSchedule = tool({
  name: 'check_schedule',
  title: 'Check a schedule',
  description: `Every problem of many posts at once, and what would become of them: when, for whom, with each account’s checks. Makes nothing. ${howRowsAreMade}`,
  effect: 'reads',
  calls: ['schedules.preview'],
  input: Rows,
  texts: true,
  run: (client, document, { signal }) => client.schedules.preview(document, { signal }),
})

const applySchedule = tool({
  name: 'apply_schedule',
  title: 'Apply a schedule',
  description: `Makes many posts at once, all of them or none: as drafts with \`mode: "draft"\`, or scheduled with \`mode: "scheduled"\`, which publishes when their times come. The same idempotencyKey is applied once. Show your person the drafts first, and schedule only what they asked for; a key that asks first answers \`approval_required\`. Checked first, and refused with every problem. ${howRowsAreMade}`,
  effect: 'publishes',
  calls: ['schedules.apply', 'schedules.validate'],
  input: Rows,
  texts: true,
  async run(client, document, { signal }) {
    const { problems } = await client.schedules.validate(document, { signal })
    const errors = problems.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) throw unprocessable(errors.map(fieldOf))
    return client.schedules.apply(document, { signal })
  },
})

function fieldOf({ path, message, says, params, inner }: ScheduleProblem) {
  return { path, message, says: { says, params, inner } }
}

export const scheduleTools = [checkSchedule, applySchedule]
