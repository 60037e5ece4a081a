import type { TextTask } from '../../../contract/ai/tasks.ts'
import { contract } from '../../../contract/index.ts'
import { flattened, inputOf } from '../schema.ts'
import { tool } from '../tool.ts'
import { jobEnd, waitSeconds } from '../waiting.ts'

/** What every description of something that asks an endpoint ends with. */
const spends =
  'The person’s own AI endpoint is asked, which may cost money within the caps they set. You may write texts yourself instead.'

const askAi = tool({
  name: 'ask_ai',
  title: 'Write with the AI desk',
  description: `Asks the studio’s own AI, which knows the brand and counts as each platform counts; nothing is kept or published. \`task\` is one of: post (\`from\` a topic, text, note or url), caption, carousel (\`about\`, \`slides\`), videoCaption (\`about\`, \`durationSeconds\`), tone (\`text\`, \`tone\`), proofread (\`text\`), concise (\`text\`, \`max\`), edit (\`text\`, \`instruction\`), adapt (\`text\`, \`accounts\`), hashtags (\`text\`), altText (\`asset\`), thread (\`text\`), ideas, regenerate (\`post\`, \`feedback\`). \`for\` names the account or platform whose limits hold. ${spends}`,
  effect: 'asks_ai',
  calls: ['ai.stream'],
  input: flattened(inputOf(contract.ai.stream).options),
  texts: true,
  async run(client, args, { signal, progress }) {
    let received = 0
    for await (const event of await client.ai.stream(args as TextTask, { signal })) {
      if (event.type === 'result') return { answer: event.answer, used: event.used }
      if (event.type === 'delta') received += event.text.length
      if (event.type === 'progress') received = Math.max(received, event.received)
      await progress(received, event.type === 'restart' ? 'asked again' : `${received} characters`)
    }
    throw new Error('The AI ended without a result')
  },
})

const draftWithAi = tool({
  name: 'draft_with_ai',
  title: 'Let the AI desk draft a post',
  description: `Writes a draft from a topic, a text, a note or a web page, with a version for each of \`accounts\`, and with a picture where \`picture\` is given. The result is the \`postId\` of a draft; nothing goes out. ${spends}`,
  effect: 'asks_ai',
  calls: ['ai.posts', 'jobs.get'],
  input: inputOf(contract.ai.posts).omit({ waitMs: true }).extend({ waitSeconds }),
  texts: true,
  async run(client, { waitSeconds: seconds, ...args }, work) {
    return jobEnd(client, await client.ai.posts(args, work.once), seconds, work)
  },
})

const makeImages = tool({
  name: 'make_images',
  title: 'Make pictures',
  description: `Makes pictures into the media library. The result is their \`assetIds\`. ${spends}`,
  effect: 'asks_ai',
  calls: ['ai.images', 'jobs.get'],
  input: inputOf(contract.ai.images).omit({ waitMs: true }).extend({ waitSeconds }),
  texts: true,
  async run(client, { waitSeconds: seconds, ...args }, work) {
    return jobEnd(client, await client.ai.images(args, work.once), seconds, work)
  },
})

const makeVideo = tool({
  name: 'make_video',
  title: 'Make a video',
  description: `Makes a video into the media library, which takes minutes. The result is its \`assetId\`. ${spends}`,
  effect: 'asks_ai',
  calls: ['ai.videos', 'jobs.get'],
  input: inputOf(contract.ai.videos).omit({ waitMs: true }).extend({ waitSeconds }),
  texts: true,
  async run(client, { waitSeconds: seconds, ...args }, work) {
    return jobEnd(client, await client.ai.videos(args, work.once), seconds, work)
  },
})

export const aiTools = [askAi, draftWithAi, makeImages, makeVideo]
