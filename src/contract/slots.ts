import * as z from 'zod'
import { route } from './route.ts'
import { When } from './posts.ts'
import { AccountId, Instant, InstantInput, SlotId, ZoneId } from './vocabulary.ts'

/** A recurring queue time. `weekday` 1 is Monday. `accountId` null: of the whole workspace. */
export const Slot = z.object({
  id: SlotId,
  accountId: AccountId.nullable(),
  weekday: z.number().int().min(1).max(7),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time like 09:00'),
  zone: ZoneId,
})
export type Slot = z.infer<typeof Slot>

export const slots = {
  list: route({ method: 'GET', path: '/slots', summary: 'Queue times', scope: 'posts:read' }).output(z.array(Slot)),
  /** Replaces all queue times. */
  put: route({
    method: 'PUT',
    path: '/slots',
    summary: 'Set the queue times',
    scope: 'posts:write',
    invalidates: ['slots'],
  })
    .input(z.object({ slots: z.array(Slot.omit({ id: true })).max(500) }))
    .output(z.array(Slot)),
  next: route({ method: 'GET', path: '/slots/next', summary: 'The next free queue time', scope: 'posts:read' })
    .input(z.object({ account: AccountId.optional(), after: InstantInput.optional() }))
    .output(z.object({ when: When.nullable() })),
  /** Free slots of a span, for a calendar. */
  free: route({
    method: 'GET',
    path: '/slots/free',
    summary: 'Free queue times between two moments',
    scope: 'posts:read',
  })
    .input(z.object({ from: InstantInput, to: InstantInput }))
    .output(z.array(z.object({ slotId: SlotId, accountId: AccountId.nullable(), when: When, at: Instant }))),
}
