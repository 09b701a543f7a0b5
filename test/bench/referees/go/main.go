// Excelize as a referee: `read BOOK CELLS`, `write STYLE CELLS BOOK`. How cells stand in a file of lines: see cell-lines.ts.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

var escape = strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n", "\r", "\\r")
var unescape = strings.NewReplacer("\\\\", "\\", "\\t", "\t", "\\n", "\n", "\\r", "\r")

func main() {
	var err error
	if os.Args[1] == "read" {
		err = read(os.Args[2], os.Args[3])
	} else {
		err = write(os.Args[2], os.Args[3], os.Args[4])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(book, lines string) error {
	file, err := excelize.OpenFile(book, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	out, err := os.Create(lines)
	if err != nil {
		return err
	}
	defer out.Close()
	writer := bufio.NewWriter(out)
	defer writer.Flush()
	sheet := file.GetSheetName(0)
	rows, err := file.GetRows(sheet)
	if err != nil {
		return err
	}
	for row, cells := range rows {
		for column, text := range cells {
			if text == "" {
				continue
			}
			name, _ := excelize.CoordinatesToCellName(column+1, row+1)
			kind, err := file.GetCellType(sheet, name)
			if err != nil {
				return err
			}
			if date, ok := dateOf(file, sheet, name, text); ok {
				fmt.Fprintf(writer, "%d\t%d\td\t%s\n", row, column, date)
				continue
			}
			fmt.Fprintf(writer, "%d\t%d\t%s\n", row, column, value(kind, text))
		}
	}
	return nil
}

// A number under a format of dates, to the second.
func dateOf(file *excelize.File, sheet, name, text string) (string, bool) {
	index, err := file.GetCellStyle(sheet, name)
	if err != nil {
		return "", false
	}
	style, err := file.GetStyle(index)
	if err != nil || style.CustomNumFmt == nil || !strings.Contains(*style.CustomNumFmt, "yy") {
		return "", false
	}
	serial, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return "", false
	}
	date, err := excelize.ExcelDateToTime(serial, false)
	return date.Round(time.Second).Format("2006-01-02T15:04:05"), err == nil
}

func value(kind excelize.CellType, text string) string {
	switch kind {
	case excelize.CellTypeBool:
		return "b\t" + strconv.FormatBool(text == "1" || text == "TRUE")
	case excelize.CellTypeNumber, excelize.CellTypeUnset:
		return "n\t" + text
	}
	return "s\t" + escape.Replace(text)
}

func write(style, lines, book string) error {
	file := excelize.NewFile()
	format := "yyyy-mm-dd hh:mm:ss"
	date, err := file.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return err
	}
	rows, err := rowsOf(lines)
	if err != nil {
		return err
	}
	if style == "stream" {
		err = stream(file, rows, date)
	} else {
		err = place(file, rows, date)
	}
	if err != nil {
		return err
	}
	return file.SaveAs(book)
}

type cell struct {
	row, column int
	value       any
}

func rowsOf(lines string) ([]cell, error) {
	content, err := os.ReadFile(lines)
	if err != nil {
		return nil, err
	}
	var cells []cell
	for _, line := range strings.Split(strings.TrimSuffix(string(content), "\n"), "\n") {
		parts := strings.SplitN(line, "\t", 4)
		row, _ := strconv.Atoi(parts[0])
		column, _ := strconv.Atoi(parts[1])
		cells = append(cells, cell{row, column, parsed(parts[2], parts[3])})
	}
	return cells, nil
}

func parsed(kind, text string) any {
	switch kind {
	case "s":
		return unescape.Replace(text)
	case "n":
		number, _ := strconv.ParseFloat(text, 64)
		return number
	case "b":
		return text == "true"
	}
	date, _ := time.Parse("2006-01-02T15:04:05", text)
	return date
}

func place(file *excelize.File, cells []cell, date int) error {
	for _, cell := range cells {
		name, _ := excelize.CoordinatesToCellName(cell.column+1, cell.row+1)
		if err := file.SetCellValue("Sheet1", name, cell.value); err != nil {
			return err
		}
		if _, ok := cell.value.(time.Time); ok {
			if err := file.SetCellStyle("Sheet1", name, name, date); err != nil {
				return err
			}
		}
	}
	return nil
}

func stream(file *excelize.File, cells []cell, date int) error {
	writer, err := file.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	var row []any
	for index, cell := range cells {
		for len(row) < cell.column {
			row = append(row, nil)
		}
		if _, ok := cell.value.(time.Time); ok {
			row = append(row, excelize.Cell{StyleID: date, Value: cell.value})
		} else {
			row = append(row, cell.value)
		}
		if index+1 == len(cells) || cells[index+1].row != cell.row {
			name, _ := excelize.CoordinatesToCellName(1, cell.row+1)
			if err := writer.SetRow(name, row); err != nil {
				return err
			}
			row = nil
		}
	}
	return writer.Flush()
}
