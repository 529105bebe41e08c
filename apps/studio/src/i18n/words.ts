/** The same words in another language: the same keys, no more and no fewer. */
export type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };
