/** Names of types and columns. */
import type { Language } from '@longshore/contract';

/** A name for people, in each language of the product. */
export type Title = Readonly<Record<Language, string>>;

/** As a business gives it: where a language has none, the English name stands. */
export type GivenTitle = { readonly en: string } & Partial<Title>;
