/**
 * Why a workbook cannot be read, in Chinese: the reader's own sentences are English. Used by
 * workbookFault.ts.
 */
import type { Place, WorkbookError, WorkbookErrorCode } from '@longshore/workbook';

/** With the place, as far as it is known: `单元格内容过大（工作表“S”，第 3 行，AB 列）。` */
export function chineseSentence({ code, place }: Pick<WorkbookError, 'code' | 'place'>): string {
  const where = placeInChinese(place);
  return `${REASONS[code]}${where === '' ? '' : `（${where}）`}。`;
}

const placeInChinese = ({ sheet, row, column }: Place): string =>
  [
    ...(sheet === undefined ? [] : [`工作表“${sheet}”`]),
    ...(row === undefined ? [] : [`第 ${row} 行`]),
    ...(column === undefined ? [] : [`${column} 列`]),
  ].join('，');

const REASONS: Readonly<Record<WorkbookErrorCode, string>> = {
  empty_file: '文件为空',
  not_a_workbook: '文件不是 .xlsx 工作簿，请另存为 .xlsx',
  old_or_encrypted: '文件是旧版 .xls 工作簿或受密码保护，请另存为无密码的 .xlsx',
  password_protected: '该工作簿受密码保护，请在 Excel 中打开并另存为无密码的文件',
  binary_workbook: '该文件是二进制工作簿（.xlsb），请在 Excel 中打开并另存为 .xlsx',
  open_document: '该文件是 OpenDocument 文件（.ods），请打开并另存为 .xlsx',
  other_document: '该文件是其他程序的文档，不是工作簿，请上传 .xlsx 或 .csv',
  web_page: '该文件是以工作簿命名的网页，请在 Excel 中打开并另存为 .xlsx',
  web_archive: '该文件是以工作簿命名的单文件网页（MHT），请在 Excel 中打开并另存为 .xlsx',
  xml_spreadsheet: '该文件是 Excel 2003 的 XML 表格，请在 Excel 中打开并另存为 .xlsx',
  owner_file: '该文件是 Excel 打开工作簿时生成的临时文件（~$…），请选择工作簿本身',
  pdf_file: '该文件是 PDF，请上传生成它的工作簿',
  image_file: '该文件是图片，请上传工作簿本身',
  compressed_file: '该文件是压缩文件，请解压后上传其中的 .xlsx 或 .csv',
  json_document: '该文件是一个 JSON 文档，请改为 JSON Lines：每行一个对象',
  bytes_after_archive:
    '工作簿末尾之后还有多余的字节，文件可能被拼接或损坏，请在 Excel 中打开并重新保存',
  encoding_unclear: '无法确定文件的编码，请指定编码或另存为“CSV UTF-8”',
  old_workbook: '文件是旧版 .xls 工作簿，请在 Excel 中打开并另存为 .xlsx',
  truncated: '文件不完整，请重新上传',
  bad_zip: '文件结构自相矛盾，请重新保存工作簿',
  unsupported_zip: '文件使用了工作簿不用的加密或压缩方式，请重新保存工作簿',
  nested_archive: '压缩包内还有压缩包，请将其中的文件直接放入',
  unsafe_name: '压缩包内含有不安全的文件名',
  too_many_entries: '工作簿的组成部分过多',
  overlapping_entries: '压缩包内的文件相互重叠',
  bad_checksum: '文件已损坏（校验和不符），请重新上传',
  too_large: '工作簿某一部分解压后过大',
  suspicious_ratio: '压缩比异常，疑似压缩炸弹',
  missing_part: '工作簿缺少必要的部分，请重新保存',
  bad_xml: '工作簿内容格式有误，请重新保存',
  doctype: '工作簿含有不允许的 DOCTYPE 声明',
  too_deep: '工作簿内容嵌套过深',
  bad_encoding: '文件中有不符合其编码的字节，请重新保存',
  cell_too_large: '单元格或行的内容过大',
  too_many_strings: '工作簿中的文本过多',
  bad_string_index: '单元格引用了不存在的文本，请重新保存工作簿',
  bad_row: '行号无效',
  bad_column: '列超出工作表范围',
  too_many_cells: '单元格过多',
  too_many_columns: '列数过多',
  bad_value: '单元格的值无效',
  bad_options: '读取选项无效',
  bad_quote: '引号有误',
  record_too_large: '某一行过长',
};
