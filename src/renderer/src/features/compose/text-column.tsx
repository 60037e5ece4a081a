import { type DragEvent, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../contract/assets.ts'
import { accountLabel } from '../../lib/account-label.ts'
import { Button, platformNames, SectionHead } from '../../ui/index.ts'
import { AiTools } from './ai/ai-tools.tsx'
import { useDesk } from './ai/desk.ts'
import { useComposing } from './context.ts'
import { hasOwnText, newPart, partsOf } from './draft.ts'
import { addMedia, addPart } from './edits.ts'
import { focusPart } from './focus.ts'
import { PartEditor } from './part.tsx'
import { Standing } from './standing.tsx'
import { filesOf, useUpload } from './use-upload.ts'

/** The text as a stack of parts: the base, or the own text of the account in view. */
export function TextColumn() {
  const { t } = useTranslation('compose')
  const { draft, session, target, chosen, selected } = useComposing()
  const { partKey: current, setPart: setCurrent } = useDesk()
  const parts = partsOf(draft, target)
  const onBase = chosen.filter((account) => !hasOwnText(draft, account.id)).length
  const append = () => {
    const fresh = newPart()
    session.edit(addPart(target, null, fresh))
    focusPart(fresh.key)
  }
  const added = useCallback(
    (files: readonly Asset[]) => {
      const media = files.map(({ id }) => ({ assetId: id, alt: null }))
      if (current) session.edit(addMedia(target, current, media))
    },
    [session, target, current],
  )
  const upload = useUpload(added)
  // Dropped beside a part, files go to the part that is being written.
  const onDrop = (event: DragEvent) => {
    const files = filesOf(event.dataTransfer)
    if (files.length === 0) return
    event.preventDefault()
    void upload.take(files)
  }
  const onDragOver = (event: DragEvent) => {
    if (event.dataTransfer.types.includes('Files')) event.preventDefault()
  }
  return (
    <section className="col" aria-label={t('text')} onDragOver={onDragOver} onDrop={onDrop}>
      <div className="colhead">
        <SectionHead
          count={
            target && selected
              ? t('ownOf', { platform: platformNames[selected.platform], account: accountLabel(selected) })
              : chosen.length > 0
                ? t('usedBy', { base: onBase, count: chosen.length })
                : undefined
          }
        >
          {target ? t('ownText') : t('text')}
        </SectionHead>
        <span className="grow" />
        <AiTools />
      </div>
      <div className="scroll stack">
        <Standing />
        <ol>
          {parts.map((part, index) => (
            <PartEditor
              key={part.key}
              part={part}
              index={index}
              count={parts.length}
              current={part.key === current}
              onCurrent={setCurrent}
            />
          ))}
          <li className="cp-part last">
            <span className="no faint" aria-hidden>
              {'+'}
            </span>
            <div>
              <Button look="plain" className="soft add-part" shortcut="mod+enter" showKeys onClick={append}>
                {t('addPart')}
              </Button>
            </div>
          </li>
        </ol>
      </div>
    </section>
  )
}
