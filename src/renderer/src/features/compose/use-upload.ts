import { useMutation } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../contract/assets.ts'
import { desktop } from '../../lib/bridge.ts'
import { describeError } from '../../lib/errors.ts'
import { queryClient, useStudio } from '../../lib/studio.ts'
import { toast } from '../../ui/index.ts'

export interface Pending {
  readonly id: number
  readonly name: string
  readonly preview: string | null
}

let lastId = 0

/** Takes files into the library, by path where they have one, and hands over each as it arrives. */
export function useUpload(onAdded: (assets: readonly Asset[]) => void) {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const [pending, setPending] = useState<readonly Pending[]>([])
  const { mutateAsync: add } = useMutation(studio.assets.add.mutationOptions({ meta: { quiet: true } }))
  const { mutateAsync: upload } = useMutation(studio.assets.upload.mutationOptions({ meta: { quiet: true } }))

  const takeOne = useCallback(
    async (file: File) => {
      const path = await desktop?.pathOf(file)
      const asset = path ? await add({ path, name: file.name }) : await upload({ file, name: file.name })
      queryClient.setQueryData(studio.assets.get.queryKey({ input: { id: asset.id } }), asset)
      return asset
    },
    [add, upload, studio],
  )

  const take = useCallback(
    async (files: readonly File[]) => {
      for (const file of files) {
        const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null
        const one: Pending = { id: ++lastId, name: file.name, preview }
        setPending((all) => [...all, one])
        try {
          onAdded([await takeOne(file)])
        } catch (error) {
          toast(t('fileRefused', { name: file.name, why: describeError(error).message }), { stays: true })
        } finally {
          setPending((all) => all.filter((other) => other.id !== one.id))
          if (preview) URL.revokeObjectURL(preview)
        }
      }
    },
    [onAdded, takeOne, t],
  )
  return { pending, take }
}

/** Files of a paste or drop; empty where it holds text alone. */
export function filesOf(data: DataTransfer | null): File[] {
  return data ? Array.from(data.files) : []
}
