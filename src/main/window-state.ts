import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { SavedWindow } from './bounds.ts'

/** The window's place of the last run; null at the first, or when the file makes no sense. */
export function readWindowState(file: string): SavedWindow | null {
  try {
    return SavedWindow.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null // not there yet, cut short, or edited: the usual place then
  }
}

export function writeWindowState(file: string, state: SavedWindow): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(state))
  renameSync(`${file}.new`, file)
}
