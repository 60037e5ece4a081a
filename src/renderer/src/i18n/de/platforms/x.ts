import type { x as english } from '../../en/platforms/x.ts'
import type { Same } from '../../same.ts'

export const x: Same<typeof english> = {
  replies: 'Wer antworten darf',
  poll: 'Umfrage',
  tagged: 'Personen markieren',
  tagged_hint: 'Bis zu zehn, in den Bildern markiert',
  community: 'Community',
  community_hint: 'Ihre Adresse auf X. Leer: alle Follower',
  shareWithFollowers: 'Auch mit Followern teilen',
  subscribersOnly: 'Nur für Abonnenten',
  paidPartnership: 'Bezahlte Partnerschaft',
  madeWithAi: 'Mit KI gemacht',
  options: {
    replies: {
      everyone: 'Alle',
      following: 'Wem du folgst',
      mentionedUsers: 'Nur Erwähnte',
      subscribers: 'Deine Abonnenten',
      verified: 'Verifizierte Konten',
    },
  },
  cost: { post: 'ein Beitrag', link: 'ein Beitrag mit Link' },
  connect: {
    needs:
      'Ein Konto bei X und eine eigene App mit Guthaben in der Entwicklerkonsole von X: X berechnet jeden Beitrag der App, die ihn sendet, 1,5 Cent, mit Link 20.',
    app: 'Lege unter console.x.com eine App vom Typ Native App an, erlaube Lesen und Schreiben und trage die Adresse unten als Callback ein. Kopiere ihre Client-ID hierher. Eine Web App geht auch; dann braucht es zusätzlich ihr Client-Secret.',
    clientId: 'Client-ID',
    clientId_hint: 'Unter Keys and tokens, OAuth 2.0.',
    clientSecret: 'Client-Secret',
    clientSecret_hint: 'Bei einer Native App leer lassen: sie hat keines.',
    oauth: 'Im Browser anmelden',
    oauth_hint: 'Du meldest dich bei X an und erlaubst deiner eigenen App das Posten. Dein Passwort sieht sie nie.',
    token: 'Anderswo gemachte Tokens',
    token_hint:
      'Ein frischer Access-Token mit seinem Refresh-Token, von derselben App. X ersetzt beide bei jedem Gebrauch: nirgends sonst benutzen.',
    accessToken: 'Access-Token',
    accessToken_hint: 'Mit tweet.read, tweet.write, users.read und media.write.',
    refreshToken: 'Refresh-Token',
    refreshToken_hint: 'Braucht offline.access. Ohne ihn endet die Verbindung nach zwei Stunden.',
  },
}
