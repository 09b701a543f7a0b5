/** The door for servers and workers: the words, and the zod schemas they are derived from. */
export * from './schemas.js';
export * from './words.js';
