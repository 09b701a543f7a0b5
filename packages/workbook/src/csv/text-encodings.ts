/**
 * The encodings of text files that a person may choose. Used by the question to the person, and by
 * the contract of the calls.
 */

/**
 * gb18030 holds GBK and GB2312. Labels of the WHATWG Encoding Standard, and `ibm850`, in the order
 * in which a person is asked: what programs save without asking first.
 */
export const TEXT_ENCODINGS = [
  'windows-1252',
  'gb18030',
  'shift_jis',
  'big5',
  'euc-kr',
  'windows-1251',
  'windows-1250',
  'windows-1254',
  'windows-1253',
  'euc-jp',
  'ibm850',
  'macintosh',
  'windows-1257',
  'windows-1255',
  'windows-1256',
  'windows-1258',
  'windows-874',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-7',
  'iso-8859-13',
  'iso-8859-15',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'utf-8',
  'utf-16le',
  'utf-16be',
] as const;
