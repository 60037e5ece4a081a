/** What Meta's platforms have in common to say. */
export const graph = {
  graph_checkpoint:
    '{{platform}} wants to ask the person who signed in something first, as after an unusual sign-in. Sign in there in the browser and answer, then connect the account again.',
  graph_restricted:
    '{{platform}} has restricted this account for now. Its notices in the app say why and for how long; try again after that.',
  graph_no_pages:
    'This sign-in reaches no Page it may publish to. Choose the Pages in the window where you allow it. Pages that belong to a business portfolio need a configuration of Facebook Login for Business, or a system user’s token.',
  graph_page_not_reached:
    'This sign-in no longer reaches {{name}}. Connect it again, as somebody who may publish there, and choose it in the window where you allow it.',
} as const
