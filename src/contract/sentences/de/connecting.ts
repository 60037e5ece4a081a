export const connecting = {
  // what was typed
  field_missing: 'Das wird gebraucht.',
  not_a_server: '{{typed}} ist keine Adresse. Sie sieht aus wie {{example}}.',
  not_a_handle: 'Ein Handle sieht aus wie {{example}}.',
  insecure_address: 'Ohne https ließe sich die Anmeldung unterwegs mitlesen. Nimm die Adresse mit https.',
  not_this_platform: '{{host}} antwortet nicht wie {{platform}}. Prüfe die Adresse.',
  bad_token: '{{platform}} kennt dieses Token nicht. Kopiere es noch einmal, ganz.',
  bad_token_shape: 'Das sieht nicht nach einem Token von {{platform}} aus. Es sieht aus wie {{example}}.',
  bad_address_pasted: 'Das ist keine Adresse von {{platform}}. Sie sieht aus wie {{example}}.',
  wrong_credentials: '{{platform}} kennt diese Zugangsdaten nicht. Prüfe sie, oder erstelle neue.',
  wrong_app_credentials:
    '{{platform}} kennt diese App nicht. Kopiere ID und Geheimnis noch einmal aus dem Entwicklerportal, ganz.',
  app_credentials_missing: 'Erst wird die App bei {{platform}} gebraucht. Trage ihre ID und ihr Geheimnis ein.',
  app_sealed_elsewhere:
    'Die App bei {{platform}} wurde auf einem anderen Rechner versiegelt oder mit einem Schlüssel, den es nicht mehr gibt. Trage ID und Geheimnis noch einmal ein.',
  app_not_needed: '{{platform}} verlangt hier keine eigene App.',
  redirect_not_https: 'Sie muss mit https:// beginnen. Jede eigene Seite genügt; antworten muss sie nicht.',
  redirect_not_registered:
    '{{platform}} lehnt die Adresse ab, zu der der Browser zurückkommen soll. Trage im Entwicklerportal für deine App genau {{redirect}} ein.',
  redirect_port_taken:
    'Ein anderes Programm belegt Port {{port}}, über den der Browser zurückkommen soll. Beende es und beginne von vorn, oder melde dich an und füge die Adresse ein, auf der der Browser endet.',
  token_lacks_permission: 'Diesem Token fehlt {{permission}}. Erstelle eines, das es darf.',
  token_runs_out: 'Dieses Token ist abgelaufen. Erstelle ein neues.',
  token_of_another_app: 'Dieses Token gehört zu einer anderen App. Erstelle eines für die eingetragene App.',
  // the way there
  not_reached: '{{host}} war nicht erreichbar ({{code}}). Prüfe die Adresse auf Tippfehler, und deine Verbindung.',
  server_trouble: '{{platform}} hat selbst eine Störung: {{words}}. Versuche es später noch einmal.',
  takes_no_requests: '{{platform}} nimmt gerade keine Anfragen mehr. Versuche es in ein paar Minuten noch einmal.',
  // the sign-in
  sign_in_denied:
    'Du hast es bei {{platform}} nicht erlaubt. Verbunden wurde nichts; beginne von vorn, falls du es anders willst.',
  sign_in_refused: '{{platform}} hat uns nicht hineingelassen: {{words}}.',
  sign_in_without_code: '{{platform}} hat den Browser ohne Code zurückgeschickt. Beginne von vorn.',
  code_refused: '{{platform}} hat den Code nicht genommen: {{words}}. Beginne von vorn.',
  sign_in_mismatch:
    'Die Antwort gehört nicht zu dieser Anmeldung, oder sie kommt nicht von {{platform}}. Verbunden wurde nichts. Beginne von vorn.',
  sign_in_page_unusable: '{{platform}} nennt eine Anmeldeseite, die keine Webseite ist.',
  permission_not_granted:
    '{{platform}} hat {{permission}} nicht gewährt; zum Veröffentlichen braucht es das. Beginne von vorn und erlaube es.',
  let_in_refused: '{{platform}} lässt dieses Konto nicht hinein: {{words}}.',
  not_an_account: 'Was {{platform}} geantwortet hat, ist kein Konto.',
  nothing_to_choose:
    'Bei {{platform}} gibt es nichts, worin diese Anmeldung veröffentlichen darf, etwa eine Seite, eine Pinnwand oder einen Kanal. Lege dort etwas an, oder melde dich als jemand an, der darf.',
  nothing_chosen: 'Innerhalb von {{minutes}} Minuten wurde nichts gewählt. Beginne von vorn.',
  choice_unknown: 'Das hat die Anmeldung nicht erreicht.',
  no_choice_left: 'In dieser Verbindung gibt es nichts mehr zu wählen. Beginne von vorn.',
  reaches_only_itself: 'Die Anmeldung dieses Kontos erreicht nichts weiter.',
  other_identity:
    'Du hast dich als {{found}} angemeldet, aber dieses Konto ist {{wanted}}. Melde dich als {{wanted}} an, oder verbinde {{found}} als eigenes Konto.',
  timed_out: 'Innerhalb von {{minutes}} Minuten hat sich niemand angemeldet. Beginne von vorn.',
  given_up: 'Das Verbinden wurde abgebrochen.',
  vault_locked_connecting: 'Der Tresor ist gesperrt. Entsperre ihn in den Einstellungen und verbinde dann noch einmal.',
  mistake_connecting: 'In Broadside ist etwas schiefgegangen; Näheres steht im Protokoll. Verbunden wurde nichts.',
  // how a connection stands
  not_checked: 'Es ließ sich nicht prüfen. {{inner}}',
  did_not_answer: '{{platform}} war nicht erreichbar ({{code}}).',
  answered: '{{platform}} hat geantwortet: {{words}}.',
  account_inactive: '{{platform}} sagt, dass dieses Konto nicht aktiv ist. Melde dich dort an, um zu sehen, warum.',
  account_not_active: '{{platform}} sagt, dieses Konto ist {{status}}. Melde dich dort an, um zu sehen, warum.',
  sealed_and_locked: 'Der Tresor ist gesperrt, die Anmeldung ist nicht lesbar. Entsperre ihn in den Einstellungen.',
  copied_without_sign_in:
    'Dieser Arbeitsbereich ist eine Kopie, und Anmeldungen werden nicht mitkopiert. Verbinde das Konto neu.',
  // what the browser tab says in the end
  tab_connected: '{{platform}} ist verbunden',
  tab_connected_text: 'Du kannst diesen Tab schließen und zu Broadside zurückgehen.',
  tab_choose: 'Noch ein Schritt',
  tab_choose_text: 'Geh zu Broadside zurück und wähle, was verbunden wird. Diesen Tab kannst du schließen.',
  tab_not_connected: '{{platform}} wurde nicht verbunden',
  tab_given_up: 'Das Verbinden wurde abgebrochen. Du kannst diesen Tab schließen.',
  tab_nothing_here: 'Hier ist nichts',
  tab_nothing_here_text: 'Broadside wartet hier nur darauf, dass eine Anmeldung zurückkommt.',
  tab_not_ours: 'Diese Anmeldung hat hier nicht begonnen',
  tab_not_ours_text:
    'Vielleicht ist es ein alter Tab, oder ein Link von jemand anderem. Verbunden wurde nichts. Beginne in Broadside von vorn, unter Konten.',
  tab_broken: 'Etwas ist schiefgegangen',
  tab_broken_text: 'Broadside konnte die Anmeldung nicht beenden. Sieh unter Konten nach, und beginne dort von vorn.',
} as const
