module referee

go 1.24

require github.com/xuri/excelize/v2 v2.11.0
