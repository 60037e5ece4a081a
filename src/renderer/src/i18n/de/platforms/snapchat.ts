import type { snapchat as english } from '../../en/platforms/snapchat.ts'
import type { Same } from '../../same.ts'

export const snapchat: Same<typeof english> = {
  format: 'Veröffentlichen als',
  format_hint:
    'Eine Story ist nach ihrer Zeit weg, eine gespeicherte Story bleibt im Profil, ein Spotlight ist ein Video für alle.',
  storyTime: 'Zu sehen für',
  locale: 'Sprache und Land',
  locale_hint: 'Etwa de_DE oder en_US. Snapchat zeigt ein Spotlight zuerst Leuten, die sie sprechen',
  saveToProfile: 'Im Profil behalten',
  options: {
    format: { story: 'Story', saved_story: 'Gespeicherte Story', spotlight: 'Spotlight' },
    storyTime: { ONE_DAY: 'Einen Tag', TWO_DAYS: 'Zwei Tage', THREE_DAYS: 'Drei Tage', ONE_WEEK: 'Eine Woche' },
  },
  review:
    'Snapchat öffnet seine Public Profile API nur für Apps, die Snap von Hand auf eine Liste gesetzt hat. Ein Formular gibt es dafür nicht: Schicke die Client-ID deiner App, nie ihr Secret, und wofür du sie brauchst an deinen Kontakt bei Snap. Bis dahin lässt sich nichts verbinden.',
  proof: {
    title: 'Titel der gespeicherten Story',
    inReview: 'Snapchat sieht sich ein Spotlight an, bevor andere es sehen.',
  },
  connect: {
    needs:
      'Ein öffentliches Profil auf Snapchat, ein Unternehmenskonto bei Snap und eine eigene App, die Snap auf die Liste seiner Public Profile API gesetzt hat.',
    app: 'Öffne auf business.snapchat.com die Unternehmensdetails und lege eine OAuth-App an. Trage als Redirect-Adresse eine eigene https-Adresse ein und dieselbe unten: Sie braucht nichts zu antworten und lässt sich später nicht ändern. Kopiere die Client-ID und das Secret, das nur dieses eine Mal gezeigt wird. Schicke die Client-ID dann an deinen Kontakt bei Snap, der die App auf die Liste setzt.',
    clientId: 'Client-ID',
    clientId_hint: 'Der OAuth-App in den Unternehmensdetails, nicht aus dem Entwicklerportal.',
    clientSecret: 'Client Secret',
    clientSecret_hint: 'Wird nur einmal gezeigt, beim Anlegen der App.',
    redirectUri: 'Rückkehradresse',
    redirectUri_hint: 'Genau wie eingetragen.',
    oauth: 'Im Browser anmelden',
    oauth_hint:
      'Als jemand, der für die Profile veröffentlichen darf. Kopiere die Adresse, auf der der Browser endet, und füge sie hier ein.',
    token: 'Anderswo gemachte Tokens',
    token_hint:
      'Ein frischer Access-Token mit seinem Refresh-Token, von derselben App. Snapchat ersetzt den Refresh-Token bei jedem Gebrauch: nirgends sonst benutzen.',
    accessToken: 'Access-Token',
    accessToken_hint: 'Höchstens eine Stunde alt, mit snapchat-profile-api.',
    refreshToken: 'Refresh-Token',
    refreshToken_hint: 'Kommt zusammen mit dem Access-Token.',
    organizationId: 'ID einer Organisation',
    organizationId_hint:
      'Nur für Profile einer anderen Organisation als der deines eigenen Profils. Sie steht im Business Manager unter Unternehmensdetails.',
  },
}
