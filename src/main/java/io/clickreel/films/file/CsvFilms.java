package io.clickreel.films.file;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/** Reads films as CSV, in the forms in which people and programs write it. */
final class CsvFilms {
    private static final int LONGEST_VALUE = 1 << 20;
    private static final int LONGEST_HEADER = 1 << 16;
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

    private final FilmContract contract;

    CsvFilms(FilmContract contract) {
        this.contract = contract;
    }

    /**
     * Reads all films of a file.
     *
     * @param file closed again
     * @param out gets the rows
     * @return what is to be said of the file
     * @throws RefusedFileException if it is no such file, or a value breaks the contract
     */
    FilmFileSummary read(Spool file, OutputStream out) throws IOException, RefusedFileException {
        TextCheck.refuseWideCharacters(file.input().readNBytes(FileKind.HEAD_BYTES));
        char separator = separator(file);
        boolean backslashes = TextCheck.hasBackslashes(file.input(), separator);
        Reader text = new BufferedReader(new InputStreamReader(file.input(), StandardCharsets.UTF_8));
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .fieldSeparator(separator)
                .commentStrategy(CommentStrategy.NONE)
                .detectBomHeader(false)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .trimWhitespacesAroundQuotes(true)
                .maxBufferSize(LONGEST_VALUE)
                .ofCsvRecord(withoutMark(backslashes ? new DoubledQuotes(text) : text))) {
            return read(records.iterator(), out);
        } catch (CsvParseException e) {
            throw new RefusedFileException(sentence(e));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private FilmFileSummary read(Iterator<CsvRecord> records, OutputStream out)
            throws IOException, RefusedFileException {
        List<String> names = records.hasNext() ? records.next().getFields() : List.of();
        if (isBlank(names)) {
            throw new RefusedFileException(
                    "the file is empty; its first line has to name its columns, which may be " + contract.names());
        }
        FilmHeader header = new FilmHeader(contract, names);
        try (FilmSink sink = new FilmSink(contract, header, out)) {
            while (records.hasNext()) {
                CsvRecord row = records.next();
                if (!isBlank(row.getFields())) {
                    String where = "line " + row.getStartingLineNumber();
                    requireWidth(where, row, names.size());
                    sink.take(where, row::getField);
                }
            }
            return new FilmFileSummary(sink.rows(), header.present(), header.ignored());
        }
    }

    /** Refuses a row with too many or too few values: the ones after it would be in the wrong column. */
    private static void requireWidth(String where, CsvRecord row, int columns) throws RefusedFileException {
        List<String> fields = row.getFields();
        if (fields.size() < columns || !isBlank(fields.subList(columns, fields.size()))) {
            throw new RefusedFileException(where + " has " + fields.size() + " values, and the header names " + columns
                    + " columns" + (fields.size() > columns ? "; a value with a separator in it needs quotes" : ""));
        }
    }

    private static boolean isBlank(List<String> fields) {
        return fields.stream().allMatch(String::isBlank);
    }

    /** The separator that makes the most columns of the header. */
    private static char separator(Spool file) throws IOException {
        String head = new String(file.input().readNBytes(LONGEST_HEADER), StandardCharsets.UTF_8);
        String line = head.lines()
                .filter(each -> !each.isBlank())
                .findFirst()
                .orElse("")
                .replaceAll("\"[^\"]*\"", "x");
        char best = ',';
        for (char separator : SEPARATORS) {
            if (count(line, separator) > count(line, best)) {
                best = separator;
            }
        }
        return best;
    }

    private static long count(String line, char c) {
        return line.chars().filter(each -> each == c).count();
    }

    private static Reader withoutMark(Reader text) throws IOException {
        BufferedReader buffered = new BufferedReader(text);
        buffered.mark(1);
        if (buffered.read() != '\uFEFF') {
            buffered.reset();
        }
        return buffered;
    }

    private static String sentence(CsvParseException e) {
        // The outer exception says the line, the inner one why.
        String what = String.valueOf(e.getMessage());
        String why = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
        return "the file is no CSV: " + what + (what.contains(why) ? "" : why);
    }
}
