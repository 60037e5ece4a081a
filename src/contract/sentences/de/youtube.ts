export const youtube = {
  youtube_no_channel:
    'Dieses Google-Konto hat keinen YouTube-Kanal. Lege auf youtube.com einen an und verbinde ihn dann neu.',
  youtube_api_off:
    'Die YouTube Data API ist im Google-Projekt dieser App nicht eingeschaltet. Schalte sie in der Google-Cloud-Konsole unter „APIs und Dienste“ ein und versuche es dann erneut.',
  youtube_comments_closed:
    'YouTube nimmt unter diesem Video keine Kommentare an: Es ist privat oder für Kinder, oder seine Kommentare sind aus. Leere den ersten Kommentar oder schreibe ihn dort.',
  youtube_not_published:
    'YouTube hat es nicht öffentlich gemacht, obwohl seine Zeit einen Tag vorbei ist. Sieh dir das Video in YouTube Studio an.',
  youtube_kept_private:
    'Es ist auf YouTube, aber YouTube hält es privat, obwohl man es sehen sollte. YouTube Studio sagt, warum, und lässt es ändern.',
  youtube_without_thumbnail:
    'Es ist auf YouTube, aber YouTube hat das Vorschaubild nicht genommen: Dazu muss der Kanal per Telefon bestätigt sein. Setze es in YouTube Studio.',
  youtube_without_playlist:
    'Es ist auf YouTube, konnte aber nicht in die Playlist gelegt werden. Sieh nach, ob es die Playlist noch gibt.',
  youtube_without_subtitles:
    'Es ist auf YouTube, aber YouTube hat die Untertitel nicht genommen. Sieh sie noch einmal an und füge sie in YouTube Studio hinzu.',
  youtube_without_extras:
    'Es ist auf YouTube, aber YouTube hat Vorschaubild, Playlist und Untertitel nicht alle genommen. Sieh es dir in YouTube Studio an.',
} as const
