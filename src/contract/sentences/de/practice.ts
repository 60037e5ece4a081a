export const practice = {
  practice_unreachable: 'Das Übungskonto war nicht erreichbar.',
  practice_file: 'Das Übungskonto konnte die Datei nicht nehmen.',
  practice_refuses:
    'Das Übungskonto lehnt diesen Text ab, wie es ihm gesagt wurde. Ändere den Text, oder sag ihm, es soll annehmen.',
  practice_signs_out: 'Das Übungskonto hat dich abgemeldet, wie es ihm gesagt wurde. Verbinde es neu.',
  practice_broken: 'Es sollte dich abmelden. Verbinde es neu, oder sag ihm, es soll sich benehmen.',
  practice_waits: 'Das Übungskonto nimmt für eine Minute nichts mehr.',
  practice_lost: 'Das Übungskonto hat es beim Verarbeiten verloren.',
  practice_hides: 'Diesem Übungskonto wurde gesagt, zu verbergen, was es hat.',
  practice_name_missing: 'Gib dem Übungskonto einen Namen.',
} as const
