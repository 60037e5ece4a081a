import type { problems as english } from '../en/problems.ts'
import type { Same } from '../same.ts'

export const problems: Same<typeof english> = {
  text_empty: 'Teil {{part}} hat keinen Text',
  text_too_long_one: 'Teil {{part}} ist {{count}} Zeichen zu lang',
  text_too_long_other: 'Teil {{part}} ist {{count}} Zeichen zu lang',
  text_too_many_bytes_one: 'Teil {{part}} ist {{count}} Byte zu lang',
  text_too_many_bytes_other: 'Teil {{part}} ist {{count}} Bytes zu lang',
  thread_unsupported: 'Nimmt einen Teil, keine Folge',
  too_many_media: 'Teil {{part}} hat {{count}} Dateien, höchstens {{max}} gehen',
  media_mixed: 'Teil {{part}} mischt Bilder und Video; nur eines von beiden geht',
  images_unsupported: 'Nimmt keine Bilder',
  file_unsupported: 'Nimmt keine Dateien vom Typ {{type}}',
  video_type: 'Nimmt Video als {{types}}, nicht {{type}}',
  video_too_large: 'Das Video ist zu groß',
  video_too_long: 'Das Video dauert {{seconds}} s, höchstens {{max}} s gehen',
  alt_missing: 'Datei {{position}} hat keinen Alternativtext',
  alt_too_long: 'Der Alternativtext von Datei {{position}} ist länger als {{max}} Zeichen',
  account_broken: 'Die Verbindung ist unterbrochen',
  account_locked: 'Der Tresor ist gesperrt, dieses Konto kann gerade nichts senden',
  when_past: 'Der Zeitpunkt liegt in der Vergangenheit',
  setting_too_many: 'Zu viele Einträge in einer Einstellung; höchstens {{max}} gehen',
}
