/** What is wrong with an AI endpoint or its answer, and what to do. `{{endpoint}}` is its name as people gave it. */
export const ai = {
  // setting up
  ai_endpoint_address: 'It is the address of the API, such as https://api.openai.com/v1 or http://127.0.0.1:11434/v1.',
  ai_endpoint_insecure:
    'It must begin with https://, or anybody on the way could read the key. Only a server on your own machine or network may go without.',
  ai_endpoint_key: 'It is a key without spaces, as the service shows it.',
  ai_key_anew: 'The address is of another server. Enter the key for it, or take the key away.',
  ai_no_text_endpoint: 'No AI is set up for text. Add an endpoint in Settings and choose a model.',
  ai_no_vision_endpoint: 'No AI is set up for reading pictures. Choose a model for it in Settings.',
  ai_no_image_endpoint: 'No AI is set up for making pictures. Choose a model for it in Settings.',
  ai_no_video_endpoint: 'No AI is set up for making videos. Choose a model for it in Settings.',
  ai_endpoint_gone: 'This endpoint was removed. Choose another.',
  ai_key_unreadable: 'The key of {{endpoint}} was sealed on another machine. Enter it again in Settings.',
  ai_no_models: '{{endpoint}} lists no models. Enter the name of one.',
  // asking
  ai_unreachable: '{{endpoint}} could not be reached; nothing was sent. Look at the address and at your connection.',
  ai_too_slow: '{{endpoint}} did not answer within {{seconds}} seconds. Try again, or give it more time in Settings.',
  ai_broke_off: 'The connection to {{endpoint}} broke before the answer was whole. Try again.',
  ai_rate_limited: '{{endpoint}} gets too many requests. Wait a little, then try again.',
  ai_rate_limited_until: '{{endpoint}} takes no more requests until {{until}}.',
  ai_no_credit: 'Your account at {{endpoint}} has no credit left. Add some there, or choose another endpoint.',
  ai_key_refused: '{{endpoint}} does not accept the key. Copy it again in Settings.',
  ai_key_needed: '{{endpoint}} wants a key. Enter it in Settings.',
  ai_not_allowed: 'The key may not do this at {{endpoint}}. Give it that right there, or use another.',
  ai_model_missing: '{{endpoint}} has no model {{model}}, or not for this. Choose another.',
  ai_not_openai:
    'What answers at {{endpoint}} does not speak the OpenAI API. Look at the address: it often ends in /v1.',
  ai_trouble: '{{endpoint}} has a problem of its own. That should pass: try again later.',
  ai_request_refused: '{{endpoint}} does not take this request: {{words}}',
  ai_too_much: 'This is more text than {{model}} reads at once. Shorten it, or choose another model.',
  ai_refused: '{{model}} declined to do this. Say it differently, or choose another model.',
  ai_empty: '{{model}} answered nothing. Try again, or choose another model.',
  ai_wrong_shape:
    '{{model}} did not answer in the form that was asked for, also when asked again. Choose another model.',
  ai_cut_off: 'The answer of {{model}} was longer than there was room for, so it is not whole. Ask for less.',
  ai_page_unreadable: 'The page {{url}} could not be read. Copy its text instead.',
  ai_page_empty: 'There is no text on the page {{url}}. Copy what matters instead.',
  ai_interrupted:
    'Broadside ended while this ran, so what came of it is not known. It counts with the most it can have cost.',
  ai_canceled: 'It was canceled.',
  // money
  ai_cap_day:
    'This can cost up to ${{needed}}; of today’s cap of ${{cap}}, ${{left}} are left. Wait for tomorrow, or raise the cap.',
  ai_cap_month:
    'This can cost up to ${{needed}}; of this month’s cap of ${{cap}}, ${{left}} are left. Raise the cap in Settings to go on.',
  ai_cap_key:
    'This can cost up to ${{needed}}; of the ${{cap}} a day this key may spend, ${{left}} are left. Wait for tomorrow, or make a key with a higher limit.',
  ai_cap_no_price:
    'There is a cap, and no price of {{model}} to hold it by. Enter its price in Settings, or mark the endpoint as free.',
  // what came
  ai_still_too_long: 'It is {{used}} long still; {{max}} is the most. Shorten it by hand, or ask again.',
  ai_other_language: 'It seems to be in another language than you asked for.',
  ai_avoided_word: 'It uses a word the brand avoids: {{word}}',
  ai_new_link: 'It has a link that was not in what you gave: {{link}}',
  // asking for
  ai_caption_needs: 'Say what it is about, or choose a picture.',
  ai_target_needed: 'Say how long it may be, or for which platform.',
  ai_not_a_picture: 'This file is no picture or video that can be looked at.',
  ai_no_rules: 'This version does not know the rules of {{platform}}.',
  ai_not_a_draft:
    'It is planned or out already. Take its time away first, or look at the proposal without applying it.',
  ai_account_has_no_version: 'The post is not for this account.',
  ai_post_empty: 'The post has no text yet.',
  // pictures and videos
  ai_picture_unusable: 'What {{endpoint}} sent is no picture that can be read. Try again, or choose another model.',
  ai_video_failed: '{{endpoint}} could not make the video: {{words}}',
  ai_video_gone: '{{endpoint}} does not know the video any more. It may have been deleted there.',
  ai_video_in_doubt:
    'Broadside ended just as the video was asked for, and {{endpoint}} shows none. Look there before you ask again: it may have been paid for.',
  ai_video_too_slow: 'The video was not ready after {{hours}} hours. It may still be found at {{endpoint}}.',
  // cadence
  ai_cadence_missed: 'It was due while Broadside was not running.',
  ai_cadence_not_allowed: 'Kept as a draft: this workspace publishes nothing by itself.',
  ai_cadence_limit: 'Kept as a draft: the daily limit of posts that go out by themselves is reached ({{limit}}).',
  ai_cadence_no_slot: 'Kept as a draft: there is no free queue time. Add queue times in Settings.',
  ai_cadence_no_account: 'Kept as a draft: no account is chosen.',
  ai_cadence_review: 'Sent for approval: this workspace publishes what is approved.',
  ai_cadence_problem: 'Kept as a draft: {{inner}}',
} as const
