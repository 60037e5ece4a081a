export const linkedin = {
  linkedin_page_refused:
    'LinkedIn lässt diese Anmeldung nicht für {{name}} veröffentlichen. Es braucht die Rolle Super-Admin oder Content-Admin der Seite und eine App mit der Community Management API.',
  linkedin_version_retired:
    'LinkedIn antwortet nicht mehr auf den Monat {{version}} seiner Schnittstelle. Aktualisiere Broadside, oder setze BROADSIDE_LINKEDIN_VERSION auf einen neueren Monat wie 202609.',
  linkedin_member: 'LinkedIn lässt kein Programm die Beiträge eines Mitglieds auflisten.',
  linkedin_repeat:
    'LinkedIn hat den zweiten Versuch als Wiederholung abgelehnt, der erste ist also sehr wahrscheinlich angekommen; die Beiträge eines Mitglieds darf kein Programm auflisten.',
} as const
