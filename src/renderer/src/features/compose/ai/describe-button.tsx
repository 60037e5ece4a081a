import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/index.ts'
import { useDesk, useReady } from './desk.ts'

interface DescribeButtonProps {
  readonly asset: string
  /** Closes where it stands. */
  readonly onClose: () => void
}

/** Takes a picture to the AI desk for its alt text; not there where nothing can read pictures. */
export function DescribeButton({ asset, onClose }: DescribeButtonProps) {
  const { t } = useTranslation('aiDesk')
  const { open } = useDesk()
  if (!useReady()?.vision) return null
  const describe = () => {
    onClose()
    // After the sheet has given the focus back, so that the desk keeps it.
    requestAnimationFrame(() => open('altText', { asset }))
  }
  return <Button onClick={describe}>{t('picture.describe')}</Button>
}
