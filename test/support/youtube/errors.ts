import { Refusal } from '../sim/refused.ts'

/** An error in the shape of Google's JSON APIs. */
export function googleError(status: number, reason: string, message: string, more: object = {}): Refusal {
  return new Refusal({
    status,
    json: { error: { code: status, message, errors: [{ message, domain: 'youtube', reason }], ...more } },
  })
}

export const videoNotFound = () =>
  googleError(404, 'videoNotFound', 'The video that you are trying to use cannot be found.')
