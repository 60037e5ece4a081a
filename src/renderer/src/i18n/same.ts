/** The shape of a namespace in another language: the same keys, other words. */
export type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> }
