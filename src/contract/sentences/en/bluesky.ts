/** What only Bluesky says, where it tells a person more than the general sentences. */
export const bluesky = {
  bluesky_may_not_post: 'Bluesky does not let this sign-in do that. Connect the account again and allow it to post.',
  bluesky_no_posting:
    'The server of this account does not offer posting. Check the address of its service and connect it again.',
  bluesky_password_dead:
    'Bluesky no longer accepts this app password. Make a new one in Bluesky and connect the account again.',
  bluesky_picture_refused: 'Bluesky refuses this picture. Replace it with a smaller one, or save it as JPEG or PNG.',
  bluesky_reply_nobody: 'Nobody on Bluesky is known as {{handle}}, whose post this should answer.',
  bluesky_account_password:
    'This is your account password, and it asks for a code. Make an app password in Bluesky under Settings, Privacy and security, App passwords.',
  bluesky_wrong_password:
    'Bluesky does not know this handle with this app password. Check both; the password is one made under Settings, Privacy and security, App passwords.',
  bluesky_too_many_sign_ins:
    'Bluesky takes no more sign-ins for this account for now. Wait a few minutes, then try again.',
  bluesky_handle_unknown:
    'Nobody is known as {{handle}}, or their server offers no sign-in by browser. Check the handle, or use an app password.',
  bluesky_account_unknown: '{{host}} does not know the account it signed in.',
} as const
