/** What only Snapchat says, where it tells a person more than the general sentences. */
export const snapchat = {
  snapchat_no_profile:
    'This sign-in reaches no public profile. Make one in the Snapchat app, or enter the ID of the organization it belongs to.',
  snapchat_not_listed:
    'Snapchat opens its Public Profile API only to apps on its list, and only for profiles this person may publish for. Send the client ID of your app to your contact at Snap, then connect the account again.',
  snapchat_organization_shape:
    'That is not the ID of an organization, which looks like {{example}}. Copy it from Business Manager, under Business Details.',
  snapchat_organization_refused:
    'Snapchat does not show this sign-in the public profiles of this organization. Check its ID, and your role in Business Manager.',
  snapchat_profile_gone:
    'This sign-in no longer reaches the public profile {{name}}. Ask for a role there in Business Manager, or connect it again.',
  snapchat_in_review:
    'It was handed in. Snapchat looks at a Spotlight before others see it, and has not said yet what it thinks.',
  snapchat_turned_down:
    'Snapchat looked at this Spotlight and does not show it. The app says why. Change it, then try again.',
  snapchat_may_not_list:
    'It is not among the Spotlights that Snapchat lists, and nobody says that all are listed at once.',
} as const
