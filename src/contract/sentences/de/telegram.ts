export const telegram = {
  telegram_bot_may_not_post:
    'Der Bot ist nicht in {{destination}}, oder er darf dort nichts veröffentlichen. Mach ihn zum Administrator, der Nachrichten veröffentlichen darf, und versuche es noch einmal.',
  telegram_topic_gone:
    'Das Thema ist geschlossen oder nicht mehr da. Wähle in den Einstellungen des Beitrags ein anderes.',
  telegram_too_old_to_delete:
    'Telegram lässt Bots ihre Nachrichten 48 Stunden lang löschen, und diese ist älter. Lösche sie selbst in Telegram.',
  telegram_not_editable:
    'Telegram ändert keine Umfragen, und kein Album in eines mit mehr oder weniger Dateien. Lösche es und veröffentliche es neu.',
  telegram_chat_unreadable:
    '{{typed}} nennt keinen Kanal und keine Gruppe. Es sieht aus wie @meinkanal oder https://t.me/meinkanal.',
  telegram_chat_unknown:
    'Der Bot kennt {{chat}} nicht. Füge ihn dem Kanal oder der Gruppe als Administrator hinzu und versuche es noch einmal.',
  telegram_not_a_chat: 'Das ist eine Person, kein Kanal und keine Gruppe. Nenne einen Kanal oder eine Gruppe.',
  telegram_no_chat_found:
    'Telegram hat dem Bot seit gestern von keinem Kanal und keiner Gruppe erzählt. Füge ihn als Administrator hinzu, der veröffentlichen darf, oder nenne den Kanal hier.',
  telegram_updates_taken:
    'Ein anderes Programm bekommt die Neuigkeiten dieses Bots, darum lassen sich seine Kanäle nicht suchen. Nenne den Kanal oder die Gruppe hier.',
} as const
