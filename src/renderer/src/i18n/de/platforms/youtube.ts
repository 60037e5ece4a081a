import type { youtube as english } from '../../en/platforms/youtube.ts'
import type { Same } from '../../same.ts'

export const youtube: Same<typeof english> = {
  madeForKids: 'Speziell für Kinder',
  madeForKids_hint: 'YouTube muss das von Gesetzes wegen bei jedem Video wissen. Kommentare gibt es dann nicht.',
  privacy: 'Wer es sehen kann',
  handOff: 'YouTube behält den Zeitplan',
  handOff_hint: 'Es wird privat hochgeladen und von YouTube selbst veröffentlicht; dieser Rechner darf schlafen.',
  thumbnail: 'Vorschaubild',
  thumbnail_hint: 'Der Kanal muss per Telefon bestätigt sein',
  playlist: 'Playlist',
  category: 'Kategorie',
  tags: 'Schlagwörter',
  tags_hint: '500 Zeichen für alle zusammen',
  firstComment: 'Erster Kommentar',
  firstComment_hint: 'Vom Kanal unter das Video geschrieben, sobald es draußen ist',
  syntheticMedia: 'Verändert oder mit KI gemacht',
  syntheticMedia_hint: 'Für alles, was echt aussieht und es nicht ist',
  language: 'Sprache des Videos',
  subtitles: 'Untertitel',
  subtitles_hint: 'Der Text einer .srt- oder .vtt-Datei, in der Sprache des Videos',
  notifySubscribers: 'Abonnenten benachrichtigen',
  embeddable: 'Andere dürfen das Video einbetten',
  publicStats: 'Zeigen, wie oft es angesehen wurde',
  license: 'Lizenz',
  options: {
    madeForKids: { no: 'Nein', yes: 'Ja' },
    privacy: { public: 'Alle', unlisted: 'Wer den Link hat', private: 'Nur du' },
    license: { youtube: 'Die von YouTube', creativeCommon: 'Creative Commons mit Namensnennung' },
  },
  proof: { short: 'Short', more: '…mehr', kids: 'Videos für Kinder haben keine Kommentare' },
  review:
    'Google hält jeden Upload privat, bis es dein Projekt geprüft hat, wenn das nach dem 28. Juli 2020 angelegt wurde. Das Formular: support.google.com/youtube/contact/yt_api_form. Bis dahin bleibt jedes Video privat, und Broadside sagt es.',
  connect: {
    needs:
      'Ein YouTube-Kanal und ein eigenes Projekt in der Google-Cloud-Konsole. Es kostet nichts. Bis Google das Projekt geprüft hat, bleiben seine Uploads privat.',
    app: 'Lege unter console.cloud.google.com ein Projekt an und schalte unter „APIs und Dienste“ die YouTube Data API v3 ein. Wähle unter Google Auth Platform „Extern“, füge den Bereich youtube.force-ssl hinzu und veröffentliche die App: Solange sie im Test ist, endet jede Anmeldung nach sieben Tagen. Lege dann einen Client vom Typ Desktop-App an, der die Adresse unten nimmt, ohne dass du sie einträgst, und kopiere seine ID und sein Secret hierher. Beim Anmelden warnt Google vor einer App, die es nicht überprüft hat: Es ist deine eigene.',
    clientId: 'Client-ID',
    clientId_hint: 'Unter Google Auth Platform, Clients. Sie endet auf .apps.googleusercontent.com.',
    clientSecret: 'Client-Secret',
    clientSecret_hint: 'Zu sehen, wenn der Client angelegt wird, und danach nie mehr.',
    oauth: 'Im Browser anmelden',
    oauth_hint:
      'Du meldest dich bei Google an, wählst den Kanal und erlaubst deiner eigenen App, seine Videos zu verwalten.',
    token: 'Anderswo gemachte Tokens',
    token_hint: 'Ein Access-Token und sein Refresh-Token, vom selben Client.',
    accessToken: 'Access-Token',
    accessToken_hint: 'Mit dem Bereich youtube.force-ssl.',
    refreshToken: 'Refresh-Token',
    refreshToken_hint: 'Kommt mit Offline-Zugriff. Ohne ihn endet die Verbindung nach einer Stunde.',
  },
}
