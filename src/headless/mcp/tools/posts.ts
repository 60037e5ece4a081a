import type * as z from 'zod'
import { contract } from '../../../contract/index.ts'
import { PostContent } from '../../../contract/posts.ts'
import { PostId } from '../../../contract/vocabulary.ts'
import type { ProgramClient } from '../../rpc-link.ts'
import { checkChange, inWords, previewOf } from '../post-check.ts'
import { inputOf } from '../schema.ts'
import { tool, type Work } from '../tool.ts'

/** As many posts as an answer of the calendar holds. */
const mostInCalendar = 200

const howPostsAreMade = `A post is \`parts\` (one, or several for a thread; each \`{text, media: [{assetId}]}\`) and \`variants\`, one for each account it is for: \`{accountId}\` gives the account the parts as they are; \`parts\` and \`settings\` of a variant are that account's alone. list_accounts tells what each account takes, ignores and charges.`

const findPosts = tool({
  name: 'find_posts',
  title: 'Find posts',
  description:
    'Posts by status, account, platform, label, planned time or words, newest plan first, in pages. `needsYou` finds what failed, is in doubt, was missed or was sent back.',
  effect: 'reads',
  calls: ['posts.list'],
  input: inputOf(contract.posts.list),
  texts: true,
  run: (client, args, { signal }) => client.posts.list(args, { signal }),
})

const getPost = tool({
  name: 'get_post',
  title: 'Read a post',
  description:
    'One post whole: its texts, files, versions for accounts, review, and how each delivery stands, with the reason where something went wrong and what can be done with it (`can`).',
  effect: 'reads',
  calls: ['posts.get'],
  input: inputOf(contract.posts.get),
  texts: true,
  run: (client, args, { signal }) => client.posts.get(args, { signal }),
})

const calendar = tool({
  name: 'calendar',
  title: 'Look at the calendar',
  description: `Posts planned between two moments. Ask for a week or a month: of more than ${mostInCalendar} posts the first are told.`,
  effect: 'reads',
  calls: ['posts.calendar'],
  input: inputOf(contract.posts.calendar),
  texts: true,
  async run(client, args, { signal }) {
    const posts = await client.posts.calendar(args, { signal })
    return { posts: posts.slice(0, mostInCalendar), leftOut: Math.max(0, posts.length - mostInCalendar) }
  },
})

const nextSlot = tool({
  name: 'next_slot',
  title: 'Next free queue time',
  description:
    'The next free time of the queue the person has set up, for all accounts or one. Null: they have set up none. schedule_post takes it with `when: {slot: "next"}`.',
  effect: 'reads',
  calls: ['slots.next'],
  input: inputOf(contract.slots.next),
  texts: false,
  run: (client, args, { signal }) => client.slots.next(args, { signal }),
})

/** A kept post by its id, or one that is not kept yet. */
const postOrContent = PostContent.partial().extend({
  id: PostId.optional().describe('Of a kept post; then nothing else is needed'),
})

async function read(client: ProgramClient, { id, ...given }: z.output<typeof postOrContent>, { signal }: Work) {
  if (id)
    return {
      content: await client.posts.get({ id }, { signal }),
      checked: await client.posts.validate({ id }, { signal }),
    }
  const content = PostContent.parse({
    title: '',
    parts: [{ text: '' }],
    link: null,
    variants: [],
    labels: [],
    ...given,
  })
  return { content, checked: await client.posts.validate(content, { signal }) }
}

const validatePost = tool({
  name: 'validate_post',
  title: 'Check a post',
  description:
    'Every problem of a post for each of its accounts, as a sentence with what to do, before anything is sent. Takes a post’s id, or content that is not kept yet. An account with a problem of severity `error` would refuse it.',
  effect: 'reads',
  calls: ['posts.validate', 'posts.get'],
  input: postOrContent,
  texts: false,
  run: async (client, args, work) => inWords((await read(client, args, work)).checked),
})

const previewPost = tool({
  name: 'preview_post',
  title: 'Preview a post',
  description:
    'What each account would get: its texts and files, how long they are as its platform counts, what kind of post it becomes, what the platform charges for it, and every problem. Nothing is sent.',
  effect: 'reads',
  calls: ['posts.validate', 'posts.get', 'accounts.list', 'assets.get'],
  input: postOrContent,
  texts: true,
  async run(client, args, work) {
    const { content, checked } = await read(client, args, work)
    return previewOf(client, content, checked, work)
  },
})

const previewRequests = tool({
  name: 'preview_requests',
  title: 'Preview the requests',
  description:
    'The very requests that a kept post would become, with secrets left out, up to where a platform’s answer decides what follows. Nothing is sent. For a person who wants to see exactly that; preview_post is shorter.',
  effect: 'reads',
  calls: ['posts.preview'],
  input: inputOf(contract.posts.preview),
  texts: true,
  run: (client, args, { signal }) => client.posts.preview(args, { signal }),
})

const draftPost = tool({
  name: 'draft_post',
  title: 'Draft a post',
  description: `Keeps a new draft; nothing goes out. ${howPostsAreMade} \`when\` only notes a planned time. Answers the post and every problem it has.`,
  effect: 'makes',
  calls: ['posts.create', 'posts.validate'],
  input: inputOf(contract.posts.create).omit({ schedule: true }),
  texts: true,
  async run(client, args, { signal, once }) {
    const post = await client.posts.create(args, once)
    return { post, checks: inWords(await client.posts.validate({ id: post.id }, { signal })) }
  },
})

const updatePost = tool({
  name: 'update_post',
  title: 'Change a post',
  description:
    'Changes what is given and leaves the rest; `parts`, `variants` and `labels` are replaced whole. With the `revision` you read, it refuses where somebody else changed the post meanwhile. A post that is scheduled goes out as changed, and is refused with problems: tell your person first.',
  effect: 'changes',
  idempotent: true,
  calls: ['posts.update', 'posts.get', 'posts.validate'],
  input: inputOf(contract.posts.update),
  texts: true,
  async run(client, args, work) {
    await checkChange(client, args, work)
    const post = await client.posts.update(args, { signal: work.signal })
    return { post, checks: inWords(await client.posts.validate({ id: post.id }, { signal: work.signal })) }
  },
})

const deletePost = tool({
  name: 'delete_post',
  title: 'Delete a post',
  description:
    'Puts a post into the bin and cancels what has not gone out. What is published stays at the platforms. A person can bring it back.',
  effect: 'removes',
  idempotent: true,
  calls: ['posts.delete'],
  input: inputOf(contract.posts.delete),
  texts: false,
  run: (client, args, { signal }) => client.posts.delete(args, { signal }),
})

export const postTools = [
  findPosts,
  getPost,
  calendar,
  nextSlot,
  validatePost,
  previewPost,
  previewRequests,
  draftPost,
  updatePost,
  deletePost,
]
