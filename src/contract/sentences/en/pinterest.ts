/** What only Pinterest says, where it tells a person more than the general sentences. */
export const pinterest = {
  pinterest_board_gone:
    'The board of this pin, its section, or the pin itself is not on Pinterest any more. Choose the board again, then try again.',
  pinterest_app_access:
    'Pinterest does not let your app make pins. With Trial access it may only write to the sandbox: ask for Standard access in the developer portal, then try again.',
  pinterest_nothing_to_know_by:
    'A pin that may be this one was made, but it has no title, text or alt text by which it could be known.',
} as const
