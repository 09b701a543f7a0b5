/**
 * Drop-downs of columns (ECMA-376 part 1, 18.3.1.32 dataValidation). A list that is long, or whose
 * values hold a comma, stands in a column of a hidden sheet.
 */
import { columnLetters } from '../column-letters.js';
import { escapeXml } from './escape-xml.js';
import type { SheetColumn } from './sheet-column.js';
import type { SheetNames } from './sheet-names.js';

/**
 * Rows below the header. LibreOffice, when it saves, keeps those down to 1,000 rows below the last
 * row with a value.
 */
const OFFERED_ROWS = 100_000;
/** Most characters of a list inside a formula. */
const MAX_INLINE_LIST = 255;
const NO_INLINE = /[,"\t\r\n]|^\s|\s$/;
const LISTS = 'labels';

/** The lists of all sheets of one workbook. */
export class SheetChoices {
  readonly #names: SheetNames;
  readonly #lists: (readonly string[])[] = [];
  #sheet: string | null = null;

  constructor(names: SheetNames) {
    this.#names = names;
  }

  /** Name of the hidden sheet, and its columns from the left; null when no list needs the sheet. */
  get hidden(): { readonly name: string; readonly lists: readonly (readonly string[])[] } | null {
    return this.#sheet === null ? null : { name: this.#sheet, lists: this.#lists };
  }

  /** The element of a sheet with these columns; empty when none has choices. */
  toXml(columns: readonly SheetColumn[]): string {
    const validations = columns.flatMap(({ choices = [], required = false }, index) =>
      choices.length === 0 ? [] : [this.#validation(index, choices, required)],
    );
    if (validations.length === 0) return '';
    return `<dataValidations count="${validations.length}">${validations.join('')}</dataValidations>`;
  }

  #validation(index: number, choices: readonly string[], required: boolean): string {
    const letters = columnLetters(index);
    return (
      `<dataValidation type="list"${required ? '' : ' allowBlank="1"'} showErrorMessage="1"` +
      ' errorTitle="Not in the list" error="Choose one of the offered values."' +
      ` sqref="${letters}2:${letters}${OFFERED_ROWS + 1}">` +
      `<formula1>${escapeXml(this.#formula(choices))}</formula1></dataValidation>`
    );
  }

  #formula(choices: readonly string[]): string {
    const list = choices.join(',');
    const fits =
      list.length <= MAX_INLINE_LIST && !choices.some((choice) => NO_INLINE.test(choice));
    return fits ? `"${list}"` : this.#range(choices);
  }

  #range(choices: readonly string[]): string {
    this.#sheet ??= this.#names.take(LISTS);
    const known = this.#lists.indexOf(choices);
    const index = known === -1 ? this.#lists.push(choices) - 1 : known;
    const letters = columnLetters(index);
    return `'${this.#sheet}'!$${letters}$1:$${letters}$${choices.length}`;
  }
}
