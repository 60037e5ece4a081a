import type { threads as english } from '../../en/platforms/threads.ts'
import type { Same } from '../../same.ts'

export const threads: Same<typeof english> = {
  replies: 'Wer antworten darf',
  replyApprovals: 'Antworten erst freigeben',
  replyApprovals_hint: 'Antworten sind zu sehen, wenn du sie in der App durchlässt',
  topicTag: 'Thema',
  topicTag_hint: 'Eines, bis zu 50 Zeichen. Leer: der erste Hashtag des Textes',
  poll: 'Umfrage',
  gif: 'GIF',
  gif_hint: 'Seine Adresse auf giphy.com',
  longText: 'Langer Text',
  longText_hint: 'Bis zu 10.000 Zeichen, aus dem Beitrag zu öffnen',
  spoilerMedia: 'Bilder und Videos verdecken, bis sie angetippt werden',
  quote: 'Zitieren',
  quote_hint: 'Einer deiner eigenen Beiträge',
  place: 'Ort suchen',
  place_hint: 'Bevor Meta deine App geprüft hat, findet sich nur Menlo Park',
  location: 'Ort',
  countries: 'Nur zu sehen in',
  countries_hint: 'Länder in zwei Buchstaben, etwa DE. Leer: überall',
  ghost: 'Nach einem Tag weg',
  ghost_hint: 'Nur ein Text, den Threads nach 24 Stunden archiviert',
  options: {
    replies: {
      everyone: 'Alle',
      accounts_you_follow: 'Wem du folgst',
      mentioned_only: 'Nur Erwähnte',
      followers_only: 'Deine Follower',
    },
  },
  review:
    'Profile, die Tester deiner App sind, brauchen keine Prüfung durch Meta. Andere Profile schon, und ebenso andere Orte als Menlo Park.',
  connect: {
    needs:
      'Ein Threads-Profil, eine eigene App auf developers.facebook.com und für Bilder und Videos eine Medienablage: Threads holt sie von einer Adresse.',
    app: 'Lege auf developers.facebook.com eine App mit dem Anwendungsfall „Auf die Threads API zugreifen“ an und füge diese Rechte hinzu: threads_basic, threads_content_publish, threads_manage_replies, threads_read_replies, threads_delete, threads_location_tagging. Trage in den Einstellungen eine eigene https-Adresse als Umleitung und als Callback für Deinstallation und Löschung ein (sie braucht nichts zu antworten) und dieselbe unten. Nimm unter App-Rollen dein Profil als Threads-Tester auf und bestätige das in Threads unter Einstellungen, Konto, Website-Berechtigungen.',
    clientId: 'Threads-App-ID',
    clientId_hint: 'Die von Threads, nicht die der ganzen App.',
    clientSecret: 'Threads-App-Geheimcode',
    clientSecret_hint: 'Steht daneben. Ohne ihn endet die Verbindung nach einer Stunde.',
    redirectUri: 'Rückkehradresse',
    redirectUri_hint: 'Genau wie eingetragen. Sie beginnt mit https:// und ist nicht localhost.',
    oauth: 'Im Browser anmelden',
    oauth_hint:
      'Du meldest dich bei Threads an und erlaubst deiner eigenen App das Posten. Kopiere die Adresse, auf der der Browser endet, und füge sie hier ein.',
    token: 'Von Hand gemachtes Token',
    token_hint:
      'Der kurze Weg: in deiner App unter Anwendungsfälle, Auf die Threads API zugreifen, Einstellungen, User Token Generator. Es erneuert sich von selbst, solange Broadside ab und zu läuft.',
    appSecret: 'Threads-App-Geheimcode',
    appSecret_hint: 'Nur für ein Token, das nach einer Stunde endet: Damit wird es zu einem, das hält.',
  },
}
