export const discord = {
  discord_webhook_gone:
    'Discord kennt diesen Webhook nicht mehr: Er wurde dort gelöscht, oder seine Adresse wurde ersetzt. Erstelle einen in den Einstellungen des Kanals und verbinde ihn neu.',
  discord_thread_closed: 'Der Thread ist gesperrt oder archiviert. Öffne ihn in Discord, oder wähle einen anderen.',
  discord_tag_needed:
    'Dieses Forum nimmt keinen Beitrag ohne Tag. Trage die ID eines Tags in den Einstellungen des Beitrags ein.',
  discord_tag_unknown: 'Dieses Forum hat so einen Tag nicht. Kopiere seine ID noch einmal aus Discord.',
  discord_not_a_forum:
    'Der Kanal dieses Webhooks ist kein Forum, also haben seine Beiträge keine Titel. Leere den Titel des Forumsbeitrags.',
  discord_no_poll_here: 'Der Kanal dieses Webhooks nimmt keine Umfragen. Lass die Umfrage für dieses Konto weg.',
  discord_poll_not_editable: 'Discord ändert keine Umfragen. Lösche sie und veröffentliche sie neu.',
  discord_uploads_closed:
    'Discord nimmt auf diesem Server gerade keine Dateien. Lass sie weg, oder versuche es später noch einmal.',
  discord_edit_limit:
    'Discord nimmt gerade keine Änderungen an Nachrichten mehr, die älter als eine Stunde sind. Versuche es später noch einmal.',
  discord_other_webhook:
    'Dieser Webhook gehört einer App oder folgt einem anderen Kanal und nimmt keine Beiträge. Erstelle einen in Discord: Einstellungen des Kanals, Integrationen, Webhooks.',
} as const
