export const snapchat = {
  snapchat_no_profile:
    'Diese Anmeldung erreicht kein öffentliches Profil. Lege in der Snapchat-App eines an oder gib die ID der Organisation ein, der es gehört.',
  snapchat_not_listed:
    'Snapchat öffnet seine Public Profile API nur für Apps auf seiner Liste und nur für Profile, für die diese Person veröffentlichen darf. Schicke die Client-ID deiner App an deinen Kontakt bei Snap und verbinde das Konto dann neu.',
  snapchat_organization_shape:
    'Die ID einer Organisation sieht so aus: {{example}}. Kopiere sie aus dem Business Manager, unter Unternehmensdetails.',
  snapchat_organization_refused:
    'Snapchat zeigt dieser Anmeldung die öffentlichen Profile dieser Organisation nicht. Prüfe ihre ID und deine Rolle im Business Manager.',
  snapchat_profile_gone:
    'Diese Anmeldung erreicht das öffentliche Profil {{name}} nicht mehr. Lass dir dort im Business Manager eine Rolle geben oder verbinde es neu.',
  snapchat_in_review:
    'Es ist eingereicht. Snapchat sieht sich ein Spotlight an, bevor andere es sehen, und hat noch nichts dazu gesagt.',
  snapchat_turned_down:
    'Snapchat hat sich dieses Spotlight angesehen und zeigt es nicht. Die App sagt, warum. Ändere es und versuche es dann erneut.',
  snapchat_may_not_list:
    'Unter den Spotlights, die Snapchat auflistet, ist es nicht, und niemand sagt, dass alle sofort aufgelistet werden.',
} as const
