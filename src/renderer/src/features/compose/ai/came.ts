import type { TextEvent } from '../../../../../contract/ai/tasks.ts'

/** What of an answer has come: texts by account (null: the one text), or a count of characters where it is a list. */
export interface Came {
  readonly texts: ReadonlyMap<string | null, string>
  readonly received: number
  /** Why it is asked for anew; null while all goes well. */
  readonly again: Extract<TextEvent, { type: 'restart' }>['why'] | null
  readonly model: string | null
}

export const nothing: Came = { texts: new Map(), received: 0, again: null, model: null }

/** What `event` adds to what came. */
export function withEvent(came: Came, event: TextEvent): Came {
  switch (event.type) {
    case 'started':
      return { ...came, model: event.model }
    case 'delta': {
      const texts = new Map(came.texts).set(event.account, (came.texts.get(event.account) ?? '') + event.text)
      return { ...came, texts }
    }
    case 'restart': {
      const texts = new Map(came.texts)
      texts.delete(event.account)
      return { ...came, texts, received: 0, again: event.why }
    }
    case 'progress':
      return { ...came, received: event.received }
    case 'result':
      return came
  }
}
