import type { tiktok as english } from '../../en/platforms/tiktok.ts'
import type { Same } from '../../same.ts'

export const tiktok: Same<typeof english> = {
  mode: 'Senden',
  mode_hint:
    'In den Posteingang: du beendest und postest es in der TikTok-App. Sofort braucht eine App, die TikTok geprüft hat.',
  privacy: 'Wer es sehen darf',
  privacy_hint: 'TikTok will, dass du wählst. Angeboten wird, was dein Konto wählen darf.',
  allowComments: 'Kommentare erlauben',
  allowDuet: 'Duette erlauben',
  allowDuet_hint: 'Nur Videos',
  allowStitch: 'Stitches erlauben',
  allowStitch_hint: 'Nur Videos',
  ownBrand: 'Wirbt für die eigene Marke',
  ownBrand_hint: 'TikTok kennzeichnet es als Werbeinhalt',
  brandedContent: 'Markeninhalt',
  brandedContent_hint: 'Jemand bezahlt dafür. TikTok kennzeichnet es als bezahlte Partnerschaft',
  madeWithAi: 'Mit KI gemacht',
  madeWithAi_hint: 'Nur Videos',
  coverSeconds: 'Titelbild bei Sekunde',
  coverSeconds_hint: 'Nur Videos. Leer: das erste Bild',
  coverPhoto: 'Titelbild',
  coverPhoto_hint: 'Seine Nummer, nur bei Bildern. Leer: das erste',
  autoMusic: 'TikTok Musik hinzufügen lassen',
  autoMusic_hint: 'Nur bei Bildern',
  options: {
    mode: { inbox: 'In meinen TikTok-Posteingang', direct: 'Sofort' },
    privacy: {
      PUBLIC_TO_EVERYONE: 'Alle',
      FOLLOWER_OF_CREATOR: 'Follower',
      MUTUAL_FOLLOW_FRIENDS: 'Freunde',
      SELF_ONLY: 'Nur du',
    },
  },
  review:
    'TikTok genehmigt jede Berechtigung einer App und lässt sie erst nach einer Prüfung sofort und öffentlich posten. Die gibt es eher für Dienste als für Menschen, die für sich selbst posten. Ohne sie siehst nur du, was sofort gepostet wird, und nur von einem Konto, das auf privat steht. Entwürfe brauchen allein die Berechtigung video.upload.',
  proof: {
    consent: 'Mit dem Posten stimmst du TikToks Bestätigung zur Musiknutzung zu.',
    consentBranded:
      'Mit dem Posten stimmst du TikToks Richtlinie für Markeninhalte und der Bestätigung zur Musiknutzung zu.',
    inbox: 'Kommt in deinen Posteingang in der TikTok-App, wo du es postest.',
    inboxWithoutText: 'Kommt ohne seinen Text in deinen Posteingang in der TikTok-App. Füge ihn dort beim Posten ein.',
  },
  connect: {
    needs:
      'Ein Konto bei TikTok und eine eigene App bei TikTok for Developers. Bilder brauchen außerdem eine Medienablage unter einer Adresse, die du für diese App nachgewiesen hast.',
    app: 'Lege unter developers.tiktok.com eine App für die Plattform Desktop an, füge Login Kit und die Content Posting API hinzu und trage die Adresse unten als Redirect-URI für Desktop ein. Für Entwürfe beantrage user.info.basic und video.upload; um sofort zu posten, schalte Direct Post ein und beantrage auch video.publish. Für Bilder weise die Adresse deiner Medienablage unter URL properties nach. Kopiere Client Key und Client Secret hierher.',
    clientId: 'Client Key',
    clientId_hint: 'Auf der Seite der App unter Credentials.',
    clientSecret: 'Client Secret',
    clientSecret_hint: 'Neben dem Client Key.',
    oauth: 'Für Entwürfe anmelden',
    oauth_hint:
      'Broadside legt Beiträge in deinen TikTok-Posteingang, und du postest sie in der App. Mehr darf es nicht.',
    oauth_direct: 'Anmelden, um auch sofort zu posten',
    oauth_direct_hint: 'Für eine App mit Direct Post. Bis TikTok sie geprüft hat, siehst nur du, was sie postet.',
    token: 'Anderswo gemachte Tokens',
    token_hint:
      'Ein frischer Access-Token mit seinem Refresh-Token, von derselben App. TikTok ersetzt den Refresh-Token bei jedem Gebrauch: nirgends sonst benutzen.',
    accessToken: 'Access-Token',
    accessToken_hint:
      'Beginnt mit act. und hat user.info.basic und video.upload, und video.publish, um sofort zu posten.',
    refreshToken: 'Refresh-Token',
    refreshToken_hint: 'Beginnt mit rft.',
  },
}
