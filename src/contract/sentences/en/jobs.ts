/** Why long work came to nothing. */
export const jobs = {
  job_broke: 'Broadside made a mistake here; your files are untouched. The details are in the log.',
  // converting files
  ffmpeg_missing:
    'Video is converted by ffmpeg, which is not on this machine. Settings says how to install it; everything else works without.',
  ffmpeg_too_old:
    'The ffmpeg on this machine is {{version}}. Converting needs 4.4 or newer: update it, then try again.',
  ffmpeg_incomplete:
    'The ffmpeg on this machine cannot write H.264 video. Install one with libx264, then convert again.',
  file_not_there: '{{name}} is gone from the disk. Add it to the library again.',
  file_not_convertible: '{{name}} is no picture or video, so there is nothing to convert.',
  file_damaged: '{{name}} cannot be read to its end: it is damaged. Export it anew, then add it again.',
  no_format_fits:
    'None of the formats that are taken can be made here: {{types}}. MP4, MOV, JPEG, PNG, WebP and GIF can.',
  no_codec_fits: 'None of the codecs that are taken can be made here: {{codecs}}. H.264 with AAC can.',
  no_size_fits: 'No size of {{name}} is within all limits at once. Crop it or add borders elsewhere first.',
  video_longer_than_taken:
    '{{name}} is {{seconds}} seconds long; {{max}} is the most. It is only cut when you say so: convert it with the cut, or use a shorter one.',
  video_shorter_than_taken: '{{name}} is {{seconds}} seconds long; {{min}} is the least. Use a longer one.',
  file_not_small_enough: '{{name}} cannot be made small enough. Use a shorter or simpler one.',
  no_room: 'There is no room on the disk for the converted file. Free some space, then convert again.',
} as const
