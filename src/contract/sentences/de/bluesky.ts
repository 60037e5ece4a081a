export const bluesky = {
  bluesky_may_not_post:
    'Bluesky lässt das mit dieser Anmeldung nicht zu. Verbinde das Konto neu und erlaube das Veröffentlichen.',
  bluesky_no_posting:
    'Der Server dieses Kontos bietet kein Veröffentlichen an. Prüfe die Adresse seines Dienstes und verbinde das Konto neu.',
  bluesky_password_dead:
    'Bluesky nimmt dieses App-Passwort nicht mehr. Erstelle in Bluesky ein neues und verbinde das Konto neu.',
  bluesky_picture_refused:
    'Bluesky lehnt dieses Bild ab. Ersetze es durch ein kleineres, oder speichere es als JPEG oder PNG.',
  bluesky_reply_nobody: 'Auf Bluesky gibt es {{handle}} nicht, auf dessen Beitrag das antworten soll.',
  bluesky_account_password:
    'Das ist dein Kontopasswort, und es verlangt einen Code. Erstelle in Bluesky ein App-Passwort: Einstellungen, Datenschutz und Sicherheit, App-Passwörter.',
  bluesky_wrong_password:
    'Bluesky kennt dieses Handle mit diesem App-Passwort nicht. Prüfe beides; das Passwort ist eines aus Einstellungen, Datenschutz und Sicherheit, App-Passwörter.',
  bluesky_too_many_sign_ins:
    'Bluesky nimmt für dieses Konto gerade keine Anmeldungen mehr. Warte ein paar Minuten und versuche es dann noch einmal.',
  bluesky_handle_unknown:
    '{{handle}} gibt es nicht, oder der Server dort bietet keine Anmeldung im Browser. Prüfe das Handle, oder nimm ein App-Passwort.',
  bluesky_account_unknown: '{{host}} kennt das Konto nicht, das sich angemeldet hat.',
} as const
