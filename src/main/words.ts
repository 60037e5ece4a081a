import type { AppSettings } from '../contract/system.ts'

/** Text of the menu, tray, notifications and dialogs. A page has its own. `{name}` is filled in by `fill`. */
const en = {
  file: 'File',
  newPost: 'New post',
  settings: 'Settings …',
  quit: 'Quit Broadside',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  pastePlain: 'Paste without formatting',
  selectAll: 'Select all',
  view: 'View',
  palette: 'Find a view or action …',
  today: 'Today',
  compose: 'Compose',
  calendar: 'Calendar',
  posts: 'Posts',
  media: 'Media',
  accounts: 'Accounts',
  zoomIn: 'Larger',
  zoomOut: 'Smaller',
  zoomReset: 'Usual size',
  fullScreen: 'Full screen',
  reload: 'Reload',
  devTools: 'Developer tools',
  window: 'Window',
  minimize: 'Minimize',
  zoom: 'Zoom',
  close: 'Close window',
  front: 'Bring all to front',
  help: 'Help',
  shortcuts: 'Keyboard shortcuts',
  openLogs: 'Show the log files',
  checkForUpdates: 'Look for an update',
  about: 'About Broadside',
  hide: 'Hide Broadside',
  hideOthers: 'Hide others',
  showAll: 'Show all',
  services: 'Services',
  open: 'Open Broadside',
  nothingScheduled: 'Nothing scheduled',
  next: 'Next: {when} · {title}',
  untitled: 'Untitled',
  needsYou: 'Needs you: {count}',
  published: 'Published',
  failed: 'Could not be published',
  unknown: 'Not sure whether it was published',
  missed: 'Missed its time',
  broken: 'An account needs to be connected again',
  keepsRunning: 'Broadside keeps running',
  keepsRunningDetail: 'What is scheduled goes out while it sits in the tray. You can change this in Settings.',
  images: 'Pictures and videos',
  allFiles: 'All files',
  crashTitle: 'The window stopped working',
  crashDetail:
    'It stopped twice in a short time. Nothing that was saved is lost, and what is scheduled still goes out.',
  crashReload: 'Load it again',
  crashLogs: 'Show the log files',
  crashQuit: 'Quit',
  startFailed: 'Broadside could not start',
  cannotWrite:
    'The data folder {dataDir} cannot be written. Give yourself the right to write there, or start with --data-dir and another folder.',
  diskFull: 'The disk that holds {dataDir} is full. Free some space and start again. Nothing was lost.',
  dataRefused: 'The database cannot be used: {reason}. It is studio.db in {dataDir}. Nothing was changed.',
  errorTitle: 'Broadside has to stop',
  errorDetail: 'Something unexpected happened. What was saved is safe. Start Broadside again; the log files say more.',
  ownedTitle: 'Broadside is already running without a window',
  ownedDetail: 'A Broadside started elsewhere takes care of this data: {address}. Only one may publish at a time.',
  ownedDetailNoAddress: 'A Broadside started elsewhere takes care of this data. Only one may publish at a time.',
  ownedOpen: 'Open it in the browser',
  cancel: 'Cancel',
} as const

export type Words = Readonly<Record<keyof typeof en, string>>

const de: Words = {
  file: 'Datei',
  newPost: 'Neuer Beitrag',
  settings: 'Einstellungen …',
  quit: 'Broadside beenden',
  edit: 'Bearbeiten',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  cut: 'Ausschneiden',
  copy: 'Kopieren',
  paste: 'Einfügen',
  pastePlain: 'Ohne Formatierung einfügen',
  selectAll: 'Alles auswählen',
  view: 'Ansicht',
  palette: 'Ansicht oder Aktion suchen …',
  today: 'Heute',
  compose: 'Schreiben',
  calendar: 'Kalender',
  posts: 'Beiträge',
  media: 'Medien',
  accounts: 'Konten',
  zoomIn: 'Größer',
  zoomOut: 'Kleiner',
  zoomReset: 'Normale Größe',
  fullScreen: 'Vollbild',
  reload: 'Neu laden',
  devTools: 'Entwicklerwerkzeuge',
  window: 'Fenster',
  minimize: 'Minimieren',
  zoom: 'Zoomen',
  close: 'Fenster schließen',
  front: 'Alle nach vorne bringen',
  help: 'Hilfe',
  shortcuts: 'Tastenkürzel',
  openLogs: 'Protokolldateien zeigen',
  checkForUpdates: 'Nach Aktualisierung suchen',
  about: 'Über Broadside',
  hide: 'Broadside ausblenden',
  hideOthers: 'Andere ausblenden',
  showAll: 'Alle einblenden',
  services: 'Dienste',
  open: 'Broadside öffnen',
  nothingScheduled: 'Nichts geplant',
  next: 'Als Nächstes: {when} · {title}',
  untitled: 'Ohne Titel',
  needsYou: 'Braucht dich: {count}',
  published: 'Veröffentlicht',
  failed: 'Konnte nicht veröffentlicht werden',
  unknown: 'Unklar, ob es veröffentlicht wurde',
  missed: 'Zeitpunkt verpasst',
  broken: 'Ein Konto muss neu verbunden werden',
  keepsRunning: 'Broadside läuft weiter',
  keepsRunningDetail:
    'Geplantes geht hinaus, solange es in der Leiste sitzt. Das lässt sich in den Einstellungen ändern.',
  images: 'Bilder und Videos',
  allFiles: 'Alle Dateien',
  crashTitle: 'Das Fenster reagiert nicht mehr',
  crashDetail:
    'Es ist zweimal kurz hintereinander abgestürzt. Gespeichertes ist nicht verloren, Geplantes geht weiter hinaus.',
  crashReload: 'Neu laden',
  crashLogs: 'Protokolldateien zeigen',
  crashQuit: 'Beenden',
  startFailed: 'Broadside konnte nicht starten',
  cannotWrite:
    'In den Datenordner {dataDir} kann nicht geschrieben werden. Gib dir dort Schreibrechte, oder starte mit --data-dir und einem anderen Ordner.',
  diskFull: 'Der Datenträger von {dataDir} ist voll. Schaffe Platz und starte neu. Nichts ist verloren.',
  dataRefused:
    'Die Datenbank ist nicht verwendbar: {reason}. Es geht um studio.db in {dataDir}. Nichts wurde geändert.',
  errorTitle: 'Broadside muss anhalten',
  errorDetail:
    'Etwas Unerwartetes ist geschehen. Gespeichertes ist sicher. Starte Broadside neu; mehr steht in den Protokolldateien.',
  ownedTitle: 'Broadside läuft schon ohne Fenster',
  ownedDetail:
    'Ein anderswo gestartetes Broadside kümmert sich um diese Daten: {address}. Nur eines darf veröffentlichen.',
  ownedDetailNoAddress:
    'Ein anderswo gestartetes Broadside kümmert sich um diese Daten. Nur eines darf veröffentlichen.',
  ownedOpen: 'Im Browser öffnen',
  cancel: 'Abbrechen',
}

export type Language = 'en' | 'de'
const languages: Readonly<Record<Language, Words>> = { en, de }

/** The chosen language, else the first of the system's that we have, else English. */
export function chooseLanguage(setting: AppSettings['language'], systemLanguages: readonly string[]): Language {
  if (setting !== 'system') return setting
  const isOurs = (language: string): language is Language => Object.hasOwn(languages, language)
  return systemLanguages.map((tag) => tag.split('-')[0] ?? '').find(isOurs) ?? 'en'
}

export function wordsOf(language: Language): Words {
  return languages[language]
}

/** Puts values into the braces of a text. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
