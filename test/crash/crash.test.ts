import { startReal } from './real.ts'
import { describeCrashes } from './suite.ts'

/*
 * The studio as a child process is killed right after every commit it makes to its database, and at random moments while its
 * peers break connections before reading, after committing and in the middle of an answer. After restarts: each part of each
 * post stands exactly once on its server, and the studio says so.
 */
describeCrashes('real servers', 0.35, async (seed) => [await startReal(seed)])
