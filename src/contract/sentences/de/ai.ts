export const ai = {
  // setting up
  ai_endpoint_address:
    'Gemeint ist die Adresse der Schnittstelle, etwa https://api.openai.com/v1 oder http://127.0.0.1:11434/v1.',
  ai_endpoint_insecure:
    'Sie muss mit https:// beginnen, sonst könnte unterwegs jeder den Schlüssel lesen. Nur ein Server auf deinem Rechner oder in deinem Netz darf ohne auskommen.',
  ai_endpoint_key: 'Gemeint ist ein Schlüssel ohne Leerzeichen, so wie der Dienst ihn zeigt.',
  ai_key_anew: 'Die Adresse gehört zu einem anderen Server. Gib den Schlüssel dafür ein oder nimm den Schlüssel weg.',
  ai_no_text_endpoint:
    'Für Text ist keine KI eingerichtet. Füge in den Einstellungen einen Endpunkt hinzu und wähle ein Modell.',
  ai_no_vision_endpoint:
    'Zum Lesen von Bildern ist keine KI eingerichtet. Wähle in den Einstellungen ein Modell dafür.',
  ai_no_image_endpoint: 'Für Bilder ist keine KI eingerichtet. Wähle in den Einstellungen ein Modell dafür.',
  ai_no_video_endpoint: 'Für Videos ist keine KI eingerichtet. Wähle in den Einstellungen ein Modell dafür.',
  ai_endpoint_gone: 'Dieser Endpunkt wurde entfernt. Wähle einen anderen.',
  ai_key_unreadable:
    'Der Schlüssel von {{endpoint}} wurde auf einem anderen Rechner versiegelt. Gib ihn in den Einstellungen neu ein.',
  ai_no_models: '{{endpoint}} nennt keine Modelle. Gib den Namen eines Modells ein.',
  // asking
  ai_unreachable: '{{endpoint}} war nicht erreichbar; nichts wurde gesendet. Prüfe die Adresse und deine Verbindung.',
  ai_too_slow:
    '{{endpoint}} hat in {{seconds}} Sekunden nicht geantwortet. Versuche es noch einmal oder gib in den Einstellungen mehr Zeit.',
  ai_broke_off: 'Die Verbindung zu {{endpoint}} brach ab, bevor die Antwort vollständig war. Versuche es noch einmal.',
  ai_rate_limited: '{{endpoint}} bekommt zu viele Anfragen. Warte etwas und versuche es dann noch einmal.',
  ai_rate_limited_until: '{{endpoint}} nimmt bis {{until}} keine Anfragen mehr an.',
  ai_no_credit:
    'Dein Konto bei {{endpoint}} hat kein Guthaben mehr. Lade es dort auf oder wähle einen anderen Endpunkt.',
  ai_key_refused: '{{endpoint}} nimmt den Schlüssel nicht an. Kopiere ihn in den Einstellungen neu.',
  ai_key_needed: '{{endpoint}} verlangt einen Schlüssel. Gib ihn in den Einstellungen ein.',
  ai_not_allowed: 'Der Schlüssel darf das bei {{endpoint}} nicht. Gib ihm dort dieses Recht oder nimm einen anderen.',
  ai_model_missing: '{{endpoint}} hat kein Modell {{model}}, oder nicht dafür. Wähle ein anderes.',
  ai_not_openai:
    'Was unter {{endpoint}} antwortet, spricht nicht die OpenAI-Schnittstelle. Prüfe die Adresse: Oft endet sie auf /v1.',
  ai_trouble: '{{endpoint}} hat selbst ein Problem. Das sollte vorübergehen: Versuche es später noch einmal.',
  ai_request_refused: '{{endpoint}} nimmt diese Anfrage nicht an: {{words}}',
  ai_too_much: 'Das ist mehr Text, als {{model}} auf einmal liest. Kürze ihn oder wähle ein anderes Modell.',
  ai_refused: '{{model}} hat das abgelehnt. Sage es anders oder wähle ein anderes Modell.',
  ai_empty: '{{model}} hat nichts geantwortet. Versuche es noch einmal oder wähle ein anderes Modell.',
  ai_wrong_shape:
    '{{model}} hat nicht in der verlangten Form geantwortet, auch nicht auf Nachfrage. Wähle ein anderes Modell.',
  ai_cut_off:
    'Die Antwort von {{model}} war länger als der Platz dafür und ist deshalb nicht vollständig. Verlange weniger.',
  ai_page_unreadable: 'Die Seite {{url}} ließ sich nicht lesen. Kopiere stattdessen ihren Text.',
  ai_page_empty: 'Auf der Seite {{url}} steht kein Text. Kopiere stattdessen, worauf es ankommt.',
  ai_interrupted:
    'Broadside wurde beendet, während das lief; was daraus wurde, ist nicht bekannt. Es zählt mit dem, was es höchstens gekostet haben kann.',
  ai_canceled: 'Es wurde abgebrochen.',
  // money
  ai_cap_day:
    'Das kann bis zu {{needed}} $ kosten; von der heutigen Grenze von {{cap}} $ sind {{left}} $ übrig. Warte bis morgen oder erhöhe die Grenze.',
  ai_cap_month:
    'Das kann bis zu {{needed}} $ kosten; von der Grenze dieses Monats von {{cap}} $ sind {{left}} $ übrig. Erhöhe die Grenze in den Einstellungen, um weiterzumachen.',
  ai_cap_key:
    'Das kann bis zu {{needed}} $ kosten; von den {{cap}} $ am Tag, die dieser Schlüssel ausgeben darf, sind {{left}} $ übrig. Warte bis morgen oder lege einen Schlüssel mit höherer Grenze an.',
  ai_cap_no_price:
    'Es gibt eine Grenze, aber keinen Preis von {{model}}, um sie einzuhalten. Gib den Preis in den Einstellungen ein oder kennzeichne den Endpunkt als kostenlos.',
  // what came
  ai_still_too_long: 'Es ist noch {{used}} lang; höchstens {{max}} gehen. Kürze es von Hand oder frage noch einmal.',
  ai_other_language: 'Es scheint in einer anderen Sprache zu sein, als du wolltest.',
  ai_avoided_word: 'Es verwendet ein Wort, das die Marke meidet: {{word}}',
  ai_new_link: 'Es enthält einen Link, der nicht in deiner Vorlage stand: {{link}}',
  // asking for
  ai_caption_needs: 'Sage, worum es geht, oder wähle ein Bild.',
  ai_target_needed: 'Sage, wie lang es sein darf oder für welche Plattform.',
  ai_not_a_picture: 'Diese Datei ist kein Bild oder Video, das sich ansehen lässt.',
  ai_no_rules: 'Diese Version kennt die Regeln von {{platform}} nicht.',
  ai_not_a_draft:
    'Es ist schon geplant oder veröffentlicht. Nimm zuerst die Zeit weg, oder sieh dir den Vorschlag an, ohne ihn zu übernehmen.',
  ai_account_has_no_version: 'Der Beitrag ist nicht für dieses Konto.',
  ai_post_empty: 'Der Beitrag hat noch keinen Text.',
  // pictures and videos
  ai_picture_unusable:
    'Was {{endpoint}} gesendet hat, ist kein lesbares Bild. Versuche es noch einmal oder wähle ein anderes Modell.',
  ai_video_failed: '{{endpoint}} konnte das Video nicht machen: {{words}}',
  ai_video_gone: '{{endpoint}} kennt das Video nicht mehr. Vielleicht wurde es dort gelöscht.',
  ai_video_in_doubt:
    'Broadside wurde beendet, gerade als das Video verlangt wurde, und {{endpoint}} zeigt keines. Sieh dort nach, bevor du noch einmal fragst: Vielleicht wurde es bezahlt.',
  ai_video_too_slow:
    'Das Video war nach {{hours}} Stunden nicht fertig. Vielleicht findet es sich noch bei {{endpoint}}.',
  // cadence
  ai_cadence_missed: 'Es war fällig, während Broadside nicht lief.',
  ai_cadence_not_allowed: 'Als Entwurf behalten: Dieser Arbeitsbereich veröffentlicht nichts von selbst.',
  ai_cadence_limit:
    'Als Entwurf behalten: Die Tagesgrenze für Beiträge, die von selbst hinausgehen, ist erreicht ({{limit}}).',
  ai_cadence_no_slot:
    'Als Entwurf behalten: Es gibt keine freie Zeit in der Warteschlange. Füge in den Einstellungen Zeiten hinzu.',
  ai_cadence_no_account: 'Als Entwurf behalten: Es ist kein Konto gewählt.',
  ai_cadence_review: 'Zur Freigabe gesendet: Dieser Arbeitsbereich veröffentlicht, was freigegeben ist.',
  ai_cadence_problem: 'Als Entwurf behalten: {{inner}}',
} as const
