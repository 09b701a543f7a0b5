/** A name for people, in each language of the product. */
import type { Language } from '@longshore/contract';

export type Title = Readonly<Record<Language, string>>;
