import type { discord as english } from '../../en/platforms/discord.ts'
import type { Same } from '../../same.ts'

export const discord: Same<typeof english> = {
  username: 'Absender',
  username_hint: 'Steht anstelle des Namens des Webhooks',
  avatarUrl: 'Bild des Absenders',
  avatarUrl_hint: 'Adresse eines Bildes im Web',
  threadName: 'Titel des Forumsbeitrags',
  threadName_hint: 'Für Foren. Leer: der Titel dieses Beitrags oder seine erste Zeile',
  forumTags: 'Tags des Forums',
  forumTags_hint: 'Ihre IDs: in Discord mit Entwicklermodus im Menü des Tags',
  threadId: 'Thread',
  threadId_hint: 'Link zu einem Thread im Kanal. Leer: der Kanal selbst',
  mentions: 'Darf benachrichtigen',
  mentions_hint: 'Wen Erwähnungen im Text erreichen',
  silent: 'Lautlos',
  silent_hint: 'Niemand bekommt eine Benachrichtigung aufs Gerät',
  suppressEmbeds: 'Keine Link-Karten',
  embed: 'Text in einer Karte',
  embed_hint: 'Mit Titel, Link und erstem Bild; bis zu 4.096 Zeichen',
  embedColour: 'Farbe der Karte',
  embedColour_hint: 'Etwa #c8371f',
  spoiler: 'Dateien verdecken',
  spoiler_hint: 'Sie sind unscharf, bis jemand sie anklickt',
  plain: 'Zeichen zeigen, wie sie dastehen',
  plain_hint: 'Sternchen und Unterstriche sind dann kein Markdown',
  tts: 'Vorlesen',
  tts_hint: 'Allen, die den Kanal offen haben',
  poll: 'Umfrage',
  options: {
    mentions: {
      none: 'Niemanden',
      users: 'Genannte Mitglieder',
      roles: 'Mitglieder und Rollen',
      everyone: 'Auch alle',
    },
  },
  proof: { app: 'App', forum: 'In einem Forum: {{name}}' },
  connect: {
    needs:
      'Ein Webhook eines Kanals: in Discord unter Einstellungen des Kanals, Integrationen, Webhooks. Dafür braucht es das Recht, Webhooks zu verwalten.',
    webhook: 'Webhook',
    webhook_hint: 'Wer seine Adresse hat, kann im Kanal schreiben. Er endet, wenn er in Discord gelöscht wird.',
    url: 'Webhook-URL',
    url_hint: 'Dort kopiert mit „Webhook-URL kopieren“.',
  },
}
