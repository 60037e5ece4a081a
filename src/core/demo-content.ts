/** What the sample workspace is filled with: a small roastery, as in the pictures of the design. */
export interface DemoPost {
  readonly title: string
  readonly parts: readonly string[]
  /** Days from today, and the wall time. */
  readonly day: number
  readonly time: string
  readonly state: 'idea' | 'draft' | 'scheduled' | 'published' | 'failed' | 'unknown'
  readonly accounts: readonly string[]
  readonly labels: readonly string[]
  readonly picture?: string
}

const both = ['Fernweh Coffee', 'Fernweh Journal']
const main = ['Fernweh Coffee']

export const demoPosts: readonly DemoPost[] = [
  {
    title: 'Autumn hours at the roastery',
    parts: ['From Monday we open at eight. The first tram, the first cup.'],
    day: -20,
    time: '09:00',
    state: 'published',
    accounts: both,
    labels: ['shop'],
  },
  {
    title: 'Roast log 114',
    parts: ['Charge at 196, first crack at 9:40, out at 11:05. Sweeter than last week.'],
    day: -18,
    time: '17:30',
    state: 'published',
    accounts: main,
    labels: ['roast log'],
    picture: 'roaster',
  },
  {
    title: 'What a Q grade tells you',
    parts: ['A number from a table of strangers. Useful, and never the whole cup.'],
    day: -15,
    time: '17:30',
    state: 'published',
    accounts: both,
    labels: [],
  },
  {
    title: 'Market at Leopoldplatz',
    parts: ['Saturday, stall 14, as long as the urn holds.'],
    day: -13,
    time: '11:00',
    state: 'published',
    accounts: main,
    labels: ['market'],
  },
  {
    title: 'Roast log 115',
    parts: ['Two batches of the washed Sidama. The second one is yours.'],
    day: -11,
    time: '09:00',
    state: 'published',
    accounts: main,
    labels: ['roast log'],
    picture: 'roaster',
  },
  {
    title: 'We are hiring a packer',
    parts: ['Two mornings a week, good coffee, honest work. Write to us.'],
    day: -8,
    time: '09:00',
    state: 'published',
    accounts: both,
    labels: ['shop'],
  },
  {
    title: 'Filter paper, tested',
    parts: ['Nine papers, one coffee, forty cups. The cheapest one came third.'],
    day: -6,
    time: '17:30',
    state: 'published',
    accounts: both,
    labels: [],
  },
  {
    title: 'Weekend recipe: V60',
    parts: ['15 g to 250 g at 94 °C. Three pours, done by 2:50.'],
    day: -3,
    time: '17:30',
    state: 'published',
    accounts: main,
    labels: ['recipe'],
    picture: 'cup',
  },
  {
    title: 'Morning, Wedding',
    parts: ['First tram, first cup'],
    day: -1,
    time: '08:00',
    state: 'published',
    accounts: main,
    labels: [],
    picture: 'cup',
  },
  {
    title: 'Cupping Saturday',
    parts: ['Twelve seats, six coffees, no talking for the first ten minutes.'],
    day: 0,
    time: '09:00',
    state: 'unknown',
    accounts: main,
    labels: ['cuppings'],
    picture: 'beans',
  },
  {
    title: 'Bag to cup in 20 seconds',
    parts: ['A short film of a short walk.'],
    day: 0,
    time: '09:30',
    state: 'failed',
    accounts: ['Fernweh Journal'],
    labels: [],
  },
  {
    title: 'Meet Marta',
    parts: ['She runs the sample roaster and the playlist.'],
    day: 1,
    time: '12:30',
    state: 'scheduled',
    accounts: both,
    labels: ['people'],
  },
  {
    title: 'Bensa is back',
    parts: [
      'Bensa is back.\n\nForty bags of washed Sidama from the same hillside as last winter. Jasmine when you open the bag, apricot in the cup.\n\nWe roast on Thursday. #sidama',
      'How we brew it: 15 g to 250 g at 94 °C, ground a shade finer than feels right.',
    ],
    day: 2,
    time: '09:00',
    state: 'scheduled',
    accounts: both,
    labels: ['autumn lots', 'retail'],
    picture: 'bag',
  },
  {
    title: 'On the shelf today',
    parts: ['Bensa, and what is left of the Huila.'],
    day: 3,
    time: '09:00',
    state: 'draft',
    accounts: main,
    labels: ['retail'],
    picture: 'bag',
  },
  {
    title: 'Weekend recipe: iced Bensa',
    parts: ['Yes, in winter. Brew it double, pour it over one large cube, wait.'],
    day: 4,
    time: '17:30',
    state: 'scheduled',
    accounts: main,
    labels: ['recipe'],
  },
  {
    title: 'Gift boxes are open',
    parts: ['Three bags, one card, no ribbon. Order by Wednesday.'],
    day: 6,
    time: '09:00',
    state: 'scheduled',
    accounts: both,
    labels: ['advent'],
    picture: 'hills',
  },
  {
    title: 'Advent: one lot a day',
    parts: ['Twenty-four small lots. The first one is a surprise for us as well.'],
    day: 9,
    time: '09:00',
    state: 'draft',
    accounts: both,
    labels: ['advent'],
  },
  {
    title: 'Grinder settings, honestly',
    parts: ['There is no number. There is a taste, and a direction.'],
    day: 11,
    time: '17:30',
    state: 'scheduled',
    accounts: main,
    labels: [],
  },
  {
    title: 'A day without the machine',
    parts: ['What if we only cupped for a day, and filmed nothing?'],
    day: 0,
    time: '09:00',
    state: 'idea',
    accounts: [],
    labels: [],
  },
  {
    title: 'Letters from the cooperative',
    parts: ['Ask Almaz for the photograph of the drying beds.'],
    day: 0,
    time: '09:00',
    state: 'idea',
    accounts: [],
    labels: ['people'],
  },
]

