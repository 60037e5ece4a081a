import { describeCrashes } from './suite.ts'
import { simulated } from './simulated.ts'

/*
 * The same for platforms that are simulated. Two studios share them, so that a kill meets all deliveries of a studio while they run side by side.
 * CRASH_ONLY=x,youtube takes these alone.
 */
const lanes = 2
const only = process.env['CRASH_ONLY']?.split(',')

describeCrashes('simulated platforms', 0.65, async (seed) => {
  const chosen = Object.entries(simulated).filter(([name]) => !only || only.includes(name))
  const peers = await Promise.all(chosen.map(([, start], at) => start(seed + 10 + at)))
  return Array.from({ length: lanes }, (_, lane) => peers.filter((_, at) => at % lanes === lane)).filter(
    ({ length }) => length > 0,
  )
})
