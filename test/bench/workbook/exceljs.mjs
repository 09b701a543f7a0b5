/**
 * The peer, given every chance: no shared strings, and the stream inside it awaited, without which
 * its memory grows.
 */
import exceljs from 'exceljs';
import { batchesOf } from './tables.mjs';

export async function write({ table, rows, sink, styles = false, sharedStrings = false }) {
  const book = new exceljs.stream.xlsx.WorkbookWriter({
    stream: sink,
    useStyles: styles,
    useSharedStrings: sharedStrings,
  });
  const sheet = book.addWorksheet('data');
  sheet.columns = table.headers.map((header, index) => ({
    header,
    ...(styles && table.dates.includes(index) && { style: { numFmt: 'yyyy-mm-dd hh:mm:ss' } }),
  }));
  const written = lastWrite(sheet);
  for await (const batch of batchesOf(table, rows)) {
    for (const row of batch) {
      sheet.addRow(row).commit();
      await written.next();
    }
  }
  sheet.commit();
  await book.commit();
  return rows;
}

/**
 * exceljs ignores the promises of the stream that a sheet writes to; here the newest one is waited
 * for.
 */
function lastWrite(sheet) {
  const original = sheet.stream.write.bind(sheet.stream);
  let last;
  sheet.stream.write = (...args) => {
    last = original(...args);
    return last;
  };
  return {
    next: () => {
      const waiting = last;
      last = undefined;
      return waiting;
    },
  };
}

/** Number of rows below the header. */
export async function read(file) {
  const options = {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  };
  let rows = -1;
  for await (const sheet of new exceljs.stream.xlsx.WorkbookReader(file, options)) {
    for await (const row of sheet) if (row.values !== undefined) rows += 1;
  }
  return rows;
}
