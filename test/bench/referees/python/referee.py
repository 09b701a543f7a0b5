"""openpyxl reads; openpyxl, XlsxWriter and PyExcelerate write: `read BOOK CELLS`, `write STYLE CELLS BOOK`. The lines: see cell-lines.ts."""
import datetime
import re
import sys

import openpyxl
import pyexcelerate
import xlsxwriter

DATE = 'yyyy-mm-dd hh:mm:ss'
ESCAPES = {'\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r'}


def escaped(text):
    return re.sub(r'[\\\t\n\r]', lambda match: ESCAPES[match[0]], text)


def unescaped(text):
    return re.sub(r'\\(.)', lambda match: {'t': '\t', 'n': '\n', 'r': '\r'}.get(match[1], match[1]), text)


def value_of(cell):
    if isinstance(cell.value, bool):
        return f'b\t{str(cell.value).lower()}'
    if isinstance(cell.value, datetime.datetime):
        return f'd\t{(cell.value + datetime.timedelta(milliseconds=500)).replace(microsecond=0).isoformat()}'
    if isinstance(cell.value, (int, float)):
        return f'n\t{cell.value!r}'
    return f'{"e" if cell.data_type == "e" else "s"}\t{escaped(cell.value)}'


def read(book, lines):
    with open(lines, 'w', encoding='utf-8', newline='\n') as out:
        for row in openpyxl.load_workbook(book).worksheets[0].iter_rows():
            for cell in row:
                if cell.value is not None:
                    out.write(f'{cell.row - 1}\t{cell.column - 1}\t{value_of(cell)}\n')


def parsed(kind, text):
    if kind == 's':
        return unescaped(text)
    if kind == 'n':
        return float(text)
    return text == 'true' if kind == 'b' else datetime.datetime.fromisoformat(text)


def cells_of(lines):
    with open(lines, encoding='utf-8', newline='\n') as source:
        for line in source:
            row, column, kind, text = line.rstrip('\n').split('\t', 3)
            yield int(row), int(column), parsed(kind, text)


def by_openpyxl(cells, book):
    workbook = openpyxl.Workbook()
    for row, column, value in cells:
        cell = workbook.active.cell(row + 1, column + 1, value)
        if isinstance(value, str):
            cell.data_type = 's'
        elif isinstance(value, datetime.datetime):
            cell.number_format = DATE
    workbook.save(book)


def by_xlsxwriter(cells, book, options):
    workbook = xlsxwriter.Workbook(book, {'strings_to_formulas': False, 'strings_to_urls': False, **options})
    sheet = workbook.add_worksheet()
    date = workbook.add_format({'num_format': DATE})
    for row, column, value in cells:
        if isinstance(value, datetime.datetime):
            sheet.write_datetime(row, column, value, date)
        else:
            sheet.write(row, column, value)
    workbook.close()


def by_pyexcelerate(cells, book):
    workbook = pyexcelerate.Workbook()
    sheet = workbook.new_sheet('S')
    for row, column, value in cells:
        sheet.set_cell_value(row + 1, column + 1, value)
    workbook.save(book)


def write(style, lines, book):
    if style == 'openpyxl':
        by_openpyxl(cells_of(lines), book)
    elif style == 'PyExcelerate':
        by_pyexcelerate(cells_of(lines), book)
    else:
        by_xlsxwriter(cells_of(lines), book, {'constant_memory': True} if 'constant memory' in style else {})


read(*sys.argv[2:]) if sys.argv[1] == 'read' else write(*sys.argv[2:])
