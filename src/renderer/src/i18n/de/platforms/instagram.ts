import type { instagram as english } from '../../en/platforms/instagram.ts'
import type { Same } from '../../same.ts'

export const instagram: Same<typeof english> = {
  format: 'Veröffentlichen als',
  firstComment: 'Erster Kommentar',
  firstComment_hint: 'Vom Konto unter den Beitrag geschrieben, sobald er draußen ist',
  collaborators: 'Mitwirkende',
  collaborators_hint: 'Bis zu drei Namen; jeder muss in der App zustimmen',
  tagged: 'Personen markieren',
  tagged_hint: 'Namen öffentlicher Konten, markiert im ersten Bild oder im Reel',
  location: 'Ort',
  location_hint: 'Die Kennung der Facebook-Seite des Ortes, in Ziffern',
  cover: 'Titelbild des Reels',
  cover_hint: 'Ein Bild; sonst ein Moment des Reels',
  coverSecond: 'Titelbild bei Sekunde',
  coverSecond_hint: 'Welcher Moment des Reels sein Titelbild ist',
  shareToFeed: 'Das Reel auch im Feed zeigen',
  trial: 'Test-Reel',
  trial_hint: 'Zuerst nur für Leute, die dir nicht folgen; braucht 1.000 Follower',
  audioName: 'Name des Tons',
  audioName_hint: 'Für den eigenen Ton des Reels; geht nur einmal',
  madeWithAi: 'Mit KI gemacht',
  paidPartnership: 'Bezahlte Partnerschaft',
  sponsors: 'Bezahlt von',
  sponsors_hint: 'Bis zu zwei Kennungen von Instagram-Konten, in Ziffern',
  options: {
    format: { post: 'Beitrag oder Reel', story: 'Story' },
    trial: {
      none: 'Kein Test',
      MANUAL: 'Bis du es in der App freigibst',
      SS_PERFORMANCE: 'Bis es gut ankommt',
    },
  },
  review:
    'Eigene Konten brauchen keine Prüfung durch Meta. Konten von Leuten ohne Rolle in deiner App schon: Dann muss Meta ihr Recht zum Veröffentlichen geprüft haben.',
  connect: {
    needs:
      'Ein professionelles Instagram-Konto (Business oder Creator), eine eigene App auf developers.facebook.com und eine Medienablage: Instagram holt Bilder von einer Adresse.',
    app: 'Lege auf developers.facebook.com eine App mit dem Anwendungsfall „Nachrichten und Inhalte auf Instagram verwalten“ an, eingerichtet mit Facebook Login, und diesen Rechten: instagram_basic, instagram_content_publish, instagram_manage_comments, instagram_manage_contents, pages_show_list, pages_read_engagement. Trage die Adresse unten bei Facebook Login unter gültige OAuth-Redirect-URIs ein. Das Instagram-Konto muss mit einer deiner Seiten verknüpft sein.',
    instagram_app:
      'Lege auf developers.facebook.com eine App mit dem Anwendungsfall „Nachrichten und Inhalte auf Instagram verwalten“ an, eingerichtet mit Instagram-Login. Trage in den Einstellungen des Business-Logins eine eigene https-Adresse ein (sie braucht nichts zu antworten) und dieselbe unten. Kennung und Geheimcode sind die von Instagram, nicht die der App.',
    clientId: 'App-ID',
    clientId_hint: 'Für den Instagram-Login die Instagram-App-ID, sonst die der App.',
    clientSecret: 'App-Geheimcode',
    clientSecret_hint: 'Steht daneben. Ohne ihn endet die Verbindung nach einer Stunde.',
    configId: 'Konfigurations-ID',
    configId_hint: 'Nur für Facebook Login for Business. Sonst leer lassen.',
    redirectUri: 'Rückkehradresse',
    redirectUri_hint: 'Genau wie eingetragen.',
    oauth: 'Über Facebook',
    oauth_hint:
      'Für Konten, die mit einer Seite verknüpft sind, alle auf einmal. Sendet Videos direkt, kann löschen und muss nie erneuert werden. Es endet auf einer Seite mit „Success“: Kopiere deren Adresse und füge sie hier ein.',
    instagram: 'Bei Instagram selbst',
    instagram_hint:
      'Für ein Konto ohne Seite. Auch Videos gehen über die Medienablage, und löschen lässt sich von hier nichts. Kopiere die Adresse, auf der der Browser endet, und füge sie hier ein.',
    localhost: 'Über Facebook, App in Entwicklung',
    localhost_hint: 'Kommt von selbst zurück. Facebook erlaubt das nur, solange deine App im Entwicklungsmodus ist.',
    token: 'Von Hand gemachtes Token von Instagram',
    token_hint:
      'In deiner App unter Instagram, API-Einrichtung mit Instagram-Login, Token generieren. Es erneuert sich von selbst, solange Broadside ab und zu läuft.',
    facebook_token: 'Von Hand gemachtes Token von Facebook',
    facebook_token_hint: 'Eines Systemnutzers oder dein eigenes, für Konten, die mit einer Seite verknüpft sind.',
    facebookToken: 'Token',
    facebookToken_hint:
      'Mit instagram_basic, instagram_content_publish, pages_show_list und pages_read_engagement. Das eines Systemnutzers läuft nie ab.',
    appId: 'App-ID',
    appId_hint: 'Mit dem Geheimcode wird ein Token für Stunden zu einem, das hält.',
    appSecret: 'App-Geheimcode',
    appSecret_hint: 'Auch nötig, wenn deine App einen Nachweis verlangt.',
  },
}
