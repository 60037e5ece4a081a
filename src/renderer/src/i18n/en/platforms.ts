/** Settings of a post and fields of a connection, by platform and key as the contract's rules name them; `_hint` explains, options stand under `options`. */
export const platforms = {
  bluesky: {
    replyTo: 'In reply to',
    replyTo_hint: 'Address of a post on Bluesky',
    languages: 'Languages',
    linkCard: 'Link card',
    contentWarning: 'Content warning',
    options: {
      contentWarning: { none: 'None', sexual: 'Suggestive', nudity: 'Nudity', porn: 'Adult', 'graphic-media': 'Graphic' },
    },
    connect: {
      app_password: 'App password',
      oauth: 'Sign in, in your own browser',
      handle: 'Handle',
      password: 'App password',
      password_hint: 'Made in Bluesky under Settings, Privacy and security, App passwords. Never your main password.',
      service: 'Server',
      service_hint: 'Where your account lives. Leave it unless you have a server of your own.',
    },
  },
  mastodon: {
    visibility: 'Visible to',
    contentWarning: 'Content warning',
    contentWarning_hint: 'Shown in place of the text until opened',
    sensitive: 'Hide media',
    language: 'Language',
    poll: 'Poll',
    options: {
      visibility: { public: 'Everyone', unlisted: 'Everyone, quietly', private: 'Followers', direct: 'Those mentioned' },
    },
    connect: {
      oauth: 'Sign in, in your own browser',
      token: 'Access token',
      server: 'Server',
      token_hint: 'Made on your server under Preferences, Development, with read, write:statuses and write:media.',
    },
  },
  wordpress: {
    status: 'Publish as',
    categories: 'Categories',
    tags: 'Tags',
    excerpt: 'Excerpt',
    handOff: 'Let WordPress hold the schedule',
    handOff_hint: 'The site publishes it by itself, so this machine may sleep.',
    options: {
      status: { publish: 'Published', draft: 'Draft', pending: 'Pending review', private: 'Private' },
    },
    connect: {
      app_password: 'Application password',
      site: 'Site',
      user: 'User',
      password: 'Application password',
      password_hint: 'Made in WordPress under Users, Profile, Application passwords.',
    },
  },
  practice: {
    connect: { practice: 'Practice account', name: 'Name' },
  },
} as const
