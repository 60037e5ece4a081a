import * as z from 'zod'
import { contract } from '../../../contract/index.ts'
import { accountFacts } from '../platform-facts.ts'
import { flattened, inputOf } from '../schema.ts'
import { tool } from '../tool.ts'
import { jobAt, jobEnd, waitSeconds } from '../waiting.ts'

const listAccounts = tool({
  name: 'list_accounts',
  title: 'List accounts',
  description:
    'Connected accounts, each with what it takes (text length and unit, files, threads, title, its own settings), what its platform ignores, what it charges, and whether its sign-in still works. Read this before you write for an account. Connecting one needs a person in the window.',
  effect: 'reads',
  calls: ['accounts.list'],
  input: inputOf(contract.accounts.list),
  texts: true,
  run: async (client, args, { signal }) => (await client.accounts.list(args, { signal })).map(accountFacts),
})

const settingOptions = tool({
  name: 'setting_options',
  title: 'Options of a setting',
  description:
    'Asks the platform for the options of a setting that has `optionsFrom` in list_accounts, e.g. boards, categories or flairs. `action` is that name; `on` is the value of the setting it `dependsOn`.',
  effect: 'reads',
  calls: ['accounts.runAction'],
  input: inputOf(contract.accounts.runAction),
  texts: true,
  run: (client, args, { signal }) => client.accounts.runAction(args, { signal }),
})

const getBrand = tool({
  name: 'get_brand',
  title: 'Read the brand',
  description:
    'Who speaks, to whom and how: audience, tone, pillars, words to use and to avoid, language, samples of its voice. Read it before you write.',
  effect: 'reads',
  calls: ['brand.get'],
  input: z.object({}),
  texts: true,
  run: (client, _, { signal }) => client.brand.get(undefined, { signal }),
})

const listAssets = tool({
  name: 'list_assets',
  title: 'List files',
  description:
    'Pictures, videos and documents of the media library, newest first, in pages. `noAlt` finds those without an alt text.',
  effect: 'reads',
  calls: ['assets.list'],
  input: inputOf(contract.assets.list),
  texts: true,
  run: (client, args, { signal }) => client.assets.list(args, { signal }),
})

const addAsset = tool({
  name: 'add_asset',
  title: 'Add a file',
  description:
    'Takes a file into the media library: one of this machine by its absolute `path` (a key may name paths only in folders a person has allowed), one of the public Internet by its `url`, or a small one as `base64` with a `name`. The same content twice is one file. Give `alt` for pictures: what they show, in words.',
  effect: 'makes',
  idempotent: true,
  calls: ['assets.add'],
  input: flattened(inputOf(contract.assets.add).options),
  texts: true,
  run: (client, args, { once }) => client.assets.add(args as never, once),
})

/** For agents only what an account takes: they seldom know limits of their own. */
const convertInput = inputOf(contract.assets.convert)

const convertAsset = tool({
  name: 'convert_asset',
  title: 'Convert a file',
  description:
    'Makes a copy of a picture or video within what an account takes, where a check offers `convert` as a mend; the original stays. The result is the `assetId` of the copy. Video needs ffmpeg on this machine and may take minutes.',
  effect: 'makes',
  calls: ['assets.convert', 'jobs.get'],
  input: convertInput.extend({ target: convertInput.shape.target.options[0], waitSeconds }),
  texts: false,
  async run(client, { waitSeconds: seconds, ...args }, work) {
    return jobEnd(client, await client.assets.convert(args, work.once), seconds, work)
  },
})

const getJob = tool({
  name: 'get_job',
  title: 'How long work stands',
  description: 'Work that went on after a tool answered: its progress, its result, or why it failed.',
  effect: 'reads',
  calls: ['jobs.get'],
  input: inputOf(contract.jobs.get).omit({ waitMs: true }).extend({ waitSeconds }),
  texts: false,
  run: (client, { id, waitSeconds: seconds }, work) => jobAt(client, id, seconds, work),
})

export const libraryTools = [listAccounts, settingOptions, getBrand, listAssets, addAsset, convertAsset, getJob]
