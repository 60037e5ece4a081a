export const refusals = {
  // posts and their review
  already_in_review: 'Der Beitrag ist schon in Prüfung.',
  already_approved: 'Der Beitrag ist schon freigegeben.',
  not_in_review: 'Der Beitrag ist nicht in Prüfung und lässt sich nicht freigeben. Schick ihn zuerst zur Freigabe.',
  not_to_send_back: 'Der Beitrag ist weder in Prüfung noch freigegeben und lässt sich nicht zurückgeben.',
  approval_off:
    'Dieser Arbeitsbereich veröffentlicht ohne Freigabe. Schalte die Freigabe zuerst in den Einstellungen ein.',
  changed_since_seen: 'Der Beitrag wurde seither geändert. Sieh ihn noch einmal an und gib ihn dann frei.',
  changed_meanwhile: 'Jemand anderes hat ihn inzwischen geändert. Lade ihn neu und ändere ihn dann.',
  post_in_bin: 'Der Beitrag liegt im Papierkorb. Hol ihn zuerst zurück.',
  scheduled_needs_time: 'Der Beitrag ist geplant. Sag ihn zuerst ab und nimm ihm dann die Zeit.',
  platform_holds_schedule: 'Eine Plattform hält den Termin. Sag den Beitrag zuerst ab, damit er dort nicht hinausgeht.',
  not_approved: 'Dieser Arbeitsbereich veröffentlicht nur Freigegebenes. Schick den Beitrag zuerst zur Freigabe.',
  choose_account: 'Wähle mindestens ein verbundenes Konto.',
  no_free_slot: 'Es gibt keine freie Warteschlangenzeit. Lege in den Einstellungen welche an, oder wähle eine Zeit.',
  account_not_connected: 'Das ist kein verbundenes Konto.',
  account_twice: 'Das Konto steht zweimal da; es hat eine Fassung eines Beitrags.',
  file_not_in_library: 'Die Datei ist nicht in der Mediathek.',
  // deliveries
  not_to_cancel: 'Das lässt sich nicht absagen. {{inner}}',
  not_to_try_again: 'Das lässt sich nicht noch einmal versuchen. {{inner}}',
  not_to_move: 'Das lässt sich nicht verschieben. {{inner}}',
  not_to_answer: 'Darauf lässt sich nichts sagen. {{inner}}',
  stands_scheduled: 'Es ist geplant.',
  stands_publishing: 'Es wird gerade gesendet.',
  stands_retrying: 'Es wartet auf den nächsten Versuch.',
  stands_published: 'Es ist draußen.',
  stands_failed: 'Es ist gescheitert.',
  stands_unknown: 'Ob es da ist, ist nicht bekannt.',
  stands_handed_off: 'Die Plattform hält es bis zu seiner Zeit.',
  stands_missed: 'Es hat seine Zeit verpasst.',
  stands_canceled: 'Es wurde abgesagt.',
  not_in_doubt: 'Nachgesehen wird nur, wo es nicht sicher ist.',
  looking_now: 'Broadside sieht gerade nach. Warte die Antwort ab und sag es dann.',
  record_stays:
    'Es ist draußen, wird gesendet oder ist unsicher; darum bleibt der Eintrag. Lösche es stattdessen bei der Plattform.',
  was_reset: 'Das wurde zurückgesetzt und steht nur noch im Verlauf. Plane den Beitrag neu.',
  not_to_reset: 'Das lässt sich nicht zurücksetzen. {{inner}}',
  partly_out_reset: 'Etwas davon ist draußen. Lösche es zuerst auf der Plattform.',
  in_doubt_reset:
    'Es könnte draußen sein. Versuche es noch einmal oder plane es: was schon gesendet wurde, geht dann nicht doppelt hinaus.',
  partly_out: 'Ein Teil davon ist draußen; darum bleibt der Eintrag.',
  changing_now: 'Das wird bei der Plattform schon geändert.',
  deleting_unsupported: 'Diese Plattform lässt Programme nicht löschen. Lösche es dort selbst.',
  editing_unsupported: 'Diese Plattform lässt Programme nicht ändern, was draußen ist.',
  nothing_out: 'Davon ist nichts draußen.',
  problem_now: 'Der Beitrag hat jetzt ein Problem. Behebe es zuerst beim Schreiben.',
  parts_changed:
    'Der Beitrag hat jetzt eine andere Zahl von Teilen. Ändern lassen sich nur Text und Medien der Teile, die draußen sind.',
  with_words: '{{inner}} ({{words}})',
  // accounts and connecting
  platform_not_here: 'Diese Version kann {{platform}} nicht verbinden.',
  method_unknown: '{{platform}} wird so verbunden: {{methods}}.',
  field_not_asked: 'Danach ist hier nicht gefragt.',
  setting_unknown: '{{platform}} hat keine solche Einstellung.',
  setting_on_or_off: 'Das ist an oder aus.',
  setting_number: 'Das ist eine Zahl.',
  setting_option: 'Das ist eines von {{options}}.',
  setting_text: 'Das ist Text.',
  setting_words: 'Das ist eine Liste von Wörtern.',
  setting_too_many: 'Höchstens {{max}} Einträge gehen.',
  setting_moment: 'Das ist ein Zeitpunkt, etwa 2026-12-01T09:00:00+01:00.',
  setting_file: 'Das ist die ID einer Datei der Mediathek, oder nichts.',
  setting_too_long: 'Höchstens {{max}} Zeichen gehen.',
  setting_poll: 'Das ist eine Umfrage oder nichts.',
  not_waiting: 'Diese Verbindung wartet nicht mehr auf eine Anmeldung.',
  pasted_elsewhere: 'Die Adresse beginnt mit {{redirect}}. Kopiere sie aus dem Tab, auf dem die Anmeldung endete.',
  pasted_other_sign_in: 'Die Adresse gehört zu einer anderen Anmeldung. Kopiere sie aus dem Tab von dieser.',
  // files
  file_empty: '{{name}} ist leer.',
  file_unreadable: '{{name}} ist nicht lesbar: beschädigt, oder nicht, was der Name sagt.',
  file_unsupported:
    '{{name}} ist kein Bild, Film, Ton oder Dokument, das sich verwenden lässt. JPEG, PNG, WebP, GIF, AVIF, TIFF, MP4, MOV, WebM, MP3, M4A, WAV und PDF gehen.',
  file_over_limit: '{{name}} ist zu groß.',
  file_too_many_pixels: '{{name}} hat zu viele Pixel (mehr als 268 Megapixel).',
  not_a_file: '{{name}} ist ein Ordner oder keine gewöhnliche Datei.',
  file_disk_full: '{{name}} passt nicht auf den Datenträger. Schaffe Platz und füge die Datei dann noch einmal hinzu.',
  file_not_found: '{{name}} ist nicht da, oder darf nicht gelesen werden.',
  file_not_chosen: 'Wähle die Datei zuerst aus, dann lässt sie sich hinzufügen.',
  media_folder_read_only:
    'In den Medienordner kann nicht geschrieben werden ({{code}}). Mach ihn beschreibbar und füge {{name}} dann noch einmal hinzu.',
  path_absolute: 'Das muss ein vollständiger Pfad auf diesem Rechner sein.',
  not_base64: 'Das ist kein Base64.',
  upload_one_file: 'Schick eine Datei als multipart/form-data, in einem Feld namens file.',
  upload_broken: 'Der Upload ist fehlerhaft oder wurde abgebrochen. Schick die Datei noch einmal.',
  file_address_private:
    '{{name}} liegt an einer Adresse, die nicht im öffentlichen Internet ist. Lade die Datei herunter und füge sie dann hinzu.',
  file_address_failed: 'Unter der Adresse von {{name}} kam keine Datei ({{code}}).',
  path_not_allowed:
    'Ein Schlüssel darf Dateien dieses Rechners nur aus Ordnern hinzufügen, die ein Mensch erlaubt hat. Erlaube den Ordner zuerst unter Automationen, oder lade die Datei hoch.',
  upload_too_many: 'Es sind schon {{max}} Uploads offen. Schließe einen ab oder brich einen ab.',
  upload_too_much: 'Das ist mehr, als für diese Datei angekündigt war.',
  upload_part_missing: 'Teil {{part}} ist noch nicht da.',
  upload_short: 'Von {{bytes}} Bytes sind {{received}} angekommen. Schick den Rest und schließe den Upload dann ab.',
  upload_checksum: 'Die SHA-256 dessen, was ankam, ist eine andere als angekündigt. Schick es noch einmal.',
  upload_completed: 'Dieser Upload ist schon abgeschlossen.',
  upload_completing: 'Dieser Upload wird gerade abgeschlossen. Warte, bis das zu Ende ist.',
  // the vault
  vault_not_writable:
    'vault.json ließ sich nicht schreiben ({{words}}). Schaffe Platz, oder mach den Datenordner beschreibbar, und versuche es dann noch einmal.',
  vault_exists: 'Es gibt schon einen Tresor, und ihn zu ersetzen würde jedes Token darin verlieren.',
  vault_asking: 'Der Schlüsselbund wird nach dem Schlüssel gefragt. Zeigt er ein Fenster, beantworte es.',
  keychain_locked:
    'Der Schlüsselbund ist gesperrt. Entsperre ihn (melde dich an deiner Desktop-Sitzung an, oder öffne sein Passwortfenster) und versuche es dann noch einmal.',
  keychain_gone:
    'Der Schlüssel dieses Tresors liegt in einem Schlüsselbund, der nicht antwortet. Starte Broadside in der Desktop-Sitzung, in der er eingerichtet wurde.',
  key_lost:
    'Der Schlüssel, der die Tokens versiegelt hat, ist nicht mehr in diesem Schlüsselbund. Richte den Tresor neu ein und verbinde die Konten neu.',
  key_other:
    'Die Tokens wurden mit einem anderen Schlüssel versiegelt: Richte den Tresor neu ein und verbinde die Konten neu, oder bring den alten Schlüssel zurück.',
  vault_locked_passphrase:
    'Der Tresor ist gesperrt. Entsperre ihn mit seiner Passphrase, in den Einstellungen oder mit `broadside unlock`.',
  vault_locked_by_hand: 'Der Tresor wurde gesperrt. Entsperre ihn, um weiterzumachen.',
  key_file_needed:
    'Der Schlüssel dieses Tresors liegt in einer Schlüsseldatei. Starte Broadside mit --key-file oder BROADSIDE_KEY_FILE.',
  key_file_not_used: 'Den Tresor dieses Datenordners hält {{kind}}, keine Schlüsseldatei. Starte ohne --key-file.',
  keychain_none: 'Auf diesem Rechner antwortet kein Schlüsselbund. Nimm eine Passphrase oder eine Schlüsseldatei.',
  vault_unset:
    'Wähle, wo der Schlüssel liegt, der Tokens versiegelt: in den Einstellungen oder mit --key-file. Vorher wird nichts Geheimes gespeichert.',
  vault_unreadable: 'vault.json ist nicht lesbar ({{code}}).',
  vault_damaged:
    'vault.json ist beschädigt. Leg eine Kopie davon zurück, oder richte einen neuen Tresor ein und verbinde die Konten neu.',
  key_file_unreadable: 'Die Schlüsseldatei {{path}} ist nicht lesbar ({{code}}).',
  key_file_missing:
    'Unter {{path}} gibt es keine Schlüsseldatei. So entsteht eine: umask 077; openssl rand -base64 32 > {{path}}',
  key_file_open_to_others:
    'Andere auf diesem Rechner dürfen die Schlüsseldatei {{path}} lesen. Dagegen hilft: chmod 600 {{path}}',
  key_file_wrong:
    'Die Schlüsseldatei {{path}} enthält keine 32 Bytes als Base64 oder Hex. So entsteht eine: umask 077; openssl rand -base64 32 > {{path}}',
  passphrase_needed: 'Zum Entsperren des Tresors wird die Passphrase gebraucht.',
  passphrase_wrong: 'Das ist nicht die Passphrase dieses Tresors.',
  // workspaces
  workspace_busy: 'Dieser Arbeitsbereich wird gerade exportiert oder gelöscht. Warte, bis das fertig ist.',
  workspace_publishing: 'Hier wird gerade etwas veröffentlicht. Warte, bis es fertig ist, und lösche dann.',
  workspace_erasing: 'Dieser Arbeitsbereich wird gerade gelöscht.',
  workspace_not_opened: 'Dieser Arbeitsbereich ging nicht auf. Näheres steht im Protokoll.',
  workspace_not_started: 'Dieser Arbeitsbereich lief nicht an. Näheres steht im Protokoll.',
  workspace_opens:
    'Dieser Arbeitsbereich geht auf, wie er ist. Eine Sicherung ersetzt nur eine Datenbank, die nicht aufgeht.',
  preview_depends: 'Was darauf folgt, hängt davon ab, was {{platform}} antwortet.',
  preview_practice: 'Ein Übungskonto liegt in diesem Arbeitsbereich: es wird nichts verschickt.',
  confirm_account: 'Das muss der Name des Kontos sein: {{name}}',
  account_sending:
    'An dieses Konto geht gerade etwas, oder die Plattform hält es bis zu seiner Zeit. Warte darauf oder sage es zuerst ab.',
  confirm_name: 'Hier muss der Name des Arbeitsbereichs stehen: {{name}}',
  not_a_backup: 'Das ist keine Sicherung dieses Arbeitsbereichs.',
  backup_damaged: 'Auch diese Sicherung ist beschädigt. Wähle eine andere.',
  backup_newer: 'Diese Sicherung stammt von einem neueren Broadside. Aktualisiere Broadside, oder wähle eine andere.',
  folder_too_small: 'Auf dem Datenträger des Ordners ist nicht genug Platz für die Kopie.',
  folder_read_only: 'In den Ordner kann nicht geschrieben werden.',
  folder_absolute: 'Das muss ein vollständiger Pfad sein.',
  folder_missing: 'Den Ordner gibt es nicht. Lege ihn zuerst an.',
  folder_not_one: 'Das ist kein Ordner.',
  folder_in_data: 'Der Ordner liegt im Datenordner von Broadside. Wähle einen außerhalb.',
  folder_not_chosen: 'Wähle den Ordner zuerst aus.',
  database_damaged:
    'Die Datenbank ist beschädigt. Hol eine ihrer Sicherungen zurück: Die beschädigte Datei bleibt daneben liegen.',
  database_newer:
    'Die Datenbank stammt von einem neueren Broadside. Aktualisiere Broadside, um sie zu öffnen; geändert wurde nichts.',
  database_read_only:
    'Broadside darf in {{folder}} nicht schreiben. Mach den Ordner für dich beschreibbar, dann geht er von selbst auf.',
  database_disk_full:
    'Der Datenträger von {{folder}} ist voll. Schaffe Platz, dann geht er von selbst auf; verloren ist nichts.',
  database_missing:
    'In {{folder}} ist keine Datenbank. Stell den Ordner zurück oder schließ seinen Datenträger an, dann geht er von selbst auf, oder hol eine Sicherung zurück.',
  database_in_use: 'In {{folder}} arbeitet ein anderes Broadside. Beende es dort, dann geht er hier von selbst auf.',
  studio_damaged:
    'studio.db in {{dataDir}} ist beschädigt; geändert wurde nichts. Leg die Datei woandershin (mit studio.db-wal und studio.db-shm) und starte neu: Arbeitsbereiche werden von selbst gefunden, nur Einstellungen des Studios gehen verloren. Oder leg die neueste Datei aus ihrem Ordner backups an ihre Stelle.',
  studio_newer:
    'studio.db in {{dataDir}} stammt von einem neueren Broadside. Aktualisiere Broadside, um sie zu öffnen; geändert wurde nichts.',
  studio_read_only:
    'Broadside darf in {{dataDir}} nicht schreiben. Mach den Ordner für dich beschreibbar, oder wähle mit --data-dir einen anderen.',
  studio_disk_full: 'Der Datenträger von {{dataDir}} ist voll. Schaffe Platz und starte neu; verloren ist nichts.',
  studio_missing:
    'Der Datenordner {{dataDir}} ist nicht da. Schließ seinen Datenträger an, oder wähle mit --data-dir einen anderen.',
  studio_in_use: 'Ein anderes Programm hat studio.db in {{dataDir}} offen. Beende es und starte neu.',
  disk_odd:
    'Der Datenträger von {{folder}} antwortet nicht, wie er soll ({{code}}). Prüfe ihn und starte Broadside dann neu.',
  setting_unreadable: 'Die Einstellung {{key}} war nicht lesbar; bis du sie neu setzt, gilt die Voreinstellung.',
  // input that does not fit the contract
  input_missing: 'Das wird gebraucht.',
  input_too_short: 'Es braucht mindestens {{min}} Zeichen.',
  input_too_long: 'Höchstens {{max}} Zeichen gehen.',
  input_too_small: 'Es ist mindestens {{min}}.',
  input_too_large: 'Es ist höchstens {{max}}.',
  input_too_few: 'Es braucht mindestens {{min}} Einträge.',
  input_too_many: 'Höchstens {{max}} Einträge gehen.',
  input_option: 'Das ist eines von {{options}}.',
  input_address: 'Das ist keine Adresse. Eine beginnt mit https://.',
  input_zone: 'Diese Zeitzone kennt dieser Rechner nicht. Eine heißt etwa Europe/Berlin.',
  input_wrong: 'Das passt hier nicht.',
} as const
