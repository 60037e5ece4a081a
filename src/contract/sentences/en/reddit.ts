/** What only Reddit says, where it tells a person more than the general sentences. `destination` is a community (r/…) or a profile (u/…). */
export const reddit = {
  // what a community asks of posts
  reddit_flair_needed: '{{destination}} takes no post without a flair. Choose one in the settings of this account.',
  reddit_kind_refused:
    '{{destination}} does not take this kind of post. Its own words say what it takes: change the post, or choose another place.',
  reddit_link_refused: '{{destination}} does not take links to this address. Change the link, or choose another place.',
  reddit_rules_unmet:
    'The post is not as {{destination}} wants posts to be. Change what its own words name, then try again.',
  reddit_title_short: '{{destination}} wants titles of at least {{min}} characters. Write a longer one.',
  reddit_title_long: '{{destination}} takes titles of at most {{max}} characters. Shorten it.',
  reddit_title_words: '{{destination}} wants one of these in every title: {{list}}.',
  reddit_title_forbidden: '{{destination}} does not take this in a title: {{list}}. Take it out.',
  reddit_text_needed: '{{destination}} takes no post without text. Write some.',
  reddit_text_refused: '{{destination}} takes posts without text alone. Take the text out, or choose another place.',
  reddit_text_short: '{{destination}} wants texts of at least {{min}} characters. Write more.',
  reddit_text_long: '{{destination}} takes texts of at most {{max}} characters. Shorten it.',
  reddit_gallery_few: '{{destination}} wants at least {{min}} pictures in a gallery. Add some.',
  reddit_gallery_many: '{{destination}} takes at most {{max}} pictures in a gallery. Remove some.',
  // the account and the app
  reddit_email_unverified:
    'Reddit takes posts only from accounts with a confirmed e-mail address. Confirm yours in its settings, then try again.',
  reddit_turned_away:
    'Reddit turned this away. Either {{destination}} is closed to this account, or Reddit has not approved the app it was connected with. Its own words may say which.',
  reddit_app_turned_away:
    'Reddit turned this away. It lets in only apps it has approved: look whether yours is still among them.',
  // what came of it
  reddit_never_appeared:
    'Reddit took the file, and for an hour no post has come of it. Most likely it could not use the file. Look at your profile there, then try again with another file.',
  reddit_looks_alike: 'A post with this title was made there meanwhile, and nothing shows whether it is this one.',
  reddit_may_still_come: 'Reddit may still be working on the video; the post shows when it is done.',
  reddit_only_text_changes:
    'Reddit lets only the text of text posts be changed. Delete the post there, and send it anew.',
} as const
