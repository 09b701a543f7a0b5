/** A table whose rows are sheets on a narrow screen, each cell below its heading. */
import { Table, type TableProps } from 'antd';
import type { ColumnType } from 'antd/es/table';
import type { HTMLAttributes } from 'react';

/** A column of `TableProps`, its heading a plain text: narrow screens show it beside each cell. */
export type LabelledColumn<Row> = ColumnType<Row> & { readonly title: string };

interface LabelledTableProps<Row> extends Omit<TableProps<Row>, 'columns'> {
  readonly columns: readonly LabelledColumn<Row>[];
}

export function LabelledTable<Row extends object>({ columns, ...table }: LabelledTableProps<Row>) {
  return (
    <div className="card rows">
      <Table<Row>
        size="middle"
        showSorterTooltip={false}
        {...table}
        columns={columns.map((column) => ({ ...column, onCell: () => labelled(column.title) }))}
      />
    </div>
  );
}

// The type of a cell's attributes leaves out `data-*`.
const labelled = (label: string) => ({ 'data-label': label }) as HTMLAttributes<HTMLElement>;
