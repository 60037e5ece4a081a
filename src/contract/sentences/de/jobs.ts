export const jobs = {
  job_broke: 'Broadside hat hier einen Fehler gemacht; die Dateien sind unverändert. Näheres steht im Protokoll.',
  // converting files
  ffmpeg_missing:
    'Video wandelt ffmpeg um, und das fehlt auf diesem Rechner. Die Einstellungen sagen, wie es installiert wird; alles andere geht auch ohne.',
  ffmpeg_too_old:
    'Das ffmpeg dieses Rechners ist {{version}}. Zum Umwandeln ist 4.4 oder neuer nötig: aktualisieren, dann noch einmal versuchen.',
  ffmpeg_incomplete:
    'Das ffmpeg dieses Rechners kann kein H.264-Video schreiben. Eines mit libx264 installieren, dann noch einmal umwandeln.',
  file_not_there: '{{name}} ist nicht mehr auf der Festplatte. Bitte noch einmal zur Mediathek hinzufügen.',
  file_not_convertible: '{{name}} ist weder Bild noch Video; es gibt nichts umzuwandeln.',
  file_damaged:
    '{{name}} lässt sich nicht bis zum Ende lesen: Die Datei ist beschädigt. Bitte neu exportieren und noch einmal hinzufügen.',
  no_format_fits:
    'Keines der angenommenen Formate kann hier erzeugt werden: {{types}}. MP4, MOV, JPEG, PNG, WebP und GIF gehen.',
  no_codec_fits: 'Keiner der angenommenen Codecs kann hier erzeugt werden: {{codecs}}. H.264 mit AAC geht.',
  no_size_fits:
    'Keine Größe von {{name}} hält alle Grenzen zugleich ein. Bitte zuerst anderswo zuschneiden oder mit Rand versehen.',
  video_longer_than_taken:
    '{{name}} dauert {{seconds}} Sekunden, höchstens {{max}} gehen. Gekürzt wird nur auf ausdrücklichen Wunsch: mit Kürzen umwandeln oder ein kürzeres nehmen.',
  video_shorter_than_taken:
    '{{name}} dauert {{seconds}} Sekunden, mindestens {{min}} sind nötig. Bitte ein längeres nehmen.',
  file_not_small_enough: '{{name}} lässt sich nicht klein genug machen. Bitte ein kürzeres oder einfacheres nehmen.',
  no_room:
    'Auf der Festplatte ist kein Platz für die umgewandelte Datei. Bitte Platz schaffen, dann noch einmal umwandeln.',
} as const
