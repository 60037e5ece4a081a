/** By the contract's error codes, for those without a sentence of the studio's. */
export const errors = {
  internal: 'Something went wrong in Broadside. Copy the details if it happens again.',
  unreachable: 'The studio did not answer. It may be closing or starting again; nothing you wrote is lost.',
  unauthenticated: 'This sign-in has ended. Open the sign-in link again.',
  shutting_down: 'The studio is closing.',
  INTERNAL_SERVER_ERROR: 'Something went wrong in Broadside. Copy the details if it happens again.',
  not_found: 'This is not there any more. Load the view again.',
  bad_cursor: 'The list has changed meanwhile. Load the view again.',
  invalid_request: 'The studio could not read this request. Load the view again.',
  scope_missing: 'This sign-in may not do that.',
  payload_too_large: 'That is too large.',
  vault_locked: 'The vault is locked. Unlock it in Settings.',
  workspace_unavailable: 'This workspace could not be opened.',
} as const
