import { type ClipboardEvent, type KeyboardEvent, memo, type RefObject, useMemo } from 'react'
import { piecesOf } from './highlight.ts'

interface PartTextProps {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  /** Where the text passes the limit of the platform in view. */
  readonly overAt: number | null
  readonly autoFocus: boolean
  readonly onChange: (text: string) => void
  readonly onFocus: () => void
  readonly onBlur: () => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void
  readonly onPaste: (event: ClipboardEvent<HTMLTextAreaElement>) => void
  readonly inputRef: RefObject<HTMLTextAreaElement | null>
}

/**
 * A text that colours its links as one types. What is seen is drawn behind; what is typed into is a textarea with clear
 * letters on top, of the same measures, so that caret, selection, spelling and screen readers are the browser's own.
 */
export function PartText({ label, placeholder, value, overAt, inputRef, onChange, ...rest }: PartTextProps) {
  return (
    <div className="txt">
      <Ink text={value} overAt={overAt} />
      <textarea
        ref={inputRef}
        aria-label={label}
        placeholder={placeholder}
        value={value}
        spellCheck
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
    </div>
  )
}

const Ink = memo(function Ink({ text, overAt }: { readonly text: string; readonly overAt: number | null }) {
  const pieces = useMemo(() => piecesOf(text, overAt), [text, overAt])
  return (
    <div className="txt-ink" aria-hidden>
      {pieces.map((piece, index) => (
        <span key={index} className={[piece.kind && 'en', piece.over && 'over'].filter(Boolean).join(' ') || undefined}>
          {piece.text}
        </span>
      ))}
      {/* A line break at the end takes room only with something after it. */}
      {'\u200b'}
    </div>
  )
})
