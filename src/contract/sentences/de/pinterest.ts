export const pinterest = {
  pinterest_board_gone:
    'Die Pinnwand dieses Pins, ihr Bereich oder der Pin selbst ist nicht mehr auf Pinterest. Wähle die Pinnwand neu und versuche es noch einmal.',
  pinterest_app_access:
    'Pinterest lässt deine App keine Pins anlegen. Mit Trial Access darf sie nur in die Sandbox schreiben: Beantrage Standard Access im Entwicklerportal und versuche es dann noch einmal.',
  pinterest_nothing_to_know_by:
    'Ein Pin, der dieser sein könnte, wurde angelegt, aber er hat weder Titel noch Text oder Alternativtext, an dem er zu erkennen wäre.',
} as const
