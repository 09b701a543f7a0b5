/** The language of a call, for sentences. */
import type { IncomingMessage } from 'node:http';
import { type Language, languageOf } from '@longshore/contract';

export const languageFor = (req: IncomingMessage): Language =>
  languageOf(req.headers['accept-language']);
