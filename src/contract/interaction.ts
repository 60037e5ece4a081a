import * as z from 'zod'

/** What a step is to the step before it: `reply` and `comment` go out under their parent, once that is out on the same account. */
export const Interaction = z.enum(['post', 'reply', 'comment'])
export type Interaction = z.infer<typeof Interaction>
