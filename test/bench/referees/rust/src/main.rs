// calamine reads, rust_xlsxwriter writes: `read BOOK CELLS`, `write STYLE CELLS BOOK`. The lines of cells: see cell-lines.ts.
use calamine::{open_workbook_auto, Data, Reader};
use chrono::{Duration, NaiveDateTime, Timelike};
use rust_xlsxwriter::{Format, Workbook};
use std::{env, error::Error, fs, fs::File, io::BufWriter, io::Write};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().collect();
    match args[1].as_str() {
        "read" => read(&args[2], &args[3]),
        _ => write(&args[2], &args[3], &args[4]),
    }
}

fn read(book: &str, lines: &str) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(lines)?);
    let range = open_workbook_auto(book)?.worksheet_range_at(0).ok_or("no sheet")??;
    let (top, left) = range.start().unwrap_or((0, 0));
    for (row, column, cell) in range.used_cells() {
        writeln!(out, "{}\t{}\t{}", row + top as usize, column + left as usize, value_of(cell)?)?;
    }
    Ok(())
}

fn value_of(cell: &Data) -> Result<String, Box<dyn Error>> {
    Ok(match cell {
        Data::String(text) => format!("s\t{}", escaped(text)),
        Data::Float(number) => format!("n\t{number:e}"),
        Data::Int(number) => format!("n\t{number}"),
        Data::Bool(flag) => format!("b\t{flag}"),
        Data::Error(error) => format!("e\t{error}"),
        Data::DateTime(date) => format!("d\t{}", second(date.as_datetime().ok_or("no date")?)),
        other => format!("?\t{other:?}"),
    })
}

fn second(date: NaiveDateTime) -> String {
    let rounded = date + Duration::milliseconds(500);
    rounded.with_nanosecond(0).unwrap_or(rounded).format("%Y-%m-%dT%H:%M:%S").to_string()
}

fn write(style: &str, lines: &str, book: &str) -> Result<(), Box<dyn Error>> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let sheet = if style.contains("constant memory") { workbook.add_worksheet_with_constant_memory()? } else { workbook.add_worksheet() };
    for line in fs::read_to_string(lines)?.lines() {
        let parts: Vec<&str> = line.splitn(4, '\t').collect();
        let (row, column) = (parts[0].parse()?, parts[1].parse()?);
        match parts[2] {
            "s" => sheet.write_string(row, column, unescaped(parts[3]))?,
            "n" => sheet.write_number(row, column, parts[3].parse::<f64>()?)?,
            "b" => sheet.write_boolean(row, column, parts[3] == "true")?,
            _ => sheet.write_datetime_with_format(row, column, NaiveDateTime::parse_from_str(parts[3], "%Y-%m-%dT%H:%M:%S")?, &date)?,
        };
    }
    workbook.save(book)?;
    Ok(())
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(if c != '\\' { c } else { match chars.next() { Some('t') => '\t', Some('n') => '\n', Some('r') => '\r', other => other.unwrap_or('\\') } });
    }
    out
}
