/** Languages of the product's own sentences. */

/** Languages in which every sentence of the product exists. */
export const LANGUAGES = ['en', 'zh'] as const;
/** `en` or `zh`. */
export type Language = (typeof LANGUAGES)[number];
