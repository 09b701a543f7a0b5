/** Error codes of imports that their policy ended, as of `ERROR_CODES`. */

/** Why an import was ended although its file could be read. */
export const POLICY_ERROR_CODES = {
  nothing_saved: {
    status: 422,
    en: '{failed} {failed|row|rows} cannot be saved, so nothing was saved.',
    zh: '有 {failed} 行无法保存，因此未保存任何数据。',
  },
  too_many_failed: {
    status: 422,
    en: 'More than {maxErrors} {maxErrors|row|rows} could not be saved, so the import ended; the rows after them were not reached.',
    zh: '超过 {maxErrors} 行无法保存，导入已终止；其后的行未处理。',
  },
} as const;
