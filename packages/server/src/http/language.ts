/** The languages of a call. */
import type { IncomingMessage } from 'node:http';
import { type Language, languageOf, languageTags } from '@longshore/contract';

/** For sentences. */
export const languageFor = (req: IncomingMessage): Language =>
  languageOf(req.headers['accept-language']);

/** All that the person reads, the best first: they tell how their text files are encoded. */
export const languagesFor = (req: IncomingMessage): string[] =>
  languageTags(req.headers['accept-language']);
