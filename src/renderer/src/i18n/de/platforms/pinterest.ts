import type { pinterest as english } from '../../en/platforms/pinterest.ts'
import type { Same } from '../../same.ts'

export const pinterest: Same<typeof english> = {
  board: 'Pinnwand',
  board_hint: 'Deine Pinnwände und die, die du mit anderen teilst. Geheime sind nicht dabei',
  section: 'Bereich',
  section_hint: 'Der Pinnwand. Leer: die Pinnwand selbst',
  cover: 'Titelbild',
  cover_hint: 'Nur für Videos. Leer: ein Bild aus dem Video',
  coverSeconds: 'Titelbild bei Sekunde',
  coverSeconds_hint: 'Nur für Videos. Was zu sehen ist, bevor es läuft',
  slideTitles: 'Titel einzelner Bilder',
  slideTitles_hint: 'Nur bei mehreren Bildern. Je eine Zeile in ihrer Reihenfolge; eine Zeile darf leer sein',
  slideLinks: 'Links einzelner Bilder',
  slideLinks_hint: 'Nur bei mehreren Bildern. Je eine Zeile in ihrer Reihenfolge; eine Zeile darf leer sein',
  review:
    'Pinterest gibt einer neuen App zuerst Trial Access. Sie liest dann deine Pinnwände, aber Pinterest lehnt ihre Pins ab oder zeigt sie nur dir. Beantrage im Entwicklerportal Standard Access: Verlangt wird ein Video, in dem sich deine App anmeldet und einen Pin anlegt. Bis dahin lässt sich alles in der Sandbox von Pinterest ausprobieren, in der sonst niemand zusieht.',
  proof: { visit: 'Website besuchen' },
  connect: {
    needs:
      'Ein Pinterest-Konto mit einer Pinnwand und eine eigene App im Entwicklerportal von Pinterest, die Standard Access hat.',
    app: 'Melde dich unter developers.pinterest.com mit einem Unternehmenskonto an und verbinde eine App. Sobald Pinterest ihr Trial Access gegeben hat, öffne sie, trage die Adresse unten Zeichen für Zeichen bei den Redirect-Links ein und kopiere App-ID und App-Secret hierher. Beantrage dann Standard Access: Ohne ihn nimmt Pinterest keine Pins, die andere sehen.',
    clientId: 'App-ID',
    clientId_hint: 'Auf der Seite der App. Es ist eine Zahl.',
    clientSecret: 'App-Secret',
    clientSecret_hint: 'Auf derselben Seite, sobald Pinterest die App zugelassen hat.',
    oauth: 'Im Browser anmelden',
    oauth_hint:
      'Du meldest dich bei Pinterest an und erlaubst deiner eigenen App, deine Pinnwände zu lesen und Pins anzulegen. Das erneuert sich selbst.',
    token: 'Ein Token aus dem Portal',
    token_hint: 'Auf der Seite der App für dein eigenes Konto gemacht. Es erneuert sich nicht.',
    sandbox: 'Die Sandbox',
    sandbox_hint:
      'Für eine App mit Trial Access: legt Pins an, wo nur du sie siehst. Ihr Token ist ein anderes als das für Pinterest selbst.',
    accessToken: 'Access-Token',
    accessToken_hint: 'Mit boards:read, boards:write, pins:read, pins:write und user_accounts:read.',
  },
}
