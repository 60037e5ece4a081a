import { facebook } from './platforms/facebook.ts'
import { instagram } from './platforms/instagram.ts'
import { linkedin } from './platforms/linkedin.ts'
import { pinterest } from './platforms/pinterest.ts'
import { reddit } from './platforms/reddit.ts'
import { snapchat } from './platforms/snapchat.ts'
import { threads } from './platforms/threads.ts'
import { tiktok } from './platforms/tiktok.ts'
import { x } from './platforms/x.ts'
import { youtube } from './platforms/youtube.ts'
import { discord } from './platforms/discord.ts'
import { telegram } from './platforms/telegram.ts'

/** Settings of a post and fields of a connection, by platform and key as the contract's rules name them; `_hint` explains, options stand under `options`. */
export const platforms = {
  bluesky: {
    replyTo: 'In reply to',
    replyTo_hint: 'Address of a post on Bluesky',
    languages: 'Languages',
    linkCard: 'Link card',
    contentWarning: 'Content warning',
    options: {
      contentWarning: {
        none: 'None',
        sexual: 'Suggestive',
        nudity: 'Nudity',
        porn: 'Adult',
        'graphic-media': 'Graphic',
      },
    },
    connect: {
      needs: 'A Bluesky account, on bsky.social or on a server of your own.',
      app_password: 'App password',
      app_password_hint: 'A password made for Broadside alone. It ends when you delete it in Bluesky.',
      app_password_left:
        '{{name}} is disconnected. Its app password stays valid until you delete it in Bluesky, under Settings, Privacy and security, App passwords.',
      oauth: 'Sign in by browser',
      oauth_hint:
        'You sign in at your own server, and Broadside never sees a password. Such a sign-in may have to be renewed now and then.',
      handle: 'Handle',
      handle_hint: 'As it stands in your profile, without the @.',
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
      visibility: {
        public: 'Everyone',
        unlisted: 'Everyone, quietly',
        private: 'Followers',
        direct: 'Those mentioned',
      },
    },
    connect: {
      needs: 'An account on any Mastodon server.',
      oauth: 'Sign in by browser',
      oauth_hint: 'You sign in at your own server and allow Broadside to post. It never sees your password.',
      token: 'Access token',
      server: 'Server',
      server_hint: 'Where your account lives: the part after the second @ of your name.',
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
      needs: 'A WordPress site of your own, 5.6 or newer, and a user who may write posts; or a site on WordPress.com.',
      app_password: 'Application password',
      app_password_hint: 'A password made for Broadside alone. You can take it back in WordPress at any time.',
      wordpress_com: 'Sign in at WordPress.com',
      wordpress_com_hint: 'For a site on WordPress.com, or one that Jetpack joins to it. You pick the site there.',
      app: 'At developer.wordpress.com/apps make an app of the type Web, and register the address below as its redirect URL, to the letter. Copy its client ID and secret here.',
      clientId: 'Client ID',
      clientId_hint: 'A number, at the foot of the app’s page.',
      clientSecret: 'Client secret',
      clientSecret_hint: 'Below the client ID.',
      site: 'Site',
      site_hint: 'The address of the site as visitors type it.',
      user: 'User',
      user_hint: 'The name or e-mail address you sign in with.',
      password: 'Application password',
      password_hint: 'Made in WordPress under Users, Profile, Application passwords.',
    },
  },
  facebook,
  instagram,
  discord,
  telegram,
  linkedin,
  pinterest,
  reddit,
  snapchat,
  threads,
  tiktok,
  x,
  youtube,
  practice: {
    connect: {
      needs: 'Nothing. It is part of Broadside, and what you send there never leaves this machine.',
      practice: 'Practice account',
      name: 'Name',
      name_hint: 'You can have several, to tell your real accounts apart.',
    },
  },
} as const
