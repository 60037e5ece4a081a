import { openTestWorkspace } from '../../src/core/testing.ts'

/* A workspace that converts a film until it is killed. */
const { folder, film } = JSON.parse(process.argv[2] ?? '{}') as { folder: string; film: string }

const workspace = openTestWorkspace({ folder })
const { id } = await workspace.media.add({ path: film, name: 'film.mp4', alt: '' })
const video = { types: ['video/mp4'], maxBytes: 100_000_000, maxSide: 120 }
const job = workspace.conversions.convert({ id, target: { video }, fit: 'pad', cut: false })
const { state, error } = await workspace.jobs.get(job.id, 60_000)
// Nobody has killed it.
console.error(state, error)
process.exit(1)
