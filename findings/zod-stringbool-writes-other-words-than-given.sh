#!/usr/bin/env bash
# zod 4.6.7, seen on 2026-11-27.
# z.stringbool({ truthy: ["Yes"], falsy: ["No"] }) is a codec: decode reads the words, encode writes
# the first of them. By default it ignores case, and to do so keeps the words in lower case: what it
# encodes is a word that nobody gave it. With case: "sensitive" it writes the words as given.
# Seen:    encode(true) "yes", encode(false) "no"; with case: "sensitive" "Yes", "No".
#          z.enum(["Yes", "No"]) refuses what it encodes.
# Guessed: ignoring case is for reading; writing gives the words that stand in the schema.
# Matters: one schema is meant to serve import and export. The template's drop-down offers Yes and
# No, the export holds yes and no, and filters, look-ups and comparisons of two exports see new
# words. A round trip through the codec never shows it, since decode takes both. Instead: a codec of
# one's own over z.enum, or case: "sensitive" with a tolerant step before it.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts zod@4.6.7

cat > see.mjs <<'JS'
import { z } from 'zod';
const words = { truthy: ['Yes', 'Y'], falsy: ['No', 'N'] };
const active = z.stringbool(words), strict = z.stringbool({ ...words, case: 'sensitive' });
const both = (codec) => [true, false].map((value) => z.encode(codec, value));
console.log('given:         ', [words.truthy[0], words.falsy[0]]);
console.log('encoded:       ', both(active));
console.log('case sensitive:', both(strict));
console.log('decoded again: ', both(active).map((word) => z.decode(active, word)));
console.log('z.enum takes it:', z.enum(['Yes', 'No']).safeParse(z.encode(active, true)).success);
if (String(both(active)) !== 'yes,no' || String(both(strict)) !== 'Yes,No') {
  console.log('No longer seen: encode writes the words as they were given.');
  process.exit(1);
}
JS
node see.mjs