const frame = (body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="1200" viewBox="0 0 120 120">${body}</svg>`

/** Pictures drawn for the sample, so that nothing of anybody's is shipped. */
export const demoPictures = [
  {
    name: 'bag',
    alt: 'A dark coffee bag with a white label on a wooden shelf',
    svg: frame(
      '<rect width="120" height="120" fill="#d8c2a0"/><rect y="96" width="120" height="24" fill="#b8966a"/><path d="M38 24h44l4 72H34z" fill="#2a2320"/><rect x="48" y="48" width="24" height="28" fill="#fffdfa"/><rect x="48" y="48" width="24" height="6" fill="#c8371f"/>',
    ),
  },
  {
    name: 'hills',
    alt: 'Green hills under a low red sun',
    svg: frame(
      '<rect width="120" height="120" fill="#ecd9b4"/><circle cx="84" cy="40" r="15" fill="#c8371f"/><path d="M0 70q30-24 60-6t60-10v66H0z" fill="#7f9a78"/><path d="M0 92q40-22 70-4t50-6v38H0z" fill="#3f5f4c"/>',
    ),
  },
  {
    name: 'cup',
    alt: 'A cup of coffee from above, with a leaf poured in the milk',
    svg: frame(
      '<rect width="120" height="120" fill="#26312f"/><circle cx="60" cy="60" r="42" fill="#efe7da"/><circle cx="60" cy="60" r="31" fill="#6b4326"/><path d="M60 38c14 14 14 30 0 44c-14-14-14-30 0-44z" fill="#e6cfa9"/>',
    ),
  },
  {
    name: 'beans',
    alt: 'Coffee beans scattered on a light table',
    svg: frame(
      `<rect width="120" height="120" fill="#c39a66"/>${[
        [30, 34],
        [74, 26],
        [52, 62],
        [90, 70],
        [30, 88],
        [70, 98],
      ]
        .map(
          ([x, y]) =>
            `<g transform="translate(${x} ${y}) rotate(${(x ?? 0) * 3})"><ellipse rx="13" ry="9" fill="#3a2417"/><path d="M-11 0q11-5 22 0" stroke="#c39a66" fill="none"/></g>`,
        )
        .join('')}`,
    ),
  },
  {
    name: 'roaster',
    alt: 'A small drum roaster in front of a tiled wall',
    svg: frame(
      '<rect width="120" height="120" fill="#c9c3b8"/><circle cx="58" cy="52" r="26" fill="#2c2a28"/><circle cx="58" cy="52" r="14" fill="#4a4541"/><rect x="48" y="78" width="20" height="26" fill="#2c2a28"/><path d="M82 52h18v8H82z" fill="#8a6a3c"/>',
    ),
  },
] as const
