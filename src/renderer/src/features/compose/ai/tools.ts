import {
  Captions,
  Hash,
  ImageUp,
  Layers,
  type LucideIcon,
  MessageSquareQuote,
  PenLine,
  RefreshCw,
  Scissors,
  SpellCheck,
  Split,
  WandSparkles,
} from 'lucide-react'
import type { ContentType, TextLength, TextTask, Tone, WrittenFor } from '../../../../../contract/ai/tasks.ts'
import type { AccountId, AssetId, PostId } from '../../../../../contract/vocabulary.ts'

/** What the desk can do with a text, in the order it is offered; the first three stand over the text. */
export const toolNames = [
  'proofread',
  'concise',
  'adapt',
  'tone',
  'edit',
  'regenerate',
  'write',
  'caption',
  'hashtags',
  'thread',
  'altText',
] as const
export type ToolName = (typeof toolNames)[number]

export const tools = {
  proofread: { icon: SpellCheck, shortcut: 'a p' },
  concise: { icon: Scissors, shortcut: 'a s' },
  adapt: { icon: Layers, shortcut: 'a a' },
  tone: { icon: MessageSquareQuote, shortcut: 'a t' },
  edit: { icon: WandSparkles, shortcut: 'a e' },
  regenerate: { icon: RefreshCw, shortcut: 'a r' },
  write: { icon: PenLine, shortcut: 'a w' },
  caption: { icon: Captions, shortcut: 'a c' },
  hashtags: { icon: Hash, shortcut: 'a h' },
  thread: { icon: Split, shortcut: 'a d' },
  altText: { icon: ImageUp, shortcut: 'a i' },
} satisfies Record<ToolName, { icon: LucideIcon; shortcut: string }>

/** Everything that can be told a tool; kept while one goes from tool to tool. */
export interface Form {
  readonly tone: Tone
  readonly instruction: string
  readonly feedback: string
  /** Whose rules count: an account's id, '' for nobody's, null for whom the tool takes by itself. */
  readonly countedFor: string | null
  /** The longest it may be, where no account says so. */
  readonly max: number | null
  /** Accounts to adapt for; null: every chosen one. */
  readonly accounts: readonly string[] | null
  readonly hashtagCount: number
  /** The picture to describe; null: the first. */
  readonly asset: string | null
  readonly source: 'topic' | 'text' | 'page'
  readonly topic: string
  readonly page: string
  readonly contentType: ContentType | ''
  readonly length: TextLength
  readonly withHashtags: boolean
  readonly captionKind: 'plain' | 'carousel' | 'video'
  readonly about: string
  readonly slides: number
  readonly seconds: number
}

export const emptyForm: Form = {
  tone: 'friendly',
  instruction: '',
  feedback: '',
  countedFor: null,
  max: null,
  accounts: null,
  hashtagCount: 5,
  asset: null,
  source: 'topic',
  topic: '',
  page: '',
  contentType: '',
  length: 'medium',
  withHashtags: false,
  captionKind: 'plain',
  about: '',
  slides: 5,
  seconds: 30,
}

/** What a tool is used on, as it stands in the composer now. */
export interface Subject {
  /** The post's id, once it has one. */
  readonly post: string | null
  /** The text of the part that is written in. */
  readonly text: string
  /** All parts of it as one text. */
  readonly whole: string
  /** The same of the base, whoever's text is in view. */
  readonly base: string
  /** Whose own text it is; null: the base. */
  readonly account: string | null
  /** Pictures and films of the parts, in order. */
  readonly pictures: readonly string[]
  /** The accounts it is for. */
  readonly accounts: readonly string[]
  /** The account that gives this text the least room; null where none counts. */
  readonly tightest: string | null
  /** The one with the least room among those it fits at now. */
  readonly tightestFitting: string | null
}

/** Whose rules a tool keeps to, unless told: to shorten or split, the strictest; else the strictest that are kept already. */
export function countedFor(tool: ToolName, form: Form, subject: Subject): string | null {
  if (form.countedFor !== null) return form.countedFor || null
  return tool === 'concise' || tool === 'thread' ? subject.tightest : subject.tightestFitting
}

/** What is asked when `tool` is used; null while something for it is missing. */
export function taskOf(tool: ToolName, form: Form, subject: Subject): TextTask | null {
  const account = countedFor(tool, form, subject)
  const rules: { for?: WrittenFor } = account === null ? {} : { for: { account: account as AccountId } }
  const { text, whole, base, pictures } = subject
  const has = (...needed: readonly string[]) => needed.every((one) => one.trim() !== '')
  switch (tool) {
    case 'proofread':
      // Places in it are counted in what arrives, which is trimmed.
      return has(text) ? { task: 'proofread', text: text.trim() } : null
    case 'concise':
      if (!has(text) || (account === null && form.max === null)) return null
      return { task: 'concise', text, ...rules, ...(form.max !== null && { max: form.max }) }
    case 'adapt': {
      const accounts = (form.accounts ?? subject.accounts).filter((id) => subject.accounts.includes(id))
      return has(base) && accounts.length > 0 ? { task: 'adapt', text: base, accounts: accounts as AccountId[] } : null
    }
    case 'tone':
      return has(text) ? { task: 'tone', text, tone: form.tone, ...rules } : null
    case 'edit':
      return has(text, form.instruction) ? { task: 'edit', text, instruction: form.instruction, ...rules } : null
    case 'regenerate':
      if (subject.post === null || !has(whole, form.feedback)) return null
      return {
        ...{ task: 'regenerate', post: subject.post as PostId, feedback: form.feedback },
        ...(subject.account !== null && { account: subject.account as AccountId }),
      }
    case 'write':
      return writeTask(form, subject, rules)
    case 'caption':
      return captionTask(form, subject, rules)
    case 'hashtags':
      return has(text) ? { task: 'hashtags', text, count: form.hashtagCount, ...rules } : null
    case 'thread':
      return has(text) ? { task: 'thread', text, maxParts: 25, ...rules } : null
    case 'altText': {
      const asset = form.asset !== null && pictures.includes(form.asset) ? form.asset : pictures[0]
      return asset === undefined ? null : { task: 'altText', asset: asset as AssetId, max: 1_000 }
    }
  }
}

function writeTask(form: Form, { text }: Subject, rules: { for?: WrittenFor }): TextTask | null {
  const { source, topic, page, contentType, length, withHashtags } = form
  const from = { topic: { topic }, text: { text }, page: { url: page } }[source]
  if (Object.values(from).every((words) => words.trim() === '')) return null
  if (source === 'page' && !/^https?:\/\/\S+$/.test(page)) return null
  return { task: 'post', from, length, hashtags: withHashtags, ...rules, ...(contentType !== '' && { contentType }) }
}

function captionTask(form: Form, { text, pictures }: Subject, rules: { for?: WrittenFor }): TextTask | null {
  const { captionKind, length, slides, seconds } = form
  const about = form.about.trim() || text.trim()
  if (captionKind === 'plain') {
    if (about === '' && pictures.length === 0) return null
    const assets = pictures.slice(0, 4) as AssetId[]
    return { task: 'caption', assets, length, ...rules, ...(about !== '' && { about: about.slice(0, 2_000) }) }
  }
  if (about === '') return null
  return captionKind === 'carousel'
    ? { task: 'carousel', about, slides, length, ...rules }
    : { task: 'videoCaption', about, durationSeconds: seconds, length, ...rules }
}
