import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TextTask } from '../../../../../contract/ai/tasks.ts'
import { describeError } from '../../../lib/errors.ts'
import { CostBefore } from './cost.tsx'
import { SentBefore, usePreview } from './sent.tsx'
import { WaysOut } from './trouble.tsx'

/** Cost and wording of what would be sent, once the person pauses. A web page is only read when they look, or ask. */
export function Before({ task }: { readonly task: TextTask }) {
  const { t } = useTranslation('aiDesk')
  const settled = useSettled(task)
  const readsPage = settled.task === 'post' && 'url' in settled.from
  const preview = usePreview(settled, !readsPage)
  return (
    <>
      <div className="row desk-cost">
        {readsPage ? (
          <span className="soft">{t('cost.afterPage')}</span>
        ) : preview.data ? (
          <CostBefore {...preview.data} />
        ) : (
          preview.isPending && <span className="soft late">{t('cost.reckoning')}</span>
        )}
        <span className="grow" />
        <SentBefore task={task} />
      </div>
      {preview.isError && (
        <div className="row">
          <p className="soft grow">{describeError(preview.error).message}</p>
          <WaysOut error={preview.error} />
        </div>
      )}
      <p className="faint">{t('nothingSent')}</p>
    </>
  )
}

/** The task as it is once nothing was typed for a moment. */
function useSettled(task: TextTask): TextTask {
  const [settled, setSettled] = useState(task)
  const name = JSON.stringify(task)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(task), 400)
    return () => clearTimeout(timer)
    // By what it says, not by which object says it.
    // eslint-disable-next-line react/exhaustive-deps
  }, [name])
  return settled
}
