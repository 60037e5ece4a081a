import type { RunUsage, TextAnswer, TextTask } from '../../../../../contract/ai/tasks.ts'
import type { Place } from './place.ts'

/** An answer to show, and what can be done with it. */
export interface AnswerProps<Name extends TextAnswer['task'] = TextAnswer['task']> {
  readonly asked: {
    readonly task: TextTask
    readonly answer: Extract<TextAnswer, { task: Name }>
    readonly used: RunUsage
  }
  readonly place: Place
  /** It was taken, or left: back to asking. */
  readonly onDone: () => void
  /** Asks something else of what came. */
  readonly onAgain: (task: TextTask) => void
}
