/**
 * Hyperlinks of one sheet (ECMA-376 part 1, 18.3.1.47): the cells stream past, the list waits for
 * the sheet's end.
 */
import { escapeXml } from './escape-xml.js';

/** Excel's limits; what is beyond stays plain text. */
const MAX_LINKS = 65_530;
const MAX_ADDRESS_LENGTH = 2_079;
const RELATIONSHIP =
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink';

export class SheetLinks {
  readonly #links: { readonly ref: string; readonly address: string }[] = [];

  add(ref: string, address: string): void {
    if (this.#links.length < MAX_LINKS && address !== '' && address.length <= MAX_ADDRESS_LENGTH)
      this.#links.push({ ref, address });
  }

  get empty(): boolean {
    return this.#links.length === 0;
  }

  /** `#Sheet2!A1` leads into the workbook, anything else out of it. */
  toXml(): string {
    if (this.empty) return '';
    const links = this.#links.map(({ ref, address }, index) => {
      const target = address.startsWith('#')
        ? `location="${escapeXml(address.slice(1))}"`
        : `r:id="rId${index + 1}"`;
      return `<hyperlink ref="${ref}" ${target}/>`;
    });
    return `<hyperlinks>${links.join('')}</hyperlinks>`;
  }

  /** Elements of the list of the sheet's relationships. */
  relationships(): string {
    const entries = this.#links.map(({ address }, index) =>
      address.startsWith('#')
        ? ''
        : `<Relationship Id="rId${index + 1}" Type="${RELATIONSHIP}" Target="${escapeXml(address)}" TargetMode="External"/>`,
    );
    return entries.join('');
  }
}
