import { Argument, type Command } from 'commander'
import type { Delivery } from '../../../contract/deliveries.ts'
import { DeliveryId, DeliveryStatus } from '../../../contract/vocabulary.ts'
import type { ProgramClient } from '../../rpc-link.ts'
import { callingIn, examples, idOf, someOf, wholeNumber, type Call } from '../command.ts'
import { allOf, plain } from '../output.ts'
import { paintStatus, settledDelivery, tellDelivery, warnWhereNothingRuns, wentWrong } from '../outcome.ts'
import { whenIn } from '../times.ts'
import { findAccounts, labelOf } from './accounts.ts'

interface ListWords {
  readonly status?: DeliveryStatus[]
  readonly account?: string
  readonly limit: number
}

const answers = { posted: 'posted', 'not-posted': 'not_posted', leave: 'leave' } as const

const deliveryId = idOf(DeliveryId, 'dlv_01M89HKE9T8KKAGH72G0W94MCY')

/** Commands about what goes to one account. */
export function addDeliveryCommands(program: Command): void {
  const deliveries = program
    .command('deliveries')
    .description('posts on their way to each account: list, retry, resolve')
  examples(
    deliveries
      .command('list', { isDefault: true })
      .description('deliveries, latest due first')
      .addOption(someOf('--status <status>', 'only these, e.g. failed,unknown', DeliveryStatus.options))
      .option('--account <name>', 'only of this account')
      .option('--limit <count>', 'how many at most', wholeNumber(1, 10_000), 50)
      .action(({ status, account, limit }: ListWords, command: Command) =>
        callingIn(command, async (client, { show, out }) => {
          const [only] = account === undefined ? [] : await findAccounts(client, [account])
          const found = await allOf(
            (cursor) =>
              client.deliveries.list({
                limit: Math.min(limit, 200),
                ...(status && { status }),
                ...(only && { account: only.id }),
                ...(cursor !== undefined && { cursor }),
              }),
            limit,
          )
          const names = await namesOf(client)
          show(found, () =>
            out.table(
              ['id', 'due', 'status', 'account', 'why'],
              found.map(({ id, dueAt, zone, status: is, accountId, reason }) => [
                id,
                whenIn(dueAt, zone),
                paintStatus(out, is),
                names.get(accountId) ?? accountId,
                plain(reason?.message ?? '', 80),
              ]),
              'There is no delivery.',
            ),
          )
        }),
      ),
    'broadside deliveries --status failed,unknown',
    `broadside deliveries --status failed --json | jq -r '.[].id' | xargs -n1 broadside deliveries retry`,
  )
  examples(
    deliveries
      .command('retry')
      .argument('<id>', 'a delivery', deliveryId)
      .description('try a failed, missed or canceled delivery again, now, and wait for it')
      .option('--wait <seconds>', 'how long to wait at most', wholeNumber(0, 86_400), 120)
      .action((id: Delivery['id'], { wait }: { wait: number }, command: Command) =>
        callingIn(command, async (client, call) =>
          tell(client, call, await settledDelivery(client, await client.deliveries.retry({ id }), wait)),
        ),
      ),
    'broadside deliveries retry dlv_…',
  )
  examples(
    deliveries
      .command('resolve')
      .argument('<id>', 'a delivery that is unknown', deliveryId)
      .addArgument(new Argument('<answer>', 'not-posted sends it again').choices(Object.keys(answers)))
      .description('say whether an unknown delivery is there')
      .option('--url <url>', 'where it is, with posted')
      .action((id: Delivery['id'], answer: keyof typeof answers, { url }: { url?: string }, command: Command) =>
        callingIn(command, async (client, call) =>
          tell(
            client,
            call,
            await client.deliveries.resolve({ id, answer: answers[answer], ...(url !== undefined && { url }) }),
          ),
        ),
      ),
    'broadside deliveries resolve dlv_… posted --url https://example.social/@you/1',
  )
  deliveries
    .command('look')
    .argument('<id>', 'a delivery that is unknown', deliveryId)
    .description('look at the platform whether an unknown delivery is there; sends nothing')
    .action((id: Delivery['id'], _options, command: Command) =>
      callingIn(command, async (client, call) => tell(client, call, await client.deliveries.reconcile({ id }))),
    )
}

async function tell(client: ProgramClient, { show, out, studio }: Call, delivery: Delivery): Promise<void> {
  const names = await namesOf(client)
  show(delivery, () => tellDelivery(out, delivery, names))
  warnWhereNothingRuns(studio, [delivery], out)
  if (wentWrong([delivery])) process.exitCode = 1
}

/** What accounts are called, by id. */
async function namesOf(client: ProgramClient): Promise<Map<string, string>> {
  const accounts = await client.accounts.list({})
  return new Map(accounts.map((account) => [account.id, labelOf(account)]))
}
