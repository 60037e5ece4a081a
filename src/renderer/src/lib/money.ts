/** An amount in US dollars: with as many digits as it takes to not read as nothing. */
export function usdText(usd: number, locale: string): string {
  const digits = usd === 0 || usd >= 0.1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(usd)))
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  }).format(usd)
}

/** What was typed as an amount, with a point or a comma; null where there is none, NaN where it is no amount. */
export function parseUsd(text: string): number | null {
  const plain = text
    .trim()
    .replace(/^\$|\$$/g, '')
    .trim()
  if (plain === '') return null
  return /^\d+([.,]\d+)?$/.test(plain) ? Number(plain.replace(',', '.')) : NaN
}
