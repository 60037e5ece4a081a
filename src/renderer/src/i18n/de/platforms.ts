import { facebook } from './platforms/facebook.ts'
import { instagram } from './platforms/instagram.ts'
import { linkedin } from './platforms/linkedin.ts'
import { pinterest } from './platforms/pinterest.ts'
import { reddit } from './platforms/reddit.ts'
import { snapchat } from './platforms/snapchat.ts'
import { threads } from './platforms/threads.ts'
import { tiktok } from './platforms/tiktok.ts'
import { x } from './platforms/x.ts'
import { youtube } from './platforms/youtube.ts'
import type { platforms as english } from '../en/platforms.ts'
import type { Same } from '../same.ts'
import { discord } from './platforms/discord.ts'
import { telegram } from './platforms/telegram.ts'

export const platforms: Same<typeof english> = {
  bluesky: {
    replyTo: 'Antwort auf',
    replyTo_hint: 'Adresse eines Beitrags auf Bluesky',
    languages: 'Sprachen',
    linkCard: 'Link-Karte',
    contentWarning: 'Inhaltswarnung',
    options: {
      contentWarning: {
        none: 'Keine',
        sexual: 'Anzüglich',
        nudity: 'Nacktheit',
        porn: 'Für Erwachsene',
        'graphic-media': 'Drastisch',
      },
    },
    connect: {
      needs: 'Ein Bluesky-Konto, auf bsky.social oder auf einem eigenen Server.',
      app_password: 'App-Passwort',
      app_password_hint: 'Ein Passwort nur für Broadside. Es endet, wenn du es in Bluesky löschst.',
      app_password_left:
        '{{name}} ist getrennt. Das App-Passwort gilt weiter, bis du es in Bluesky löschst: unter Einstellungen, Privatsphäre und Sicherheit, App-Passwörter.',
      oauth: 'Im Browser anmelden',
      oauth_hint:
        'Du meldest dich bei deinem eigenen Server an, Broadside sieht kein Passwort. So eine Anmeldung muss vielleicht ab und zu erneuert werden.',
      handle: 'Handle',
      handle_hint: 'Wie es in deinem Profil steht, ohne das @.',
      password: 'App-Passwort',
      password_hint:
        'In Bluesky unter Einstellungen, Privatsphäre und Sicherheit, App-Passwörter. Nie dein Hauptpasswort.',
      service: 'Server',
      service_hint: 'Wo dein Konto liegt. Ändere es nur, wenn du einen eigenen Server hast.',
    },
  },
  mastodon: {
    visibility: 'Sichtbar für',
    contentWarning: 'Inhaltswarnung',
    contentWarning_hint: 'Steht anstelle des Textes, bis jemand ihn öffnet',
    sensitive: 'Medien verdecken',
    language: 'Sprache',
    poll: 'Umfrage',
    options: {
      visibility: { public: 'Alle', unlisted: 'Alle, unauffällig', private: 'Folgende', direct: 'Erwähnte' },
    },
    connect: {
      needs: 'Ein Konto auf irgendeinem Mastodon-Server.',
      oauth: 'Im Browser anmelden',
      oauth_hint:
        'Du meldest dich bei deinem eigenen Server an und erlaubst Broadside zu schreiben. Dein Passwort sieht es nie.',
      token: 'Zugangstoken',
      server: 'Server',
      server_hint: 'Wo dein Konto liegt: der Teil nach dem zweiten @ deines Namens.',
      token_hint: 'Auf deinem Server unter Einstellungen, Entwicklung, mit read, write:statuses und write:media.',
    },
  },
  wordpress: {
    status: 'Veröffentlichen als',
    categories: 'Kategorien',
    tags: 'Schlagwörter',
    excerpt: 'Auszug',
    handOff: 'WordPress hält den Termin',
    handOff_hint: 'Die Website veröffentlicht von selbst, dieser Rechner darf schlafen.',
    options: {
      status: { publish: 'Veröffentlicht', draft: 'Entwurf', pending: 'Wartet auf Prüfung', private: 'Privat' },
    },
    connect: {
      needs:
        'Eine eigene WordPress-Website, ab 5.6, und einen Benutzer, der Beiträge schreiben darf; oder eine Website bei WordPress.com.',
      app_password: 'Anwendungspasswort',
      app_password_hint: 'Ein Passwort nur für Broadside. Du kannst es in WordPress jederzeit zurücknehmen.',
      wordpress_com: 'Bei WordPress.com anmelden',
      wordpress_com_hint:
        'Für eine Site auf WordPress.com oder eine, die Jetpack damit verbindet. Die Site wählst du dort.',
      app: 'Lege unter developer.wordpress.com/apps eine App vom Typ Web an und trage die Adresse unten genau so als Redirect-URL ein. Kopiere ihre Client-ID und ihr Client-Secret hierher.',
      clientId: 'Client-ID',
      clientId_hint: 'Eine Zahl, unten auf der Seite der App.',
      clientSecret: 'Client-Secret',
      clientSecret_hint: 'Unter der Client-ID.',
      site: 'Website',
      site_hint: 'Die Adresse der Website, wie Besucher sie eintippen.',
      user: 'Benutzer',
      user_hint: 'Der Name oder die E-Mail-Adresse, mit der du dich anmeldest.',
      password: 'Anwendungspasswort',
      password_hint: 'In WordPress unter Benutzer, Profil, Anwendungspasswörter.',
    },
  },
  facebook,
  instagram,
  discord,
  telegram,
  linkedin,
  pinterest,
  reddit,
  snapchat,
  threads,
  tiktok,
  x,
  youtube,
  practice: {
    connect: {
      needs: 'Nichts. Es gehört zu Broadside, und was du dorthin schickst, verlässt diesen Rechner nie.',
      practice: 'Übungskonto',
      name: 'Name',
      name_hint: 'Du kannst mehrere haben, um deine echten Konten auseinanderzuhalten.',
    },
  },
}
