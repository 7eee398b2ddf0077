package io.clickreel.films.file;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The kind of a file by its first bytes, whatever its name. */
enum FileKind {
    GZIP,
    ZSTD,
    PARQUET,
    /** Perhaps CSV. */
    TEXT;

    static final int HEAD_BYTES = 1024;

    /** @param text as Latin-1, in which each byte is a character */
    private record Magic(int at, String text, String kind) {
        static Magic hex(String hex, String kind) {
            return text(new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1), kind);
        }

        static Magic text(String text, String kind) {
            return new Magic(0, text, kind);
        }
    }

    private static final List<Magic> OTHERS = List.of(
            Magic.hex("504b0506", "an empty ZIP archive"),
            Magic.text("%PDF", "a PDF"),
            Magic.text("ORC", "an ORC file"),
            Magic.hex("4f626a01", "an Avro file"),
            Magic.text("PARE", "an encrypted Parquet file"),
            Magic.text("ARROW1", "an Arrow (Feather) file"),
            Magic.text("SEQ\6", "a Hadoop sequence file"),
            Magic.text("SQLite format 3", "an SQLite database"),
            Magic.hex("d0cf11e0a1b11ae1", "an old Office document (XLS)"),
            Magic.text("BZh", "packed with bzip2"),
            Magic.hex("fd377a585a00", "packed with xz"),
            Magic.hex("377abcaf271c", "a 7z archive"),
            Magic.text("Rar!", "a RAR archive"),
            Magic.hex("04224d18", "packed with LZ4"),
            Magic.hex("ff060000734e61507059", "packed with Snappy"),
            Magic.hex("89504e47", "a PNG image"),
            Magic.hex("ffd8ff", "a JPEG image"),
            Magic.text("GIF8", "a GIF image"),
            Magic.hex("7f454c46", "a program"),
            Magic.hex("cafebabe", "a Java class"),
            Magic.text("PGDMP", "a dump of PostgreSQL"),
            Magic.text("{\\rtf", "an RTF document"),
            Magic.text("version https://git-lfs", "a pointer of Git LFS and not the file itself"),
            new Magic(257, "ustar", "a TAR archive"));

    /**
     * Finds the kind.
     *
     * @param head the first {@link #HEAD_BYTES}, or all
     * @throws RefusedFileException if it is something that no film file is
     */
    static FileKind of(byte[] head) throws RefusedFileException {
        String start = new String(head, StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u001f\u008b")) {
            return GZIP;
        }
        if (start.startsWith("(\u00b5/\u00fd")) {
            return ZSTD;
        }
        if (start.startsWith("PAR1")) {
            return PARQUET;
        }
        if (start.startsWith("PK\u0003\u0004")) {
            throw isNot(zip(start));
        }
        for (Magic other : OTHERS) {
            if (start.startsWith(other.text(), other.at())) {
                throw isNot(other.kind());
            }
        }
        // The byte order mark of UTF-8 may come first.
        refuseMarkup(start.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading());
        return TEXT;
    }

    private static String zip(String head) {
        if (head.contains("xl/") || head.contains("[Content_Types].xml")) {
            return "an Excel workbook (XLSX)";
        }
        return head.contains("opendocument") ? "an OpenDocument file" : "a ZIP archive";
    }

    private static void refuseMarkup(String start) throws RefusedFileException {
        String lower = start.toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html") || lower.startsWith("<head")) {
            throw isNot("an HTML page, as a login or an error page is");
        }
        if (lower.startsWith("<?xml") || lower.startsWith("<error>")) {
            String error = lower.contains("<error>") ? ", and says an error" : "";
            throw isNot("an XML document" + error);
        }
        if (start.startsWith("{") || start.startsWith("[{") || start.matches("(?s)\\[\\s*[\\[{].*")) {
            throw isNot("JSON");
        }
    }

    private static RefusedFileException isNot(String kind) {
        return new RefusedFileException(
                "this is " + kind + "; a film file is CSV with a header or Parquet, plain or packed with gzip or zstd");
    }
}
