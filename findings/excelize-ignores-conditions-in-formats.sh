#!/usr/bin/env bash
# excelize 2.11.1 (Go), seen on 2026-11-27.
# A number format may name its own conditions: [=1]"male";[=2]"female". GetRows, the usual way to
# read with excelize, gives the text that is shown, and chooses the section by sign alone, as if no
# condition stood there. The wrong section may be another word, or a minus sign.
# Seen:    2 under [=1]"male";[=2]"female" is read as "male"; 1250 under [<0]-0.00;0.00 as
#          "-1250.00"; 250 under [<1000]0" g";0.0," kg" is right by chance, 2500 is "2500 g".
#          With RawCellValue the numbers come as they are.
# Guessed: a library that formats at all honours conditions, or leaves such a number alone.
# Matters: coded columns shown as words are common in office templates, and the wrong word is a
# valid word: an import or a comparison with excelize as a referee reads females as males without an
# error. Instead: always RawCellValue (then dates are serials), and never use the formatted text as
# data.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
cat > go.mod <<'M'
module finding
go 1.25
M
cat > main.go <<'G'
package main

import (
	"fmt"
	"os"

	"github.com/xuri/excelize/v2"
)

func main() {
	sex, signed, weight := `[=1]"male";[=2]"female"`, `[<0]-0.00;0.00`, `[<1000]0" g";0.0," kg"`
	formats := []string{sex, sex, signed, weight, weight}
	values := []int{1, 2, 1250, 250, 2500}
	f := excelize.NewFile()
	for i, format := range formats {
		cell := fmt.Sprintf("A%d", i+1)
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			panic(err)
		}
		f.SetCellValue("Sheet1", cell, values[i])
		f.SetCellStyle("Sheet1", cell, cell, style)
	}
	if err := f.SaveAs("coded.xlsx"); err != nil {
		panic(err)
	}
	book, err := excelize.OpenFile("coded.xlsx")
	if err != nil {
		panic(err)
	}
	rows, _ := book.GetRows("Sheet1")
	raw, _ := book.GetRows("Sheet1", excelize.Options{RawCellValue: true})
	for i := range rows {
		fmt.Printf("%-26s raw %-5s GetRows %q\n", formats[i], raw[i][0], rows[i][0])
	}
	if rows[1][0] != "male" || rows[2][0] != "-1250.00" || rows[4][0] != "2500 g" {
		fmt.Println("No longer seen: excelize chooses the section by its condition.")
		os.Exit(1)
	}
}
G
go get github.com/xuri/excelize/v2@v2.11.1 2>/dev/null
go mod tidy 2>/dev/null
go run .
