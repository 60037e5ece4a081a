import type { errors as english } from '../en/errors.ts'
import type { Same } from '../same.ts'

export const errors: Same<typeof english> = {
  internal: 'In Broadside ist etwas schiefgegangen. Kopiere die Details, falls es wieder vorkommt.',
  unreachable:
    'Das Studio hat nicht geantwortet. Vielleicht startet es gerade neu; was du geschrieben hast, ist nicht verloren.',
  unauthenticated: 'Diese Anmeldung ist abgelaufen. Öffne den Anmelde-Link noch einmal.',
  shutting_down: 'Das Studio wird gerade geschlossen.',
  INTERNAL_SERVER_ERROR: 'In Broadside ist etwas schiefgegangen. Kopiere die Details, falls es wieder vorkommt.',
}
