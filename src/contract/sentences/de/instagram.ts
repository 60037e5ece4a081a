export const instagram = {
  instagram_none_linked:
    'Mit keiner dieser Seiten ist ein professionelles Instagram-Konto verknüpft. Stelle das Konto in der Instagram-App auf professionell um und verknüpfe es mit der Seite; oder melde dich bei Instagram selbst an.',
} as const
