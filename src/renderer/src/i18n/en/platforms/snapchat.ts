export const snapchat = {
  format: 'Publish as',
  format_hint:
    'A story is gone after its time, a saved story stays on the profile, a Spotlight is a video for everyone.',
  storyTime: 'Seen for',
  locale: 'Language and country',
  locale_hint: 'As in en_US or de_DE. Snapchat shows a Spotlight first to people who speak it',
  saveToProfile: 'Keep it on the profile',
  options: {
    format: { story: 'Story', saved_story: 'Saved story', spotlight: 'Spotlight' },
    storyTime: { ONE_DAY: 'A day', TWO_DAYS: 'Two days', THREE_DAYS: 'Three days', ONE_WEEK: 'A week' },
  },
  review:
    'Snapchat opens its Public Profile API only to apps that Snap has put on a list by hand. There is no form for it: send the client ID of your app, never its secret, and what you use it for to your contact at Snap. Until then nothing can be connected.',
  proof: {
    title: 'Title of the saved story',
    inReview: 'Snapchat looks at a Spotlight before others see it.',
  },
  connect: {
    needs:
      'A public profile on Snapchat, a business account at Snap, and an app of your own that Snap has put on the list of its Public Profile API.',
    app: 'At business.snapchat.com open Business Details and make an OAuth app. As its redirect address enter an https address of your own, and the same below: it needs to answer nothing, and cannot be changed later. Copy the client ID and the secret, which is shown only this once. Then send the client ID to your contact at Snap, who puts the app on the list.',
    clientId: 'Client ID',
    clientId_hint: 'Of the OAuth app in Business Details, not one of the developer portal.',
    clientSecret: 'Client secret',
    clientSecret_hint: 'Shown once, when the app was made.',
    redirectUri: 'Redirect address',
    redirectUri_hint: 'As you registered it, to the letter.',
    oauth: 'Sign in by browser',
    oauth_hint: 'As somebody who may publish for the profiles. Copy the address the browser ends on and paste it here.',
    token: 'Tokens made elsewhere',
    token_hint:
      'A fresh access token with its refresh token, of the same app. Snapchat replaces the refresh token with each use, so use it nowhere else.',
    accessToken: 'Access token',
    accessToken_hint: 'Not older than an hour, with snapchat-profile-api.',
    refreshToken: 'Refresh token',
    refreshToken_hint: 'Given together with the access token.',
    organizationId: 'ID of an organization',
    organizationId_hint:
      'Only for profiles of another organization than that of your own profile. It stands in Business Manager, under Business Details.',
  },
} as const
