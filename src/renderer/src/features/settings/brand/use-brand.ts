import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Brand, VoiceSample } from '../../../../../contract/ai/brand.ts'
import { fieldErrors } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { brandOf, errorsByField, textOf, type BrandText } from './brand-fields.ts'

type Known = Brand & { readonly updatedAt: string | null }

/** The profile while it is written: saved field by field, and taken over when somebody else changed it and nothing here waits to be saved. */
export function useBrand(known: Known) {
  const studio = useStudio()
  const [text, setText] = useState(() => textOf(known))
  const [samples, setSamples] = useState<readonly VoiceSample[]>(known.samples)
  const put = useMutation(studio.brand.put.mutationOptions({ meta: { quiet: true } }))
  const saved = useRef({ at: known.updatedAt, brand: JSON.stringify(brandOf(text, samples)) })
  const written = JSON.stringify(brandOf(text, samples))

  useEffect(() => {
    const { at, brand } = saved.current
    if (known.updatedAt === null || (at !== null && known.updatedAt <= at) || written !== brand) return
    const next = textOf(known)
    setText(next)
    setSamples(known.samples)
    saved.current = { at: known.updatedAt, brand: JSON.stringify(brandOf(next, known.samples)) }
  }, [known, written])

  /** Saves what is written, or these samples with it; nothing where nothing changed. Resolves when it is saved or refused. */
  async function save(nextSamples: readonly VoiceSample[] = samples): Promise<void> {
    const brand = brandOf(text, nextSamples)
    if (JSON.stringify(brand) === saved.current.brand) return
    const answer = await put.mutateAsync(brand).catch(() => null)
    if (answer) saved.current = { at: answer.updatedAt, brand: JSON.stringify(brand) }
  }

  return {
    text,
    samples,
    set: (change: Partial<BrandText>) => setText((now) => ({ ...now, ...change })),
    setSamples(next: readonly VoiceSample[]) {
      setSamples(next)
      void save(next)
    },
    /** Without saving, while a text is typed. */
    writeSample: (index: number, words: string) =>
      setSamples((now) => now.map((one, at) => (at === index ? { ...one, text: words } : one))),
    save,
    saving: put.isPending,
    error: put.error,
    errors: errorsByField(fieldErrors(put.error)),
  }
}
