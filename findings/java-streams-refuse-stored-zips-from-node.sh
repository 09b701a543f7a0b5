#!/usr/bin/env bash
# archiver 8.0.0 and yazl 3.3.1 against java.util.zip.ZipInputStream (JDK 17), seen on 2026-11-27.
# Workbooks are compressed already, so a zip of several of them is best stored, not deflated.
# archiver and yazl write a stored stream with its size behind the data. The format allows that,
# Python and unzip read it by the directory at the end, and Java's stream reader refuses it.
# Seen:    archiver stored, yazl stored: "only DEFLATED entries can have EXT descriptor";
#          archiver level 1: read; yazl stored from a buffer (size known before the data): read;
#          Python's zipfile reads all four.
# Guessed: storing is the simpler of the two, so whoever reads a deflated entry reads a stored one.
# Matters: a zip of all files of a task passes each test in Node and Python, and fails in the Java
# service that reads the download as it comes (a ZipFile on disk would do). Instead: deflate at
# level 1, or know size and checksum before the entry starts.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts archiver@8.0.0 yazl@3.3.1

cat > write.mjs <<'JS'
import { ZipArchive } from 'archiver';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
const rows = Buffer.from('sku,qty\nA1,5\n');
const ways = { 'archiver-stored': { store: true }, 'archiver-level-1': { zlib: { level: 1 } } };
for (const [name, options] of Object.entries(ways)) {
  const zip = new ZipArchive(options);
  zip.append(Readable.from([rows]), { name: 'stock.csv' });
  zip.finalize();
  await pipeline(zip, createWriteStream(`${name}.zip`));
}
for (const name of ['yazl-stored', 'yazl-stored-buffer']) {
  const zip = new yazl.ZipFile();
  if (name.endsWith('buffer')) zip.addBuffer(rows, 'stock.csv', { compress: false });
  else zip.addReadStream(Readable.from([rows]), 'stock.csv', { compress: false });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(`${name}.zip`));
}
JS
cat > Read.java <<'J'
import java.io.*;
import java.util.zip.*;
public class Read {
  public static void main(String[] names) throws Exception {
    for (String name : names) {
      String told;
      try (ZipInputStream zip = new ZipInputStream(new FileInputStream(name))) {
        zip.getNextEntry();
        told = "read " + zip.readAllBytes().length + " bytes";
      } catch (ZipException e) { told = e.getMessage(); }
      System.out.println("Java   " + name + ": " + told);
    }
  }
}
J
node write.mjs
python3 -c 'import glob, zipfile
for name in sorted(glob.glob("*.zip")):
    print("Python", name + ": read", len(zipfile.ZipFile(name).read("stock.csv")), "bytes")'
java Read.java *.zip | tee seen
refused=$(grep -c 'only DEFLATED entries can have EXT descriptor' seen || true)
read=$(grep -c 'read 13 bytes' seen || true)
[ "$refused $read" = "2 2" ] || { echo "No longer seen: Java reads the stored entries."; exit 1; }
