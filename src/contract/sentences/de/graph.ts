export const graph = {
  graph_checkpoint:
    '{{platform}} will die angemeldete Person erst etwas fragen, etwa nach einer ungewöhnlichen Anmeldung. Melde dich dort im Browser an und antworte, dann verbinde das Konto neu.',
  graph_restricted:
    '{{platform}} hat dieses Konto vorerst eingeschränkt. Die Hinweise in der App sagen, warum und wie lange; versuche es danach noch einmal.',
  graph_no_pages:
    'Diese Anmeldung erreicht keine Seite, auf der sie veröffentlichen darf. Wähle die Seiten in dem Fenster, in dem du es erlaubst. Seiten in einem Unternehmensportfolio brauchen eine Konfiguration von Facebook Login for Business oder das Token eines Systemnutzers.',
  graph_page_not_reached:
    'Diese Anmeldung erreicht {{name}} nicht mehr. Verbinde das Konto neu, als jemand, der dort veröffentlichen darf, und wähle die Seite in dem Fenster, in dem du es erlaubst.',
} as const
