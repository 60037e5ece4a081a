export const mastodon = {
  mastodon_token_missing: 'Füge das Zugangstoken ein, das der Server unter Einstellungen, Entwicklung zeigt.',
  mastodon_server_missing: 'Nenne deinen Server, etwa mastodon.social.',
  mastodon_app_refused:
    'Der Server lässt Programme sich nicht eintragen: {{words}}. Nimm ein Token aus Einstellungen, Entwicklung.',
  mastodon_app_forgotten: 'Der Server kennt Broadside nicht mehr. Beginne von vorn: Es wird neu vorgestellt.',
  mastodon_token_scopes: 'Diesem Token fehlt {{missing}}. Erstelle eines mit {{needed}}.',
} as const
