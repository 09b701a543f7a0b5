/**
 * How the columns of an upload write their numbers and dates: what the sender said, else what the
 * texts of the first pass prove. Used by measure.ts.
 */
import type { UploadOptions } from '@longshore/contract';
import {
  createDateEvidence,
  createEvidence,
  type NumberForms,
  type TextForms,
} from '@longshore/executors';
import { zoneInstant } from '@longshore/workbook/dates';
import type { Table, TablePart, TableRow } from './import-table.js';

export interface FileForms {
  /** Of the whole file. */
  readonly numbers: NumberForms;
  /** By the key of a column. */
  readonly byColumn: ReadonlyMap<string, TextForms>;
}

/** Collects what the texts of one file prove: numbers by file, dates by column. */
export interface FileEvidence {
  observe(row: TableRow): void;
  decide(said: Pick<UploadOptions, 'decimal' | 'dateOrder'>, timeZone: string): FileForms;
}

export function createFileEvidence({ parts }: Table): FileEvidence {
  const keys = new Set(parts.flatMap(({ places }) => places.map(({ column }) => column.key)));
  const numbers = createEvidence();
  const dates = new Map([...keys].map((key) => [key, createDateEvidence()]));
  const datesOf = parts.map((part) =>
    datePlaces(part).map(({ column, index }) => ({ index, evidence: dates.get(column.key) })),
  );
  return {
    observe: ({ cells, part }) => {
      for (const index of part.numberColumns) {
        const cell = cells[index];
        if (typeof cell === 'string') numbers.observe(cell);
      }
      for (const { index, evidence } of datesOf[part.number - 1] ?? []) {
        const cell = cells[index];
        if (typeof cell === 'string') evidence?.observe(cell);
      }
    },
    decide: ({ decimal, dateOrder }, timeZone) => {
      const written = decimal === undefined ? numbers.decide() : { decimal, isAmbiguous: false };
      const orders = [...dates].map(
        ([key, evidence]) => [key, dateOrder ?? evidence.decide() ?? null] as const,
      );
      return decidedForms(written, orders, timeZone);
    },
  };
}

/** By the key of a column, in which order its dates are written; null: not known. */
export type DateOrders = readonly (readonly [key: string, order: TextForms['dateOrder']])[];

/** `timeZone`: of the task. */
export function decidedForms(
  numbers: NumberForms,
  dateOrders: DateOrders,
  timeZone: string,
): FileForms {
  const instantOf = zoneInstant(timeZone);
  const byColumn = dateOrders.map(
    ([key, dateOrder]) => [key, { ...numbers, dateOrder, instantOf }] as const,
  );
  return { numbers, byColumn: new Map(byColumn) };
}

const datePlaces = ({ places }: TablePart): TablePart['places'] =>
  places.filter(({ column }) => column.kind === 'date');
