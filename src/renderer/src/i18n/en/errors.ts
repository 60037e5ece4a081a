/** By the contract's error codes; the studio's own sentence is shown where it has one. */
export const errors = {
  internal: 'Something went wrong in Broadside. Copy the details if it happens again.',
  unreachable: 'The studio did not answer. It may be closing or starting again; nothing you wrote is lost.',
  unauthenticated: 'This sign-in has ended. Open the sign-in link again.',
  shutting_down: 'The studio is closing.',
  INTERNAL_SERVER_ERROR: 'Something went wrong in Broadside. Copy the details if it happens again.',
} as const
