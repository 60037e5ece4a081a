import { startPds } from './pds.ts'

/* A PDS as a process: says where it is in one line of JSON, and stops when its standard input ends, so it never outlives the test. */
const { url, publicUrl, plcUrl, stop } = await startPds()
console.log(JSON.stringify({ url, publicUrl, plcUrl }))
process.stdin.resume().on('end', () => void stop().then(() => process.exit(0)))
