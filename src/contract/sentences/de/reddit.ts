export const reddit = {
  reddit_flair_needed:
    '{{destination}} nimmt keinen Beitrag ohne Flair. Wähle einen in den Einstellungen dieses Kontos.',
  reddit_kind_refused:
    '{{destination}} nimmt diese Art von Beitrag nicht. Die eigenen Worte sagen, welche: Ändere den Beitrag oder wähle einen anderen Ort.',
  reddit_link_refused:
    '{{destination}} nimmt keine Links zu dieser Adresse. Ändere den Link oder wähle einen anderen Ort.',
  reddit_rules_unmet:
    'Der Beitrag ist nicht so, wie {{destination}} Beiträge haben will. Ändere, was die eigenen Worte nennen, und versuche es dann noch einmal.',
  reddit_title_short: '{{destination}} will Titel mit mindestens {{min}} Zeichen. Schreibe einen längeren.',
  reddit_title_long: '{{destination}} nimmt Titel mit höchstens {{max}} Zeichen. Kürze ihn.',
  reddit_title_words: '{{destination}} will in jedem Titel eines davon: {{list}}.',
  reddit_title_forbidden: '{{destination}} nimmt das in keinem Titel: {{list}}. Nimm es heraus.',
  reddit_text_needed: '{{destination}} nimmt keinen Beitrag ohne Text. Schreibe einen.',
  reddit_text_refused:
    '{{destination}} nimmt nur Beiträge ohne Text. Nimm den Text heraus oder wähle einen anderen Ort.',
  reddit_text_short: '{{destination}} will Texte mit mindestens {{min}} Zeichen. Schreibe mehr.',
  reddit_text_long: '{{destination}} nimmt Texte mit höchstens {{max}} Zeichen. Kürze ihn.',
  reddit_gallery_few: '{{destination}} will in einer Galerie mindestens {{min}} Bilder. Füge welche hinzu.',
  reddit_gallery_many: '{{destination}} nimmt in einer Galerie höchstens {{max}} Bilder. Entferne welche.',
  reddit_email_unverified:
    'Reddit nimmt Beiträge nur von Konten mit bestätigter E-Mail-Adresse. Bestätige deine in den Einstellungen dort und versuche es dann noch einmal.',
  reddit_turned_away:
    'Reddit hat das abgewiesen. Entweder ist {{destination}} für dieses Konto geschlossen, oder Reddit hat die App nicht zugelassen, mit der es verbunden wurde. Die eigenen Worte sagen vielleicht, was davon.',
  reddit_app_turned_away:
    'Reddit hat das abgewiesen. Es lässt nur Apps ein, die es zugelassen hat: Sieh nach, ob deine noch dabei ist.',
  reddit_never_appeared:
    'Reddit hat die Datei genommen, und seit einer Stunde ist kein Beitrag daraus geworden. Wahrscheinlich war sie nicht zu gebrauchen. Sieh in deinem Profil dort nach und versuche es dann mit einer anderen Datei.',
  reddit_looks_alike:
    'Ein Beitrag mit diesem Titel wurde dort inzwischen angelegt, und nichts zeigt, ob es dieser ist.',
  reddit_may_still_come: 'Vielleicht arbeitet Reddit noch an dem Video; der Beitrag erscheint, wenn es fertig ist.',
  reddit_only_text_changes:
    'Reddit lässt nur den Text von Textbeiträgen ändern. Lösche den Beitrag dort und sende ihn neu.',
} as const
