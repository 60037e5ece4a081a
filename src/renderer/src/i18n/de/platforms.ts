import type { platforms as english } from '../en/platforms.ts'
import type { Same } from '../same.ts'

export const platforms: Same<typeof english> = {
  bluesky: {
    replyTo: 'Antwort auf',
    replyTo_hint: 'Adresse eines Beitrags auf Bluesky',
    languages: 'Sprachen',
    linkCard: 'Link-Karte',
    contentWarning: 'Inhaltswarnung',
    options: {
      contentWarning: { none: 'Keine', sexual: 'Anzüglich', nudity: 'Nacktheit', porn: 'Für Erwachsene', 'graphic-media': 'Drastisch' },
    },
    connect: {
      app_password: 'App-Passwort',
      oauth: 'Im eigenen Browser anmelden',
      handle: 'Handle',
      password: 'App-Passwort',
      password_hint: 'In Bluesky unter Einstellungen, Privatsphäre und Sicherheit, App-Passwörter. Nie dein Hauptpasswort.',
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
      oauth: 'Im eigenen Browser anmelden',
      token: 'Zugangstoken',
      server: 'Server',
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
      app_password: 'Anwendungspasswort',
      site: 'Website',
      user: 'Benutzer',
      password: 'Anwendungspasswort',
      password_hint: 'In WordPress unter Benutzer, Profil, Anwendungspasswörter.',
    },
  },
  practice: {
    connect: { practice: 'Übungskonto', name: 'Name' },
  },
}
