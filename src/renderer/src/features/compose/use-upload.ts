import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../contract/assets.ts'
import { describeError } from '../../lib/errors.ts'
import { invalidate, queryClient, useStudio, useWorkspace } from '../../lib/studio.ts'
import { uploadFile } from '../../lib/upload.ts'
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
  const workspace = useWorkspace().id
  const [pending, setPending] = useState<readonly Pending[]>([])
  const takeOne = useCallback(
    async (file: File) => {
      const asset = await uploadFile(workspace, file)
      queryClient.setQueryData(studio.assets.get.queryKey({ input: { id: asset.id } }), asset)
      void invalidate(workspace, ['assets'])
      return asset
    },
    [workspace, studio],
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
