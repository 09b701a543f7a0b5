/** Names of types and columns. */
import type { InLanguages } from '@longshore/contract';

/** A name for people: in a language that it lacks, the English one stands. */
export type Title = InLanguages;

/** As a business gives it: where a language has none, the English name stands. */
export type GivenTitle = { readonly en: string } & Partial<Title>;

/** With the English name in the place of a Chinese one that is missing, and of no other. */
export const titleOf = (given: Given): Title => {
  const { en, zh = en, ...others } = given;
  const named = Object.entries(others).filter(([, name]) => name !== undefined);
  return { en, zh, ...Object.fromEntries(named) };
};

type Given = { readonly en: string } & {
  readonly [language in keyof Title]?: string | undefined;
};
