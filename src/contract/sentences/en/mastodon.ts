/** What only Mastodon says, where it tells a person more than the general sentences. */
export const mastodon = {
  mastodon_token_missing: 'Paste the access token that the server shows under Settings, Development.',
  mastodon_server_missing: 'Name your server, such as mastodon.social.',
  mastodon_app_refused:
    'The server does not let programs register: {{words}}. Use a token made under Settings, Development.',
  mastodon_app_forgotten: 'The server no longer knows Broadside. Start again: it is introduced anew.',
  mastodon_token_scopes: 'This token may not {{missing}}. Make one with {{needed}}.',
} as const
