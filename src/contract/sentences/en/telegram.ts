/** What only Telegram says, where it tells a person more than the general sentences. */
export const telegram = {
  telegram_bot_may_not_post:
    'The bot is not in {{destination}}, or may not post there. Make it an administrator who may post messages, then try again.',
  telegram_topic_gone: 'The topic is closed or not there any more. Choose another in the settings of this post.',
  telegram_too_old_to_delete:
    'Telegram lets bots delete their messages for 48 hours, and this one is older. Delete it in Telegram yourself.',
  telegram_not_editable:
    'Telegram changes no polls, and no album into one with more or fewer files. Delete it and publish it again.',
  telegram_chat_unreadable: '{{typed}} names no channel or group. It looks like @mychannel or https://t.me/mychannel.',
  telegram_chat_unknown:
    'The bot does not know {{chat}}. Add it to the channel or group as an administrator, then try again.',
  telegram_not_a_chat: 'This is a person, not a channel or group. Name a channel or group.',
  telegram_no_chat_found:
    'Telegram told the bot of no channel or group within the last day. Add it to one as an administrator who may post, or name the channel here.',
  telegram_updates_taken:
    'Another program gets the news of this bot, so its channels cannot be looked for. Name the channel or group here.',
} as const
