import type { Account } from '../../../contract/accounts.ts'

/** What an account is called in a list: as the platform writes it; the practice accounts, which have no address, by their names. */
export function accountLabel(account: Pick<Account, 'platform' | 'name' | 'displayHandle'>): string {
  return account.platform === 'practice' ? account.name : account.displayHandle
}
