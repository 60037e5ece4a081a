/** What only TikTok says, where it tells a person more than the general sentences. */
export const tiktok = {
  tiktok_in_inbox: 'It lies in your TikTok inbox. Open the notice there, in the app, and post it.',
  tiktok_in_inbox_without_text:
    'It lies in your TikTok inbox, without its text, which TikTok takes only in the app. Open the notice there, paste the text, and post it.',
  tiktok_in_review: 'It is posted. TikTok is still looking at it before others see it, so it has no address yet.',
  tiktok_untold:
    'TikTok took it and does not say what became of it. Look in the app whether it is there before you send it again.',
  tiktok_day_used_up:
    'TikTok takes about 15 posts from an account within 24 hours, from all programs together, and takes no more for now.',
  tiktok_inbox_full:
    'Five drafts from programs may wait in the TikTok inbox. Post or delete some in the app; this one goes out by itself then.',
  tiktok_user_cap: 'TikTok lets your app post for no more people within 24 hours. It goes on by itself after that.',
  tiktok_not_audited:
    'TikTok has not audited your app, so it may only post for yourself alone, and only while the account is set to private in TikTok. Do both, or send it to the inbox.',
  tiktok_url_unverified:
    'TikTok fetches pictures only from addresses that are shown to be yours. Verify {{host}} in the developer portal, at your app under URL properties, then try again.',
  tiktok_privacy_gone: 'TikTok no longer offers what was chosen for who can see it. Choose again, then try again.',
  tiktok_app_too_old: 'The TikTok app on your phone is too old for drafts of pictures. Update it, then try again.',
  tiktok_video_too_long:
    'TikTok takes videos of {{seconds}} seconds at most from this account. Cut it, then try again.',
  tiktok_length_refused: 'TikTok does not take a video of this length from this account. Cut it, then try again.',
  tiktok_frame_rate: 'TikTok takes videos with 23 to 60 frames a second. Convert it, then try again.',
  tiktok_picture_size: 'TikTok does not take this size in pixels. Convert the file, then try again.',
  tiktok_not_fetched:
    'TikTok could not fetch the pictures from their address. Test the media host in Settings, then try again.',
  tiktok_posting_barred: 'TikTok does not let this account post for now. The app says why.',
} as const
