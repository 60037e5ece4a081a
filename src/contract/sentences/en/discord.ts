/** What only Discord says, where it tells a person more than the general sentences. */
export const discord = {
  discord_webhook_gone:
    'Discord no longer knows this webhook: it was deleted there, or its address was replaced. Make one in the settings of the channel and connect it again.',
  discord_thread_closed: 'The thread is locked or archived. Open it in Discord, or choose another.',
  discord_tag_needed: 'This forum takes no post without a tag. Enter the id of one in the settings of this post.',
  discord_tag_unknown: 'This forum has no such tag. Copy its id again from Discord.',
  discord_not_a_forum:
    'The channel of this webhook is no forum, so its posts have no titles. Empty the title of the forum post.',
  discord_no_poll_here: 'The channel of this webhook takes no polls. Leave the poll out for this account.',
  discord_poll_not_editable: 'Discord changes no polls. Delete it and publish it again.',
  discord_uploads_closed: 'Discord takes no files on this server for now. Leave them out, or try again later.',
  discord_edit_limit: 'Discord takes no more changes of messages older than an hour for now. Try again later.',
  discord_other_webhook:
    'This webhook belongs to an app or follows another channel, and takes no posts. Make one in Discord: the settings of the channel, Integrations, Webhooks.',
} as const
