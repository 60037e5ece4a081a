import type { errors as english } from '../en/errors.ts'
import type { Same } from '../same.ts'

export const errors: Same<typeof english> = {
  internal: 'In Broadside ist etwas schiefgegangen. Kopiere die Details, falls es wieder vorkommt.',
  unreachable:
    'Das Studio hat nicht geantwortet. Vielleicht startet es gerade neu; was du geschrieben hast, ist nicht verloren.',
  unauthenticated: 'Diese Anmeldung ist abgelaufen. Öffne den Anmelde-Link noch einmal.',
  shutting_down: 'Das Studio wird gerade geschlossen.',
  INTERNAL_SERVER_ERROR: 'In Broadside ist etwas schiefgegangen. Kopiere die Details, falls es wieder vorkommt.',
  not_found: 'Das gibt es nicht mehr. Lade die Ansicht neu.',
  bad_cursor: 'Die Liste hat sich inzwischen geändert. Lade die Ansicht neu.',
  invalid_request: 'Das Studio konnte diese Anfrage nicht lesen. Lade die Ansicht neu.',
  scope_missing: 'Diese Anmeldung darf das nicht.',
  payload_too_large: 'Das ist zu groß.',
  vault_locked: 'Der Tresor ist gesperrt. Entsperre ihn in den Einstellungen.',
  workspace_unavailable: 'Dieser Arbeitsbereich ging nicht auf.',
}
