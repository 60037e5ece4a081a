/** Programs: their keys, what they ask for, and what they are told. */
export const keys = {
  key_asks_first: 'A key that asks first can only make keys that ask first as well.',
  key_limit_higher: 'A key cannot give more than it has itself.',
  key_expires_in_past: 'Choose a time that is still to come.',
  key_revokes_itself: 'A key cannot revoke itself. Do it in the window, or with another key.',
  key_not_active: 'This key is revoked or expired. Make a new one.',
  key_publishes_spent:
    'This key may schedule {{limit}} deliveries a day, and this would be more. Go on tomorrow, or raise the limit in the window.',
  approval_answered: 'This has been answered already.',
  approval_asked: '{{name}} wants to publish. Look at it and decide.',
  // webhooks
  webhook_host_not_allowed: 'Webhooks go to programs on this machine. Allow another host in Automations first.',
  webhook_refused: 'The program answered {{status}}. Messages are taken with 2xx.',
  webhook_not_there: 'Nothing answers there. Start the program, or mend the address.',
  webhook_no_answer: 'The program did not answer within 15 seconds.',
  webhook_sending: 'This message is being sent right now.',
} as const
