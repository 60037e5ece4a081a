import type { linkedin as english } from '../../en/platforms/linkedin.ts'
import type { Same } from '../../same.ts'

export const linkedin: Same<typeof english> = {
  visibility: 'Wer es sieht',
  noReshare: 'Nicht weiterverbreiten',
  firstComment: 'Erster Kommentar',
  firstComment_hint: 'LinkedIn nimmt Kommentare nur von Apps mit der Community Management API an',
  linkCard: 'Linkkarte',
  cardTitle: 'Titel der Karte',
  cardTitle_hint: 'LinkedIn liest für Programme keine Seite. Leer: der Titel des Beitrags, sonst das Ziel des Links',
  cardDescription: 'Beschreibung der Karte',
  cardImage: 'Bild der Karte',
  thumbnail: 'Titelbild des Videos',
  poll: 'Umfrage',
  pollQuestion: 'Frage der Umfrage',
  audience: 'Zielgruppe',
  audience_hint: 'Orte, Branchen, Tätigkeiten oder Karrierestufen wie urn:li:geo:101282230; mindestens 300 Personen',
  options: {
    visibility: { public: 'Alle', connections: 'Deine Kontakte', loggedIn: 'Alle, die bei LinkedIn angemeldet sind' },
  },
  proof: { member: 'Du', page: 'Seite', pollEnds: 'Läuft {{days}}' },
  review:
    'Als du selbst postest du sofort. Seiten und Kommentare brauchen die Community Management API, die LinkedIn eingetragenen Organisationen nach Prüfung der App gibt.',
  connect: {
    needs:
      'Ein Konto bei LinkedIn und eine eigene App, die zu einer Seite gehört. Eine Anmeldung hält 60 Tage; nur für Partner erneuert LinkedIn sie.',
    app: 'Lege unter linkedin.com/developers/apps eine App an, lass sie von ihrer Seite bestätigen und trage die Adresse unten unter Auth als Redirect-URL ein. Für dich selbst füge die Produkte Share on LinkedIn und Sign In with LinkedIn using OpenID Connect hinzu. Für Seiten lege eine App nur mit der Community Management API an.',
    clientId: 'Client-ID',
    clientId_hint: 'In der App, unter Auth.',
    clientSecret: 'Client-Secret',
    clientSecret_hint: 'Neben der Client-ID, als Primary Client Secret.',
    member: 'Du selbst',
    member_hint: 'Du meldest dich bei LinkedIn an und erlaubst deiner eigenen App, für dich zu posten.',
    page: 'Seiten',
    page_hint:
      'Mit einer App, die die Community Management API hat. Du wählst unter den Seiten, für die du posten darfst.',
    token: 'Von Hand gemachter Token',
    token_hint:
      'Aus dem Token Generator im Entwicklerportal, falls LinkedIn die Adresse nicht einträgt. Er hält 60 Tage.',
    accessToken: 'Access-Token',
    accessToken_hint: 'Mit openid, profile und w_member_social. Client-ID und Secret verraten, wann er endet.',
  },
}
