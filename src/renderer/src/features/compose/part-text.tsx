import { type ClipboardEvent, type KeyboardEvent, memo, type RefObject, useMemo } from 'react'
import { type Mark, type Piece, piecesOf } from './highlight.ts'

interface PartTextProps {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  /** Where the text passes the limit of the platform in view. */
  readonly overAt: number | null
  /** Stretches that something is said of, and what a caret in the text tells of. */
  readonly marks: readonly Mark[]
  readonly onCaret: (at: number) => void
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
export function PartText({
  label,
  placeholder,
  value,
  overAt,
  marks,
  inputRef,
  onChange,
  onCaret,
  ...rest
}: PartTextProps) {
  return (
    <div className="txt">
      <Ink text={value} overAt={overAt} marks={marks} />
      <textarea
        ref={inputRef}
        aria-label={label}
        placeholder={placeholder}
        value={value}
        spellCheck
        onChange={(event) => onChange(event.target.value)}
        onSelect={(event) => onCaret(event.currentTarget.selectionStart)}
        {...rest}
      />
    </div>
  )
}

const Ink = memo(function Ink({
  text,
  overAt,
  marks,
}: Pick<PartTextProps, 'overAt' | 'marks'> & { readonly text: string }) {
  const pieces = useMemo(() => piecesOf(text, overAt, marks), [text, overAt, marks])
  return (
    <div className="txt-ink" aria-hidden>
      {pieces.map((piece, index) => (
        <span key={index} className={classOf(piece)}>
          {piece.text}
        </span>
      ))}
      {/* A line break at the end takes room only with something after it. */}
      {'\u200b'}
    </div>
  )
})

function classOf({ kind, over, mark }: Piece): string | undefined {
  const classes = [kind && 'en', over && 'over', mark && 'flaw', mark?.current && 'cur']
  return classes.filter(Boolean).join(' ') || undefined
}
