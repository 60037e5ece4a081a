import { useTranslation } from 'react-i18next'
import { describeError } from '../../lib/errors.ts'
import { useTimes } from '../../lib/times.ts'
import { Button, CopyButton, Note } from '../../ui/index.ts'
import { useComposing, useSessionState } from './context.ts'

/** Above the text: what keeps it from being saved, and what was said about it in review. */
export function Standing() {
  const { t } = useTranslation('compose')
  const { session, post } = useComposing()
  const save = useSessionState(session, (state) => state.save)
  const times = useTimes()
  if (save.state === 'conflict') {
    return (
      <Note
        tone="warn"
        actions={
          <>
            <Button small look="ink" onClick={() => void session.resolve('mine')}>
              {t('conflict.mine')}
            </Button>
            <Button small onClick={() => void session.resolve('theirs')}>
              {t('conflict.theirs')}
            </Button>
          </>
        }
      >
        <b>{t('conflict.what')}</b> {t('conflict.how', { time: times.time(save.theirs.updatedAt) })}
      </Note>
    )
  }
  if (save.state === 'kept') {
    return (
      <Note
        tone="warn"
        actions={
          <Button small onClick={() => void session.flush()}>
            {t('kept.now')}
          </Button>
        }
      >
        <b>{t('kept.what')}</b> {t('kept.how')}
      </Note>
    )
  }
  if (save.state === 'refused') {
    const { message, details } = describeError(save.error)
    return (
      <Note tone="bad" actions={<CopyButton small text={details} label={t('copyDetails')} />}>
        <b>{t('refused')}</b> {message}
      </Note>
    )
  }
  if (post?.review === 'rejected' && post.reviewNote) {
    return (
      <Note tone="bad">
        <b>{t('sentBack')}</b> {post.reviewNote}
      </Note>
    )
  }
  return null
}
