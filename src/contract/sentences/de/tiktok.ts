export const tiktok = {
  tiktok_in_inbox: 'Es liegt in deinem TikTok-Posteingang. Öffne dort in der App die Mitteilung und poste es.',
  tiktok_in_inbox_without_text:
    'Es liegt in deinem TikTok-Posteingang, ohne seinen Text, den TikTok nur in der App nimmt. Öffne dort die Mitteilung, füge den Text ein und poste es.',
  tiktok_in_review: 'Es ist gepostet. TikTok prüft es noch, bevor andere es sehen; darum hat es noch keine Adresse.',
  tiktok_untold:
    'TikTok hat es genommen und sagt nicht, was daraus wurde. Sieh in der App nach, ob es da ist, bevor du es noch einmal sendest.',
  tiktok_day_used_up:
    'TikTok nimmt von einem Konto etwa 15 Beiträge in 24 Stunden, von allen Programmen zusammen, und nimmt gerade keine mehr.',
  tiktok_inbox_full:
    'Fünf Entwürfe von Programmen dürfen im TikTok-Posteingang warten. Poste oder lösche welche in der App; dann geht dieser von selbst hinaus.',
  tiktok_user_cap:
    'TikTok lässt deine App in 24 Stunden nicht für weitere Personen posten. Danach geht es von selbst weiter.',
  tiktok_not_audited:
    'TikTok hat deine App nicht geprüft. Sie darf daher nur für dich allein posten, und nur solange das Konto in TikTok auf privat steht. Stelle beides so ein oder sende es in den Posteingang.',
  tiktok_url_unverified:
    'TikTok holt Bilder nur von Adressen, die nachweislich dir gehören. Weise {{host}} im Entwicklerportal nach, bei deiner App unter URL properties, und versuche es dann erneut.',
  tiktok_privacy_gone:
    'Was für die Sichtbarkeit gewählt war, bietet TikTok nicht mehr an. Wähle neu und versuche es dann erneut.',
  tiktok_app_too_old:
    'Die TikTok-App auf deinem Telefon ist zu alt für Entwürfe mit Bildern. Aktualisiere sie und versuche es dann erneut.',
  tiktok_video_too_long:
    'TikTok nimmt von diesem Konto Videos von höchstens {{seconds}} Sekunden. Kürze es und versuche es dann erneut.',
  tiktok_length_refused:
    'TikTok nimmt ein Video dieser Länge von diesem Konto nicht. Kürze es und versuche es dann erneut.',
  tiktok_frame_rate: 'TikTok nimmt Videos mit 23 bis 60 Bildern pro Sekunde. Wandle es um und versuche es dann erneut.',
  tiktok_picture_size: 'TikTok nimmt diese Größe in Pixeln nicht. Wandle die Datei um und versuche es dann erneut.',
  tiktok_not_fetched:
    'TikTok konnte die Bilder nicht von ihrer Adresse holen. Prüfe die Medienablage in den Einstellungen und versuche es dann erneut.',
  tiktok_posting_barred: 'TikTok lässt dieses Konto gerade nicht posten. Die App sagt, warum.',
} as const
