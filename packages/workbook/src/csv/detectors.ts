/**
 * What two statistical detectors take bytes for. Used by detectEncoding: neither is believed alone,
 * since their confidences do not separate right from wrong.
 */
import { type StreamDecoder, textDecoder } from './text-decoder.js';

/** Names of the detectors that TextDecoder does not know. */
const LABELS: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  gb18030: 'gb18030',
  cp850: 'ibm850',
  cp858: 'ibm850',
  macroman: 'macintosh',
  cp874: 'windows-874',
  cp1258: 'windows-1258',
};

/**
 * Labels for `textDecoder`, one a detector, jschardet's first; both may be the same, and a name
 * that no decoder has is left out. The detectors are loaded with the first file that needs them:
 * jschardet's tables take 60 MiB.
 */
export async function detectedEncodings(bytes: Uint8Array): Promise<string[]> {
  const [jschardet, chardet] = await Promise.all([import('jschardet'), import('chardet')]);
  const names = [jschardet.detect(bytes).encoding, chardet.detect(bytes)];
  return names.flatMap(labelOf);
}

function labelOf(name: string | null): string[] {
  if (name === null) return [];
  const lower = name.toLowerCase();
  const label = LABELS[lower] ?? lower.replace(/^iso8859/, 'iso-8859');
  return decoderOf(label) === null ? [] : [label];
}

function decoderOf(label: string): StreamDecoder | null {
  try {
    return textDecoder(label, true);
  } catch {
    return null; // a name that only the detectors know
  }
}
