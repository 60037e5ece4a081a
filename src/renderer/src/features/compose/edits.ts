import type { PartMedia } from '../../../../contract/posts.ts'
import type { z } from 'zod'
import { type Draft, type EditedPart, type EditedVariant, newPart, partsOf, type Target } from './draft.ts'

type Media = z.infer<typeof PartMedia>

/** A change of a draft: pure, so that undo is keeping the one before. */
export type Edit = (draft: Draft) => Draft

function withParts(target: Target, change: (parts: readonly EditedPart[]) => readonly EditedPart[]): Edit {
  return (draft) => {
    const parts = change(partsOf(draft, target))
    if (parts.length === 0) return draft
    if (target === null) return { ...draft, parts }
    return withVariant(target, (variant) => ({ ...variant, parts }))(draft)
  }
}

function withVariant(accountId: string, change: (variant: EditedVariant) => EditedVariant): Edit {
  return (draft) => ({
    ...draft,
    variants: draft.variants.map((variant) => (variant.accountId === accountId ? change(variant) : variant)),
  })
}

function withPart(target: Target, key: string, change: (part: EditedPart) => EditedPart): Edit {
  return withParts(target, (parts) => parts.map((part) => (part.key === key ? change(part) : part)))
}

function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const item = list[from]
  if (item === undefined || to < 0 || to >= list.length || from === to) return list
  const rest = list.toSpliced(from, 1)
  return rest.toSpliced(to, 0, item)
}

export const setTitle =
  (title: string): Edit =>
  (draft) => ({ ...draft, title })
export const setWhen =
  (when: Draft['when']): Edit =>
  (draft) => ({ ...draft, when })
export const setLabels =
  (labels: readonly string[]): Edit =>
  (draft) => ({ ...draft, labels })

export const setText = (target: Target, key: string, text: string): Edit =>
  withPart(target, key, (part) => ({ ...part, text }))

/** A new part after `key`, or at the end; `part` is made by the caller, who wants to know its key. */
export function addPart(target: Target, after: string | null, part: EditedPart): Edit {
  return withParts(target, (parts) => {
    const at = parts.findIndex((one) => one.key === after)
    return at < 0 ? [...parts, part] : parts.toSpliced(at + 1, 0, part)
  })
}

/** Cuts a part in two at `at`; media stays with the first. `second` is the key's owner of what comes after. */
export function splitPart(target: Target, key: string, at: number, secondKey: string): Edit {
  return withParts(target, (parts) =>
    parts.flatMap((part) => {
      if (part.key !== key) return [part]
      return [
        { ...part, text: part.text.slice(0, at).trimEnd() },
        { key: secondKey, text: part.text.slice(at).trimStart(), media: [] },
      ]
    }),
  )
}

/** Puts a part's text and media to the end of the one above it. */
export function mergeWithAbove(target: Target, key: string, between = '\n\n'): Edit {
  return withParts(target, (parts) => {
    const at = parts.findIndex((part) => part.key === key)
    const above = parts[at - 1]
    const part = parts[at]
    if (!above || !part) return parts
    return parts.toSpliced(at - 1, 2, joined(above, part, between))
  })
}

function joined(above: EditedPart, part: EditedPart, between: string): EditedPart {
  const text = above.text && part.text ? above.text.trimEnd() + between + part.text : above.text + part.text
  return { ...above, text, media: [...above.media, ...part.media] }
}

export const removePart = (target: Target, key: string): Edit =>
  withParts(target, (parts) => parts.filter((part) => part.key !== key))

export function movePart(target: Target, key: string, to: number): Edit {
  return withParts(target, (parts) =>
    moved(
      parts,
      parts.findIndex((part) => part.key === key),
      to,
    ),
  )
}

export const addMedia = (target: Target, key: string, media: readonly Media[]): Edit =>
  withPart(target, key, (part) => {
    const fresh = media.filter((one) => !part.media.some((there) => there.assetId === one.assetId))
    return { ...part, media: [...part.media, ...fresh] }
  })

export const removeMedia = (target: Target, key: string, index: number): Edit =>
  withPart(target, key, (part) => ({ ...part, media: part.media.toSpliced(index, 1) }))

export const moveMedia = (target: Target, key: string, from: number, to: number): Edit =>
  withPart(target, key, (part) => ({ ...part, media: [...moved(part.media, from, to)] }))

/** Another file in the place of one, wherever it stands; what was written for it stays. */
export function exchangeMedia(target: Target, from: string, to: Media['assetId']): Edit {
  return withParts(target, (parts) =>
    parts.map((part) => ({
      ...part,
      media: part.media.map((one) => (one.assetId === from ? { ...one, assetId: to } : one)),
    })),
  )
}

export function setAlt(target: Target, key: string, index: number, alt: string | null): Edit {
  return withPart(target, key, (part) => ({
    ...part,
    media: part.media.map((one, at) => (at === index ? { ...one, alt } : one)),
  }))
}

/** Takes an account in, with the settings its posts start with. */
export function chooseAccount(accountId: string, settings: Readonly<Record<string, unknown>>): Edit {
  return (draft) =>
    draft.variants.some((variant) => variant.accountId === accountId)
      ? draft
      : {
          ...draft,
          variants: [
            ...draft.variants,
            { accountId: accountId as EditedVariant['accountId'], parts: null, settings: { ...settings } },
          ],
        }
}

export const leaveOutAccount =
  (accountId: string): Edit =>
  (draft) => ({ ...draft, variants: draft.variants.filter((variant) => variant.accountId !== accountId) })

/** Gives an account its own text, starting as the base stands now. */
export function makeOwnText(accountId: string, parts?: readonly EditedPart[]): Edit {
  return (draft) => {
    const own = (parts ?? draft.parts).map((part) => newPart(part.text, part.media))
    return withVariant(accountId, (variant) => ({ ...variant, parts: own }))(draft)
  }
}

/** Forgets what an account had of its own: text, and settings back to what its posts start with. */
export const resetToBase = (accountId: string, settings: Readonly<Record<string, unknown>>): Edit =>
  withVariant(accountId, (variant) => ({ ...variant, parts: null, settings: { ...settings } }))

export const setSetting = (accountId: string, key: string, value: unknown): Edit =>
  withVariant(accountId, (variant) => ({ ...variant, settings: { ...variant.settings, [key]: value } }))

/** Puts several parts where one was; media stays with the first. */
export function replacePart(target: Target, key: string, texts: readonly string[]): Edit {
  return withParts(target, (parts) =>
    parts.flatMap((part) => {
      if (part.key !== key) return [part]
      return texts.map((text, index) => (index === 0 ? { ...part, text } : newPart(text)))
    }),
  )
}

/** All parts of a thread as one. */
export const mergeAll = (target: Target): Edit =>
  withParts(target, (parts) => {
    const [first, ...rest] = parts
    return first ? [rest.reduce((all, part) => joined(all, part, '\n\n'), first)] : parts
  })

/** Several edits as one step of undo. */
export const all =
  (...edits: readonly Edit[]): Edit =>
  (draft) =>
    edits.reduce((one, edit) => edit(one), draft)
