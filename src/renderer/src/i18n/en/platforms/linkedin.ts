export const linkedin = {
  visibility: 'Who can see it',
  noReshare: 'No reposts',
  firstComment: 'First comment',
  firstComment_hint: 'LinkedIn takes comments only from apps with the Community Management API',
  linkCard: 'Link card',
  cardTitle: 'Title of the card',
  cardTitle_hint: 'LinkedIn reads no page for programs. Empty: the title of the post, else where the link leads',
  cardDescription: 'Description of the card',
  cardImage: 'Picture of the card',
  thumbnail: 'Cover of the video',
  poll: 'Poll',
  pollQuestion: 'Question of the poll',
  audience: 'Audience',
  audience_hint: 'Places, industries, functions or seniorities, such as urn:li:geo:101282230; 300 people at least',
  options: {
    visibility: { public: 'Everyone', connections: 'Your connections', loggedIn: 'Everyone signed in to LinkedIn' },
  },
  review:
    'Posting as yourself works at once. Pages and comments need the Community Management API, which LinkedIn gives to registered organizations after looking at the app.',
  connect: {
    needs:
      'A LinkedIn account, and an app of your own that belongs to a Page. A sign-in lasts 60 days; LinkedIn renews it for its partners only.',
    app: 'At linkedin.com/developers/apps make an app, let its Page verify it, and register the address below under Auth as a redirect URL. For yourself add the products Share on LinkedIn and Sign In with LinkedIn using OpenID Connect. For Pages make an app with the Community Management API alone.',
    clientId: 'Client ID',
    clientId_hint: 'In the app, under Auth.',
    clientSecret: 'Client secret',
    clientSecret_hint: 'Beside the client ID, as Primary Client Secret.',
    member: 'Yourself',
    member_hint: 'You sign in at LinkedIn and allow your own app to post for you.',
    page: 'Pages',
    page_hint: 'With an app that has the Community Management API. You choose among the Pages you may post for.',
    token: 'A token made by hand',
    token_hint:
      'From the Token Generator in the developer portal, where the address above is refused. It lasts 60 days.',
    accessToken: 'Access token',
    accessToken_hint: 'With openid, profile and w_member_social. The client ID and secret tell when it ends.',
  },
} as const
