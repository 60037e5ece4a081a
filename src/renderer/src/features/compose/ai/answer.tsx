import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { TextTask, WrittenText } from '../../../../../contract/ai/tasks.ts'
import { useComposing } from '../context.ts'
import { partsOf } from '../draft.ts'
import { all, setText } from '../edits.ts'
import { Versions } from './adapted.tsx'
import { Alt } from './alt.tsx'
import type { AnswerProps } from './answer-props.ts'
import { Corrections } from './corrections-list.tsx'
import { Parts } from './parts.tsx'
import { take, usePart } from './place.ts'
import { Slides } from './slides.tsx'
import { Tags } from './tags.tsx'
import { type Proposed, Texts } from './texts.tsx'

/** What came of a task, as a proposal to take, in parts or not. */
export function Answer({ asked, ...rest }: AnswerProps) {
  const { answer } = asked
  switch (answer.task) {
    case 'proofread':
      return <Corrections asked={{ ...asked, answer }} {...rest} />
    case 'adapt':
      return <Versions asked={{ ...asked, answer }} {...rest} />
    case 'hashtags':
      return <Tags asked={{ ...asked, answer }} {...rest} />
    case 'altText':
      return <Alt asked={{ ...asked, answer }} {...rest} />
    case 'thread':
      return <Parts asked={{ ...asked, answer }} {...rest} />
    case 'regenerate':
      return <Regenerated asked={{ ...asked, answer }} {...rest} />
    case 'carousel':
      return (
        <OneText asked={{ ...asked, answer }} {...rest}>
          <Slides slides={answer.slides} />
        </OneText>
      )
    case 'post':
    case 'caption':
    case 'videoCaption':
    case 'tone':
    case 'concise':
    case 'edit':
      return <OneText asked={{ ...asked, answer }} {...rest} />
    // Asked for in Ideas, not here.
    case 'ideas':
      return null
  }
}

interface OneTextProps extends AnswerProps<
  'post' | 'caption' | 'videoCaption' | 'carousel' | 'tone' | 'concise' | 'edit'
> {
  readonly children?: ReactNode
}

/** A text for the part it was asked in. */
function OneText({ asked: { task, answer, used }, place, onDone, onAgain, children }: OneTextProps) {
  const { t } = useTranslation('aiDesk')
  const { session } = useComposing()
  const part = usePart(place)
  const { written } = answer
  const proposed: Proposed[] = part ? [{ id: part.key, before: part.text, written }] : []
  const better = (instruction: string): TextTask => ({
    ...{ task: 'edit', text: written.text, instruction },
    ...('for' in task && task.for && { for: task.for }),
  })
  return (
    <Texts
      proposed={proposed}
      used={used}
      onDone={onDone}
      better={{ task: better, onAsk: onAgain }}
      onTake={(taken) => {
        const text = part && taken.get(part.key)
        if (part && text !== undefined) take(session, setText(place.target, part.key, text), t('proposal.taken'))
        onDone()
      }}
    >
      {children}
    </Texts>
  )
}

/** All parts of the post anew, each in its place. */
function Regenerated({ asked: { answer, used }, place, onDone }: AnswerProps<'regenerate'>) {
  const { t } = useTranslation('aiDesk')
  const { session, draft } = useComposing()
  const parts = partsOf(draft, place.target)
  const proposed = parts.flatMap((part, index): Proposed[] => {
    const written: WrittenText | undefined = answer.parts[index]
    return written ? [{ id: part.key, before: part.text, written }] : []
  })
  return (
    <Texts
      proposed={proposed}
      used={used}
      onDone={onDone}
      onTake={(taken) => {
        take(session, all(...[...taken].map(([key, text]) => setText(place.target, key, text))), t('proposal.taken'))
        onDone()
      }}
    />
  )
}
