export const jobs = {
  job_broke: 'Broadside hat hier einen Fehler gemacht; deine Dateien sind unverändert. Näheres steht im Protokoll.',
  // converting files
  ffmpeg_missing:
    'Video wandelt ffmpeg um, und das fehlt auf diesem Rechner. Die Einstellungen sagen, wie du es installierst; alles andere geht auch ohne.',
  ffmpeg_too_old:
    'Das ffmpeg dieses Rechners ist {{version}}. Zum Umwandeln ist 4.4 oder neuer nötig: Aktualisiere es und versuche es dann noch einmal.',
  ffmpeg_incomplete:
    'Das ffmpeg dieses Rechners kann kein H.264-Video schreiben. Installiere eines mit libx264 und wandle dann noch einmal um.',
  file_not_there: '{{name}} ist nicht mehr auf der Festplatte. Füge die Datei noch einmal zur Mediathek hinzu.',
  file_not_convertible: '{{name}} ist weder Bild noch Video; es gibt nichts umzuwandeln.',
  file_damaged:
    '{{name}} lässt sich nicht bis zum Ende lesen: Die Datei ist beschädigt. Exportiere sie neu und füge sie noch einmal hinzu.',
  no_format_fits:
    'Keines der angenommenen Formate kann hier erzeugt werden: {{types}}. MP4, MOV, JPEG, PNG, WebP und GIF gehen.',
  no_codec_fits: 'Keiner der angenommenen Codecs kann hier erzeugt werden: {{codecs}}. H.264 mit AAC geht.',
  no_size_fits:
    'Keine Größe von {{name}} hält alle Grenzen zugleich ein. Schneide es zuerst anderswo zu oder gib ihm einen Rand.',
  video_longer_than_taken:
    '{{name}} dauert {{seconds}} Sekunden, höchstens {{max}} gehen. Gekürzt wird nur, wenn du es sagst: Wandle mit Kürzen um oder nimm ein kürzeres.',
  video_shorter_than_taken: '{{name}} dauert {{seconds}} Sekunden, mindestens {{min}} sind nötig. Nimm ein längeres.',
  file_not_small_enough: '{{name}} lässt sich nicht klein genug machen. Nimm ein kürzeres oder einfacheres.',
  no_room:
    'Auf der Festplatte ist kein Platz für die umgewandelte Datei. Schaffe Platz und wandle dann noch einmal um.',
} as const
