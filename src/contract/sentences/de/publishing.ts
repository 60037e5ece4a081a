export const publishing = {
  // the way to the platform
  unreachable: '{{platform}} war nicht erreichbar.',
  platform_trouble: '{{platform}} hat selbst eine Störung.',
  unreadable_answer: 'Die Antwort von {{platform}} war nicht lesbar.',
  answered_in_its_place: 'Zwischen diesem Rechner und {{platform}} hat etwas anderes geantwortet.',
  edit_in_doubt:
    'Nichts sagt, ob {{platform}} die Änderung übernommen hat. Sieh dort nach, bevor du es noch einmal versuchst.',
  server_moved: '{{platform}} ist nicht mehr, wo es war. Verbinde das Konto neu, mit der neuen Adresse.',
  // the sign-in
  signed_out: '{{platform}} sagt, dass diese Anmeldung nicht mehr gilt. Verbinde das Konto neu.',
  sign_in_incomplete: 'Die Anmeldung dieses Kontos ist auf diesem Rechner nicht vollständig. Verbinde es neu.',
  sign_in_not_renewed: 'Die Anmeldung ließ sich gerade nicht erneuern.',
  sealed_elsewhere:
    'Die Anmeldung wurde auf einem anderen Rechner versiegelt, oder ihr Schlüssel ist weg. Verbinde das Konto neu.',
  sign_in_ended: 'Die Anmeldung ist abgelaufen. Verbinde das Konto neu.',
  sign_in_ends: 'Die Anmeldung läuft bald ab. Verbinde das Konto vorher neu.',
  account_disconnected: 'Das Konto wurde getrennt. Verbinde es wieder, um das zu senden.',
  vault_locked_waits:
    'Der Tresor ist gesperrt, die Anmeldung war nicht lesbar. Entsperre ihn in den Einstellungen; der Beitrag geht dann von selbst hinaus.',
  // what the account and the app may do
  permission_missing:
    '{{platform}} lässt das mit dieser Anmeldung nicht zu. Verbinde das Konto neu und erlaube {{permission}}.',
  not_allowed:
    '{{platform}} lässt das für dieses Konto nicht zu. Sieh dort nach, ob mit dem Konto alles in Ordnung ist, oder verbinde es neu mit allen Rechten.',
  account_suspended: '{{platform}} hat dieses Konto gesperrt. Da hilft nur der Support dort.',
  account_deactivated: 'Dieses Konto ist deaktiviert. Aktiviere es bei {{platform}} und versuche es dann noch einmal.',
  account_kind_wrong:
    '{{platform}} bietet das für diese Art von Konto nicht an. Ändere dort die Art des Kontos, oder verbinde ein anderes.',
  app_not_reviewed:
    '{{platform}} erlaubt das nur geprüften Apps, und die App, mit der dieses Konto verbunden ist, ist nicht geprüft. Beantrage {{permission}} im Entwicklerportal dort und verbinde dann das Konto neu.',
  app_not_allowed:
    '{{platform}} lässt das für die App nicht zu, mit der dieses Konto verbunden ist. Was ihr fehlt, steht im Entwicklerportal dort.',
  payment_needed:
    '{{platform}} nimmt das nur mit einem bezahlten Tarif. Sieh dort nach, welchen Tarif App oder Konto haben.',
  // the content
  content_refused:
    '{{platform}} nimmt diesen Beitrag so nicht. Ändere, was dort beanstandet wird, und versuche es dann noch einmal.',
  part_refused:
    '{{platform}} nimmt Teil {{part}} so nicht. Ändere, was dort beanstandet wird, und versuche es dann noch einmal.',
  field_refused: '{{platform}} nimmt „{{field}}“ so nicht. Ändere es und versuche es dann noch einmal.',
  text_refused_as_too_long: '{{platform}} sagt, dass der Text zu lang ist. Kürze ihn und versuche es dann noch einmal.',
  duplicate:
    '{{platform}} sagt, dass dieser Beitrag schon da ist. Sieh dort nach, ob er draußen ist, oder ändere den Text.',
  blocked:
    '{{platform}} hält das für Spam oder einen Verstoß gegen seine Regeln und hat es blockiert. Sieh dir das Konto dort an, oder ändere den Beitrag.',
  reference_gone:
    'Etwas, worauf sich der Beitrag bezieht, gibt es auf {{platform}} nicht mehr, etwa den Beitrag, auf den er antwortet.',
  reply_target_gone: 'Den Beitrag, auf den geantwortet wird, gibt es nicht mehr.',
  reply_target_unreadable:
    'Worauf geantwortet wird, ist keine Adresse eines Beitrags auf {{platform}}. Kopiere sie von dort, oder leere das Feld.',
  destination_gone: '{{destination}} gibt es auf {{platform}} nicht mehr. Wähle einen anderen Ort für diesen Beitrag.',
  destination_refused:
    'Dieses Konto darf in {{destination}} nicht veröffentlichen. Bitte dort um das Recht, oder wähle einen anderen Ort.',
  destination_missing:
    'Es steht nicht fest, wohin auf {{platform}} das geht. Wähle den Ort in den Einstellungen dieses Kontos.',
  problem: 'Die Prüfung vor dem Senden hat ein Problem gefunden. Es steht beim Beitrag.',
  // files
  file_refused: '{{platform}} nimmt Datei {{position}} nicht. Ersetze sie oder lass sie weg.',
  a_file_refused: '{{platform}} nimmt eine Datei dieses Beitrags nicht. Ersetze sie oder lass sie weg.',
  file_too_large: 'Datei {{position}} ist größer, als {{platform}} sie nimmt. Mach sie kleiner oder lass sie weg.',
  a_file_too_large: 'Eine Datei ist größer, als {{platform}} sie nimmt. Mach sie kleiner oder lass sie weg.',
  file_kind_refused: '{{platform}} nimmt keine Dateien wie {{name}}. Lass sie für dieses Konto weg.',
  file_processing_failed:
    '{{platform}} konnte Datei {{position}} nicht verarbeiten. Speichere sie neu oder ersetze sie und versuche es dann noch einmal.',
  file_still_processing: '{{platform}} verarbeitet noch eine Datei. Der Beitrag geht hinaus, wenn sie fertig ist.',
  upload_expired: '{{platform}} hat eine hochgeladene Datei nicht mehr. Sie wird von selbst noch einmal hochgeladen.',
  file_not_fetched:
    '{{platform}} konnte Datei {{position}} nicht von ihrer Adresse holen. Prüfe den Medienspeicher in den Einstellungen und versuche es dann noch einmal.',
  file_gone: 'Eine Datei dieses Beitrags ist nicht mehr in der Mediathek. Nimm sie aus dem Beitrag.',
  media_host_missing:
    '{{platform}} holt Dateien von einer öffentlichen Adresse. Wähle in den Einstellungen einen Medienspeicher und versuche es dann noch einmal.',
  media_host_failed:
    'Der Medienspeicher {{host}} hat eine Datei nicht genommen. Prüfe ihn in den Einstellungen und versuche es dann noch einmal.',
  media_host_unreachable: 'Der Medienspeicher {{host}} war nicht erreichbar.',
  // waiting
  still_processing: '{{platform}} hat es und arbeitet noch daran.',
  platform_publishes: '{{platform}} hat es und veröffentlicht es zu seiner Zeit.',
  rate_limited: '{{platform}} nimmt von diesem Konto gerade nichts mehr.',
  rate_limited_until: '{{platform}} nimmt von diesem Konto bis {{until}} nichts mehr.',
  quota_used_up: 'Was {{platform}} diesem Konto für einen Tag erlaubt, ist bis {{until}} aufgebraucht.',
  // what came of it
  gave_up: '{{inner}} Es wurde bis zum Ende der Frist versucht.',
  processing_came_to_nothing: '{{platform}} hat es angenommen und beim Verarbeiten verloren. Versuche es noch einmal.',
  processing_failed: '{{platform}} hat es angenommen und konnte es nicht verarbeiten. Die Worte von dort sagen, warum.',
  deleted_before_its_time: 'Es wurde bei {{platform}} vor seiner Zeit gelöscht.',
  no_answer: 'Es wurde gesendet, und es kam keine Antwort. Bevor nachgesehen ist, wird nichts noch einmal gesendet.',
  stopped_while_sending:
    'Broadside wurde beendet, während das gesendet wurde. Es sieht bei der Plattform nach, bevor etwas noch einmal gesendet wird.',
  outcome_not_recorded:
    'Es wurde gesendet, und Broadside konnte nicht festhalten, was daraus wurde. Es sieht nach, bevor etwas noch einmal gesendet wird.',
  mistake:
    'Broadside hat hier einen Fehler gemacht; gesendet wurde nichts. Näheres steht im Protokoll. Versuche es noch einmal, und melde es, wenn es bleibt.',
  not_there_yet:
    'Noch ist es nicht da. Ein langsamer Server arbeitet vielleicht noch daran; darum wird noch einmal nachgesehen, bevor es neu gesendet wird.',
  absent_too_late: 'Bei der Plattform ist es nachweislich nicht, und die Frist für weitere Versuche ist um.',
  not_looked_up: 'Ob es da ist, ließ sich nicht nachsehen: {{inner}}',
  not_looked_up_locked:
    'Ob es da ist, ließ sich nicht nachsehen: Der Tresor ist gesperrt. Entsperre ihn in den Einstellungen.',
  mistake_looking:
    'Broadside hat beim Nachsehen einen Fehler gemacht; Näheres steht im Protokoll. Sieh selbst nach und sag dann, ob es da ist.',
  not_said_whether_out: 'Die Plattform hat nicht gesagt, ob es hinausgegangen ist.',
  cannot_tell:
    'Es wurde gesendet, es kam keine Antwort, und ob es da ist, lässt sich nicht zeigen. {{inner}} Bitte sieh nach und sag es dann.',
  no_way_to_look: '{{platform}} bietet keinen Weg, nach einem Beitrag zu suchen.',
  too_much_to_look_through: 'Das Konto hat seither zu viel veröffentlicht, um alles durchzusehen.',
  not_listed: '{{platform}} listet Beiträge wie diesen vielleicht nicht auf.',
  look_refused: '{{platform}} hat das Nachsehen verweigert: {{words}}.',
  several_alike: 'Auf {{platform}} gibt es mehrere Beiträge, die wie dieser aussehen.',
  left_out: 'Du hast es ausgelassen. Ob es da ist, hat sich nie gezeigt.',
  deleted_by_you: 'Du hast es bei der Plattform gelöscht.',
  // due, and not sent
  due_while_closed:
    'Es war fällig, während Broadside nicht lief. Veröffentliche es jetzt, wähle eine andere Zeit, oder lass es aus.',
  due_while_asleep:
    'Es war fällig, während dieser Rechner schlief oder seine Uhr über die Zeit sprang. Veröffentliche es jetzt, wähle eine andere Zeit, oder lass es aus.',
  skipped_while_closed:
    'Es war fällig, während Broadside nicht lief, und dieser Arbeitsbereich überspringt, was er verpasst hat.',
  skipped_while_asleep:
    'Es war fällig, während dieser Rechner schlief oder seine Uhr über die Zeit sprang, und dieser Arbeitsbereich überspringt, was er verpasst hat.',
  due_unapproved:
    'Es war fällig und nicht freigegeben. Gib es frei und veröffentliche es dann, oder wähle eine andere Zeit.',
  backup_restored:
    'Eine Sicherung wurde zurückgeholt. Das hier ist vielleicht schon draußen: Sieh im Konto nach, bevor du es noch einmal sendest.',
  // notes of an attempt
  was_closing: 'Broadside wurde gerade beendet.',
  as_written: '{{text}}',
} as const
