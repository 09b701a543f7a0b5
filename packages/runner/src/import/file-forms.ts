/**
 * How the columns of an upload write their numbers and dates: what the sender said, else what the
 * texts of the first pass prove. Used by run-import.ts.
 */
import type { UploadOptions } from '@longshore/contract';
import {
  createDateEvidence,
  createEvidence,
  type NumberForms,
  type TextForms,
} from '@longshore/executors';
import { zoneInstant } from '@longshore/workbook/dates';
import type { Table, TableRow } from './import-table.js';

/** The forms of a column, by its index. */
export type FileForms = ReadonlyMap<number, TextForms>;

/** Collects what the texts of one file prove: numbers by file, dates by column. */
export interface FileEvidence {
  observe(cells: TableRow['cells']): void;
  decide(said: Pick<UploadOptions, 'decimal' | 'dateOrder'>, timeZone: string): FileForms;
}

export function createFileEvidence({ places, numberColumns }: Table): FileEvidence {
  const numbers = createEvidence();
  const dates = new Map(
    places.flatMap(({ column, index }) =>
      column.kind === 'date' ? [[index, createDateEvidence()] as const] : [],
    ),
  );
  return {
    observe: (cells) => {
      for (const index of numberColumns) {
        const cell = cells[index];
        if (typeof cell === 'string') numbers.observe(cell);
      }
      for (const [index, evidence] of dates) {
        const cell = cells[index];
        if (typeof cell === 'string') evidence.observe(cell);
      }
    },
    decide: ({ decimal, dateOrder }, timeZone) => {
      const written: NumberForms =
        decimal === undefined ? numbers.decide() : { decimal, isAmbiguous: false };
      const instantOf = zoneInstant(timeZone);
      return new Map(
        places.map(({ index }) => {
          const proven = dates.get(index)?.decide() ?? null;
          return [index, { ...written, dateOrder: dateOrder ?? proven, instantOf }] as const;
        }),
      );
    },
  };
}
