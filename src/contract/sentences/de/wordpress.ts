export const wordpress = {
  wordpress_password_dead:
    '{{platform}} nimmt das Anwendungspasswort nicht mehr. Verbinde die Website neu, mit einem neuen.',
  wordpress_file_refused: '{{platform}} nimmt diese Datei nicht. Ersetze sie, mach sie kleiner oder lass sie weg.',
  wordpress_file_too_large:
    'Eine Datei ist größer, als {{platform}} sie nimmt. Mach sie kleiner oder lass sie weg, oder bitte den Hoster um eine höhere Grenze.',
  wordpress_api_moved:
    'Die REST-API von {{platform}} ist nicht mehr, wo sie war: Die Website ist umgezogen, oder ein Plugin hat sie abgeschaltet. Verbinde sie neu.',
  wordpress_not_wordpress:
    'Die Antwort von {{platform}} stammt nicht von WordPress. Vielleicht ist ein Plugin oder eine vorgeschaltete Seite im Weg.',
  wordpress_may_not_publish:
    'Dieser Benutzer darf schreiben, aber nicht veröffentlichen. Wähle den Status „Wartet auf Prüfung“ für eine Prüfung, oder verbinde einen Benutzer, der darf.',
  wordpress_may_not_create:
    'Dieser Benutzer darf das auf der Website nicht anlegen. Verbinde einen, der schreiben und hochladen darf, mindestens einen Autor.',
  wordpress_may_not:
    'Die Website lässt das für diesen Benutzer nicht zu. Verbinde einen mit der nötigen Rolle, mindestens einen Autor.',
  wordpress_firewall:
    'Etwas vor der Website hat die Anfrage abgelehnt, ein Sicherheits-Plugin oder eine Firewall. Lass die REST-API für angemeldete Benutzer durch.',
  wordpress_kept_for_review:
    'Die Website hat den Beitrag angenommen und nicht veröffentlicht: Sie hält Beiträge zur Prüfung zurück. Veröffentliche ihn dort, oder wähle den Status „Wartet auf Prüfung“.',
  wordpress_draft_gone: 'Jemand hat den Entwurf auf der Website gelöscht. Er wird neu angelegt.',
  wordpress_in_trash: 'Er liegt im Papierkorb der Website.',
  wordpress_cron_dead:
    'Die Website hat ihn nicht veröffentlicht, obwohl seine Zeit vorbei ist: Ihre geplanten Aufgaben laufen nicht. Veröffentliche ihn dort, oder bitte den Hoster, WP-Cron laufen zu lassen.',
  wordpress_category_not_made:
    '„{{name}}“ ließ sich auf der Website nicht anlegen. Wähle eine Kategorie, die es dort gibt, oder verbinde einen Benutzer, der sie anlegen darf.',
  wordpress_tag_not_made:
    '„{{name}}“ ließ sich auf der Website nicht anlegen. Wähle ein Schlagwort, das es dort gibt, oder verbinde einen Benutzer, der es anlegen darf.',
  wordpress_site_missing: 'Nenne die Website, etwa https://example.com.',
  wordpress_user_missing: 'Nenne den Benutzer, wie du dich auf der Website anmeldest, oder seine E-Mail-Adresse.',
  wordpress_password_missing:
    'Füge ein Anwendungspasswort ein: auf der Website unter Benutzer, Profil, Anwendungspasswörter.',
  wordpress_insecure:
    'Ohne https ließe sich das Passwort unterwegs mitlesen, und WordPress nimmt es so nicht. Nimm die Adresse mit https.',
  wordpress_no_api:
    'Dort wurde keine REST-API von WordPress gefunden. Ist das die Adresse der Website selbst, und läuft dort WordPress?',
  wordpress_api_closed:
    'Die Website hält ihre REST-API geschlossen, durch ein Sicherheits-Plugin oder den Hoster. Lass angemeldete Benutzer zu /wp-json/ durch und versuche es dann noch einmal.',
  wordpress_api_elsewhere: 'Die REST-API der Website ist nicht dort, wo sie es sagt: {{words}}.',
  wordpress_reader_only:
    'Dieser Benutzer darf die Website lesen, aber keine Beiträge schreiben. Verbinde einen mit der Rolle Autor oder höher.',
  wordpress_no_such_user:
    'Diesen Benutzer gibt es auf der Website nicht. Nimm den Namen oder die E-Mail-Adresse, mit der du dich anmeldest.',
  wordpress_wrong_password:
    'Die Website kennt dieses Anwendungspasswort nicht. Es ist nicht das, mit dem du dich anmeldest: Erstelle eines unter Benutzer, Profil, Anwendungspasswörter, und füge es ganz ein.',
  wordpress_not_signed_in:
    'Die Website nimmt diesen Benutzer mit diesem Anwendungspasswort nicht an. Es ist nicht das, mit dem du dich anmeldest: Erstelle eines unter Benutzer, Profil, Anwendungspasswörter, und füge es ganz ein. Stimmt beides, lässt der Hoster die Kopfzeile „Authorization“ nicht durch: Bitte ihn, sie an PHP weiterzugeben.',
  wordpress_passwords_off_for_user:
    'Für diesen Benutzer sind Anwendungspasswörter abgeschaltet. Ein Plugin oder die Administration der Website kann sie einschalten.',
  wordpress_passwords_off:
    'Die Website bietet keine Anwendungspasswörter an. Nötig sind WordPress 5.6, https und kein Plugin, das sie abschaltet.',
  wordpress_user_refused:
    'Die Website lässt diesen Benutzer nicht hinein: {{words}}. Vielleicht ist ein Sicherheits-Plugin im Weg.',
} as const
