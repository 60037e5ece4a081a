/** What only Instagram says, where it tells a person more than the general sentences. */
export const instagram = {
  instagram_none_linked:
    'None of these Pages has a professional Instagram account linked to it. In the Instagram app, switch the account to professional and link it to the Page; or sign in at Instagram itself.',
} as const
