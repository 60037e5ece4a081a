/** What only YouTube says, where it tells a person more than the general sentences. */
export const youtube = {
  youtube_no_channel: 'This Google account has no YouTube channel. Make one at youtube.com, then connect it again.',
  youtube_api_off:
    'The YouTube Data API is not switched on for the Google project of this app. Switch it on in the Google Cloud console under APIs & Services, then try again.',
  youtube_comments_closed:
    'YouTube takes no comments under this video: it is private or made for kids, or its comments are off. Empty the first comment, or write it there.',
  youtube_not_published:
    'YouTube has not made it public though its time has passed by a day. Look at the video in YouTube Studio.',
  youtube_kept_private:
    'It is on YouTube, which keeps it private though it was to be seen. YouTube Studio says why and lets you change it.',
  youtube_without_thumbnail:
    'It is on YouTube, but YouTube did not take the thumbnail: it needs a channel verified by phone. Set it in YouTube Studio.',
  youtube_without_playlist:
    'It is on YouTube, but it could not be put into the playlist. Look whether the playlist is still there.',
  youtube_without_subtitles:
    'It is on YouTube, but YouTube did not take the subtitles. Look at them again, and add them in YouTube Studio.',
  youtube_without_extras:
    'It is on YouTube, but YouTube did not take all of thumbnail, playlist and subtitles. Look at it in YouTube Studio.',
} as const
