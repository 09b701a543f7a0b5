/** The one attribute that texts usually have, with the end of its tag: ` xml:space="preserve">`. */

const SPACE_1: u32 = 0x6c6d7820;
const SPACE_2: u32 = 0x6170733a;
const SPACE_3: u32 = 0x223d6563;
const SPACE_4: u32 = 0x73657270;
const SPACE_5: u32 = 0x65767265;
const SPACE_6: u32 = 0x3e22;
/** Of all of it. */
export const PRESERVE_BYTES: usize = 22;

export function isPreserving(from: usize): bool {
  return (
    load<u32>(from) === SPACE_1 &&
    load<u32>(from, 4) === SPACE_2 &&
    load<u32>(from, 8) === SPACE_3 &&
    load<u32>(from, 12) === SPACE_4 &&
    load<u32>(from, 16) === SPACE_5 &&
    (load<u16>(from, 20) as u32) === SPACE_6
  );
}
