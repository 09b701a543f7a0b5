/** The door for servers and workers: the words, the zod schemas they are derived from, and the environment. */
export * from './environment.js';
export * from './schemas.js';
export * from './words.js';
