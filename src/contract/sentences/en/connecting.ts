/** Why an account could not be connected, or how its connection stands. `platform` as in publishing. */
export const connecting = {
  // what was typed
  field_missing: 'This is needed.',
  not_a_server: '{{typed}} is not an address. It looks like {{example}}.',
  not_a_handle: 'A handle looks like {{example}}.',
  insecure_address: 'Without https your sign-in could be read on the way. Use the https address.',
  not_this_platform: '{{host}} does not answer like {{platform}}. Check the address.',
  bad_token: '{{platform}} does not know this token. Copy it again, whole.',
  bad_token_shape: 'This does not look like a token of {{platform}}. It looks like {{example}}.',
  bad_address_pasted: 'This is not an address of {{platform}}. It looks like {{example}}.',
  wrong_credentials: '{{platform}} does not know these credentials. Check them, or make new ones.',
  wrong_app_credentials:
    '{{platform}} does not know this app. Copy its id and secret again from the developer portal, whole.',
  app_credentials_missing: 'The app at {{platform}} is needed first. Enter its id and secret.',
  app_sealed_elsewhere:
    'The app at {{platform}} was sealed on another machine or with a key that is gone. Enter its id and secret again.',
  app_not_needed: '{{platform}} asks for no app of your own here.',
  redirect_not_https: 'It must begin with https://. Any page of your own will do; it needs to answer nothing.',
  redirect_not_registered:
    '{{platform}} refuses the address it should send the browser back to. Register exactly {{redirect}} for your app in its developer portal.',
  redirect_port_taken:
    'Another program uses port {{port}}, where the browser should come back to. Close it and start again, or sign in and paste the address the browser ends on.',
  token_lacks_permission: 'This token may not {{permission}}. Make one that may.',
  token_runs_out: 'This token has run out. Make a new one.',
  token_of_another_app: 'This token was made for another app. Make one for the app you entered.',
  // the way there
  not_reached: '{{host}} could not be reached ({{code}}). Look for a typing mistake and at your connection.',
  server_trouble: '{{platform}} has a problem of its own: {{words}}. Try again later.',
  takes_no_requests: '{{platform}} takes no more requests for now. Try again in a few minutes.',
  // the sign-in
  sign_in_denied: 'You did not allow it at {{platform}}. Nothing was connected; start again to change your mind.',
  sign_in_refused: '{{platform}} did not let us in: {{words}}.',
  sign_in_without_code: '{{platform}} sent the browser back without a code. Start again.',
  code_refused: '{{platform}} did not take the code: {{words}}. Start again.',
  sign_in_mismatch:
    'The answer does not belong to this sign-in, or somebody else than {{platform}} gave it. Nothing was connected. Start again.',
  sign_in_page_unusable: '{{platform}} names a sign-in page that is not a web page.',
  permission_not_granted:
    '{{platform}} did not grant {{permission}}, which publishing needs. Start again and allow it.',
  let_in_refused: '{{platform}} does not let this account in: {{words}}.',
  not_an_account: '{{platform}} answered something that is not an account.',
  nothing_to_choose:
    'There is nothing at {{platform}} this sign-in may publish to, such as a page, a board or a channel. Make one there, or sign in as somebody who may.',
  nothing_chosen: 'Nothing was chosen within {{minutes}} minutes. Start again.',
  choice_unknown: 'The sign-in did not reach this.',
  no_choice_left: 'There is nothing to choose in this connection any more. Start again.',
  reaches_only_itself: 'The sign-in of this account reaches nothing else.',
  other_identity:
    'You signed in as {{found}}, but this account is {{wanted}}. Sign in as {{wanted}}, or connect {{found}} as an account of its own.',
  timed_out: 'Nobody signed in within {{minutes}} minutes. Start again.',
  given_up: 'The connection was given up.',
  vault_locked_connecting: 'The vault is locked. Unlock it in Settings and connect again.',
  mistake_connecting: 'Something went wrong in Broadside; the log has the details. Nothing was connected.',
  // how a connection stands
  not_checked: 'It could not be checked. {{inner}}',
  did_not_answer: '{{platform}} could not be reached ({{code}}).',
  answered: '{{platform}} answered {{words}}.',
  account_inactive: '{{platform}} says this account is not active. Sign in there to see why.',
  account_not_active: '{{platform}} says this account is {{status}}. Sign in there to see why.',
  sealed_and_locked: 'The vault is locked, so its sign-in cannot be read. Unlock it in Settings.',
  copied_without_sign_in: 'This workspace is a copy, and sign-ins are not copied. Connect the account again.',
  // what the browser tab says in the end
  tab_connected: '{{platform}} is connected',
  tab_connected_text: 'You can close this tab and go back to Broadside.',
  tab_choose: 'One more step',
  tab_choose_text: 'Go back to Broadside and choose what to connect. You can close this tab.',
  tab_not_connected: '{{platform}} was not connected',
  tab_given_up: 'The connection was given up. You can close this tab.',
  tab_nothing_here: 'Nothing here',
  tab_nothing_here_text: 'Broadside only waits here for a sign-in to come back.',
  tab_not_ours: 'This sign-in was not started here',
  tab_not_ours_text:
    'It may be an old tab, or a link from somebody else. Nothing was connected. Start again in Broadside, under Accounts.',
  tab_broken: 'Something went wrong',
  tab_broken_text: 'Broadside could not end the sign-in. Look under Accounts, and start again there.',
} as const
