export const keys = {
  key_asks_first: 'Ein Schlüssel, der erst fragt, kann nur Schlüssel anlegen, die auch erst fragen.',
  key_limit_higher: 'Ein Schlüssel kann nicht mehr geben, als er selbst hat.',
  key_expires_in_past: 'Wähle eine Zeit, die noch kommt.',
  key_revokes_itself:
    'Ein Schlüssel kann sich nicht selbst widerrufen. Tu es im Fenster oder mit einem anderen Schlüssel.',
  key_not_active: 'Dieser Schlüssel ist widerrufen oder abgelaufen. Lege einen neuen an.',
  key_publishes_spent:
    'Dieser Schlüssel darf {{limit}} Zustellungen am Tag planen, und das wären mehr. Mach morgen weiter oder erhöhe die Grenze im Fenster.',
  approval_answered: 'Das wurde schon beantwortet.',
  approval_asked: '{{name}} möchte veröffentlichen. Sieh es dir an und entscheide.',
  // webhooks
  webhook_host_not_allowed:
    'Webhooks gehen an Programme auf diesem Rechner. Erlaube einen anderen Host zuerst unter Automationen.',
  webhook_refused: 'Das Programm hat mit {{status}} geantwortet. Angenommen wird mit 2xx.',
  webhook_not_there: 'Dort antwortet nichts. Starte das Programm oder berichtige die Adresse.',
  webhook_no_answer: 'Das Programm hat 15 Sekunden lang nicht geantwortet.',
  webhook_sending: 'Diese Nachricht wird gerade gesendet.',
} as const
