/**
 * Why a delivery waits, failed or is in doubt. `platform` is the platform's own name or, where people run their own, the account's server.
 * Sentences with a `position` name the file; those with “a file” are for where it is not known. That something is tried again, and when, is told
 * beside them.
 */
export const publishing = {
  // the way to the platform
  unreachable: '{{platform}} could not be reached.',
  platform_trouble: '{{platform}} has a problem of its own.',
  unreadable_answer: '{{platform}} answered something that cannot be read.',
  answered_in_its_place: 'Something between this machine and {{platform}} answered in its place.',
  edit_in_doubt: 'Nothing says whether {{platform}} took the change. Look at the post there before you try again.',
  server_moved: '{{platform}} is not where it was. Connect the account again with its new address.',
  // the sign-in
  signed_out: '{{platform}} says that this sign-in is no longer valid. Connect the account again.',
  sign_in_incomplete: 'The sign-in of this account is not complete on this machine. Connect it again.',
  sign_in_not_renewed: 'The sign-in could not be renewed just now.',
  sealed_elsewhere: 'Its sign-in was sealed on another machine or with a key that is gone. Connect the account again.',
  sign_in_ended: 'The sign-in has run out. Connect the account again.',
  sign_in_ends: 'The sign-in runs out soon. Connect the account again before it does.',
  account_disconnected: 'The account was disconnected. Connect it again to send this.',
  vault_locked_waits:
    'The vault is locked, so the sign-in could not be read. Unlock it in Settings; the post then goes out by itself.',
  // what the account and the app may do
  permission_missing:
    '{{platform}} does not let this sign-in do that. Connect the account again and allow {{permission}}.',
  not_allowed:
    '{{platform}} does not let this account do that. Look whether the account is in good standing there, or connect it again with all permissions.',
  account_suspended: '{{platform}} has suspended this account. Only its support can help.',
  account_deactivated: 'This account is deactivated. Activate it at {{platform}}, then try again.',
  account_kind_wrong:
    '{{platform}} does not offer this to this kind of account. Change the kind of account there, or connect another.',
  app_not_reviewed:
    '{{platform}} allows this only to apps it has reviewed, and the app this account was connected with is not. Ask for {{permission}} in its developer portal, then connect the account again.',
  app_not_allowed:
    '{{platform}} does not let the app this account was connected with do that. Its developer portal says what the app is missing.',
  payment_needed: '{{platform}} takes this only from a paid plan. Look at the plan of your app or account there.',
  // the content
  content_refused: '{{platform}} does not take this post as it is. Change what its own words name, then try again.',
  part_refused:
    '{{platform}} does not take part {{part}} as it is. Change what its own words name there, then try again.',
  field_refused: '{{platform}} does not take “{{field}}” as it is. Change it, then try again.',
  text_refused_as_too_long: '{{platform}} says that the text is too long. Shorten it, then try again.',
  duplicate: '{{platform}} says that it has this post already. Look there whether it is out, or change the text.',
  blocked:
    '{{platform}} takes this for spam or against its rules and has blocked it. Look into the account there, or change the post.',
  reference_gone: 'Something it refers to is not on {{platform}} any more, such as the post it replies to.',
  reply_target_gone: 'The post to reply to is not there any more.',
  reply_target_unreadable:
    'The post to reply to is not the address of a post on {{platform}}. Copy it from there, or empty the field.',
  destination_gone: '{{destination}} is not on {{platform}} any more. Choose another place for this post.',
  destination_refused: 'This account may not post to {{destination}}. Ask for the right to, or choose another place.',
  destination_missing:
    'Nothing says where on {{platform}} this goes. Choose the place in the settings of this account.',
  problem: 'The check before sending found a problem. Open the post to see it.',
  // files
  file_refused: '{{platform}} does not take file {{position}}. Replace it or leave it out.',
  a_file_refused: '{{platform}} does not take a file of this post. Replace it or leave it out.',
  file_too_large: 'File {{position}} is larger than {{platform}} takes. Make it smaller or leave it out.',
  a_file_too_large: 'A file is larger than {{platform}} takes. Make it smaller or leave it out.',
  file_kind_refused: '{{platform}} takes no files like {{name}}. Leave it out for this account.',
  file_processing_failed:
    '{{platform}} could not process file {{position}}. Save it anew or replace it, then try again.',
  file_still_processing: '{{platform}} is still processing a file. The post goes out when it is ready.',
  upload_expired: '{{platform}} no longer has an uploaded file. It is uploaded again by itself.',
  file_not_fetched:
    '{{platform}} could not fetch file {{position}} from its address. Test the media host in Settings, then try again.',
  file_gone: 'A file of this post is no longer in the library. Take it out of the post.',
  media_host_missing:
    '{{platform}} fetches files from a public address. Choose a media host in Settings, then try again.',
  media_host_failed: 'The media host {{host}} did not take a file. Test it in Settings, then try again.',
  media_host_unreachable: 'The media host {{host}} could not be reached.',
  // waiting
  still_processing: '{{platform}} has it and is still working on it.',
  platform_publishes: '{{platform}} has it and will publish it at its time.',
  rate_limited: '{{platform}} takes no more from this account for now.',
  rate_limited_until: '{{platform}} takes no more from this account until {{until}}.',
  quota_used_up: 'What {{platform}} allows this account for a day is used up until {{until}}.',
  // what came of it
  gave_up: '{{inner}} It was tried until the deadline.',
  processing_came_to_nothing: '{{platform}} took it and lost it while processing. Try again.',
  processing_failed: '{{platform}} took it and could not process it. Its own words say why.',
  deleted_before_its_time: 'It was deleted at {{platform}} before its time.',
  no_answer: 'It was sent, and no answer came back. Nothing is sent again before we have looked.',
  stopped_while_sending:
    'Broadside stopped while this was being sent. It looks at the platform before anything is sent again.',
  outcome_not_recorded:
    'It was sent, and Broadside could not record what came of it. It looks before anything is sent again.',
  mistake:
    'Broadside made a mistake here; nothing was sent. The details are in the log. Try again, and report it if it stays.',
  not_there_yet:
    'It is not there yet. A slow server may still be working on it, so we look once more before sending again.',
  absent_too_late: 'The platform shows that it is not there, and the time to try again has passed.',
  not_looked_up: 'Whether it is there could not be looked up: {{inner}}',
  not_looked_up_locked: 'Whether it is there could not be looked up: the vault is locked. Unlock it in Settings.',
  mistake_looking:
    'Broadside made a mistake while looking; the details are in the log. Look yourself, then say whether it is there.',
  not_said_whether_out: 'The platform did not say whether it went out.',
  cannot_tell:
    'It was sent and no answer came back, and whether it is there cannot be shown. {{inner}} Please look, then say.',
  no_way_to_look: '{{platform}} gives no way to look for a post.',
  too_much_to_look_through: 'The account has posted too much since then to look through.',
  not_listed: '{{platform}} may not list posts like this one.',
  look_refused: '{{platform}} did not let us look: {{words}}.',
  several_alike: 'There are several posts on {{platform}} that look like this one.',
  left_out: 'You left it out. Whether it is there was never shown.',
  deleted_by_you: 'You deleted it at the platform.',
  // due, and not sent
  due_while_closed: 'It was due while Broadside was not running. Publish it now, choose another time, or leave it out.',
  due_while_asleep:
    'It was due while this machine slept, or its clock jumped past the time. Publish it now, choose another time, or leave it out.',
  skipped_while_closed: 'It was due while Broadside was not running, and this workspace skips what it missed.',
  skipped_while_asleep:
    'It was due while this machine slept, or its clock jumped past the time, and this workspace skips what it missed.',
  due_unapproved: 'It was due and not approved. Approve it, then publish it or choose another time.',
  backup_restored:
    'A backup was restored. This may have gone out before: look at the account before you send it again.',
  // notes of an attempt
  was_closing: 'Broadside was closing.',
  // written before sentences had codes, and what is not ours: evidence, the platform's own words
  as_written: '{{text}}',
} as const
