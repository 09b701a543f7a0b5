/**
 * What a person's language says about a text file without a mark: its usual encodings, and the
 * letters of its names. Used by detectEncoding.
 */

interface Region {
  readonly languages: string;
  readonly encodings: readonly string[];
  /** Matches text whose letters beyond ASCII one language writes; by language, in any order. */
  readonly alphabets: Readonly<Record<string, RegExp>>;
}

const HAN = '\\p{Script=Han}々〇';
const KANA = '\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc-\\u30fe\\u309d\\u309e';
/** These letters have one byte in the three Latin pages, so they cannot be wrong. */
const SHARED = 'äëéöü';

const only = (letters: string): RegExp => new RegExp(`^[${letters}\\p{ASCII}]*$`, 'u');
/** `small`: the letters in lower case. */
const cased = (small: string): RegExp => only(small + small.replace('ß', '').toUpperCase());
const latin = (small: string): RegExp => cased(small + SHARED);

/**
 * The letters of Icelandic (`ð`, `þ`, `ý`), `ÿ`, and those of windows-1252 below A0 (`š`, `ž`, `œ`)
 * belong to no alphabet of the West: Turkish, Czech, and the encodings of DOS and Mac look like
 * them when they are read as Western text.
 */
const WESTERN = {
  languages: 'en fr de es pt it nl sv da nb nn no fi et is fo ga gd cy eu ca gl lb af id ms sw fil',
  encodings: ['windows-1252'],
  alphabets: {
    fr: latin('àâæçèêîïôùû'),
    de: latin('ß'),
    es: latin('áíóúñç'),
    pt: latin('àáâãçêíóôõúª'),
    it: latin('àèìíîòóùú'),
    'da nb nn no': latin('åæøèê'),
    'sv fi': latin('åèê'),
    nl: latin('áèêïíóú'),
    ca: latin('àçèíïóòúñ'),
    ga: latin('áíóú'),
  },
};
const CENTRAL = {
  languages: 'cs sk pl hu sl hr bs ro sq',
  encodings: ['windows-1250'],
  alphabets: {
    pl: latin('ąćęłńóśźż'),
    cs: latin('áčďěíňóřšťúůýž'),
    sk: latin('áčďíĺľňóôŕšťúýž'),
    hu: latin('áíóőúű'),
    'hr bs sl': latin('ćčđšž'),
    ro: latin('ăâîşţ'),
    sq: latin('ç'),
  },
};
const CYRILLIC = {
  languages: 'ru uk be bg mk sr',
  encodings: ['windows-1251'],
  alphabets: {
    'ru bg': cased('абвгдежзийклмнопрстуфхцчшщъыьэюяё'),
    'uk be': cased("абвгґдеєёжзиіїйклмнопрстуфхцчшщыьэюяў'"),
    'sr mk': cased('абвгдђѓежзѕијклљмнњопрстћќуфхцчџш'),
  },
};
const BALTIC = {
  languages: 'lt lv',
  encodings: ['windows-1257'],
  alphabets: { lt: latin('ąčęėįšųūž'), lv: latin('āčēģīķļņšūž') },
};
const JAPANESE = { ja: only(KANA + HAN) };

const REGIONS: readonly Region[] = [
  WESTERN,
  CENTRAL,
  CYRILLIC,
  BALTIC,
  {
    languages: 'el',
    encodings: ['windows-1253'],
    alphabets: { el: cased('αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ') },
  },
  { languages: 'tr', encodings: ['windows-1254'], alphabets: { tr: latin('çğıİşâîû') } },
  { languages: 'ja', encodings: ['shift_jis', 'euc-jp'], alphabets: JAPANESE },
  { languages: 'ko', encodings: ['euc-kr'], alphabets: { ko: only(`\\uac00-\\ud7a3${HAN}`) } },
  {
    languages: 'zh-hant zh-tw zh-hk zh-mo',
    encodings: ['big5'],
    alphabets: { 'zh-hant zh-tw zh-hk zh-mo': only(HAN) },
  },
  { languages: 'zh', encodings: ['gb18030'], alphabets: { zh: only(HAN) } },
];

/** An encoding that a language suggests, and how its text looks. */
export interface SuggestedEncoding {
  readonly encoding: string;
  /** Null: the language says nothing about letters, as English does. */
  readonly ownAlphabet: RegExp | null;
  readonly otherAlphabets: readonly RegExp[];
}

/**
 * Encodings in the order of the person's languages, each once. `languages`: BCP 47 tags, the best
 * first, as Accept-Language lists them. English comes last, since people everywhere have programs
 * in English, and says nothing beside a language that is not known here.
 */
export function suggestedEncodings(languages: readonly string[]): SuggestedEncoding[] {
  const all = languages.map((tag) => tag.toLowerCase());
  const others = all.filter((tag) => !isEnglish(tag)).map(suggestionsOf);
  const isKnown = others.every((suggestions) => suggestions.length > 0);
  const english = isKnown ? all.filter(isEnglish).map(suggestionsOf) : [];
  const found = [...others, ...english].flat();
  return found.filter(
    ({ encoding }, index) => found.findIndex((other) => other.encoding === encoding) === index,
  );
}

const isEnglish = (tag: string): boolean => /^en\b/.test(tag);

/** By the longest known start of the tag: `zh-hant-hk`, `zh-hant`, `zh`. */
function suggestionsOf(tag: string): SuggestedEncoding[] {
  if (tag.startsWith('sr-latn')) return suggestionsOf('hr');
  const parts = tag.split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const language = parts.slice(0, length).join('-');
    const region = REGIONS.find(({ languages }) => includes(languages, language));
    if (region !== undefined) return suggestions(region, language);
  }
  return [];
}

function suggestions({ encodings, alphabets }: Region, language: string): SuggestedEncoding[] {
  const own = Object.entries(alphabets).find(([languages]) => includes(languages, language))?.[1];
  const otherAlphabets = Object.values(alphabets).filter((alphabet) => alphabet !== own);
  return encodings.map((encoding) => ({ encoding, ownAlphabet: own ?? null, otherAlphabets }));
}

const includes = (languages: string, language: string): boolean =>
  languages.split(' ').includes(language);
