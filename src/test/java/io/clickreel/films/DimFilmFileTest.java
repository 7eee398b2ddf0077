package io.clickreel.films;

import static io.clickreel.films.ReadFilms.CONTRACT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.clickreel.films.file.RefusedFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Film files of all kinds, right and wrong. */
class DimFilmFileTest {
    private static final String HEADER = CONTRACT.names().replace(" ", "");
    private static final String ROW = "k,7,A Title,2006,90,PG,3,Drama";
    private static final String STORED = "k\t7\tA Title\t2006\t90\tPG\t3\tDrama\n";
    private static final String BEFORE = HEADER + "\n" + "k,1,One,2000,100,R,5,Music\n".repeat(3);

    private final ReadFilms films = new ReadFilms();

    static List<Arguments> forms() {
        return List.of(
                Arguments.of("as it should be", HEADER + "\n" + ROW + "\n"),
                Arguments.of("without an end of the last line", HEADER + "\n" + ROW),
                Arguments.of("lines of Windows", HEADER + "\r\n" + ROW + "\r\n"),
                Arguments.of("lines of an old Mac", HEADER + "\r" + ROW + "\r"),
                Arguments.of("a byte order mark", "\uFEFF" + HEADER + "\n" + ROW + "\n"),
                Arguments.of("a mark and quotes", "\uFEFF\"film_key\"" + HEADER.substring(8) + "\n" + ROW + "\n"),
                Arguments.of("blank lines at the end", HEADER + "\n" + ROW + "\n\n\n  \n\r\n"),
                Arguments.of("blank lines before and between", "\n\n" + HEADER + "\n\n" + ROW + "\n"),
                Arguments.of("empty rows of a spreadsheet", HEADER + "\n" + ROW + "\n,,,,,,,\n , ,,,,,,\n"),
                Arguments.of("upper case", HEADER.toUpperCase(java.util.Locale.ROOT) + "\n" + ROW + "\n"),
                Arguments.of(
                        "names of people",
                        "Film Key,filmId,Film_Title,Release Year,LENGTH,Rating,rental-duration,Category\n" + ROW),
                Arguments.of("blanks around names and values", (HEADER + "\n" + ROW).replace(",", " ,\t ") + "\n"),
                Arguments.of("all in quotes", quoted(HEADER) + "\n" + quoted(ROW) + "\n"),
                Arguments.of("semicolons", (HEADER + "\n" + ROW + "\n").replace(',', ';')),
                Arguments.of("tabs", (HEADER + "\n" + ROW + "\n").replace(',', '\t')),
                Arguments.of("bars", (HEADER + "\n" + ROW + "\n").replace(',', '|')),
                Arguments.of("a comma at each end", HEADER + ",\n" + ROW + ",\n"),
                Arguments.of("a comma at the ends of rows", HEADER + "\n" + ROW + ",,\n"),
                Arguments.of(
                        "another order",
                        "category_name,rental_duration,rating,length,release_year,title,film_id,film_key\n"
                                + "Drama,3,PG,90,2006,A Title,7,k\n"),
                Arguments.of(
                        "columns that nobody asked for",
                        "description," + HEADER + ",last_update\n\"Long, and \"\"odd\"\"\n\u0007\"," + ROW
                                + ",2006-02-15\n"),
                Arguments.of("numbers of pandas", HEADER + "\nk,7.0,A Title,2006.0,90.00,PG,3.,Drama\n"),
                Arguments.of("numbers with zeros and powers", HEADER + "\nk,007,A Title,2.006e3,+90,PG,3,Drama\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void whatAPersonWouldReadIsRead(String what, String file) throws Exception {
        assertThat(films.read(file)).isEqualTo(STORED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\N", "NULL", "null", "  ", " null ", "\"\"", "\"NULL\""})
    void whatStandsForNoValueIsNoneWhereAFilmMayLackIt(String none) throws Exception {
        String row = String.join(",", none, "7", "A Title", none, none, none, none, none);

        assertThat(films.read(HEADER + "\n" + row + "\n")).isEqualTo("\t7\tA Title\t0\t0\t\t0\t\n");
    }

    @Test
    void aFileOfIdsAndTitlesIsEnough() throws Exception {
        assertThat(films.read("film_id,film_title\n133,Chamber Italian\n384,Grosse Wonderful\n"))
                .isEqualTo("\t133\tChamber Italian\t0\t0\t\t0\t\n\t384\tGrosse Wonderful\t0\t0\t\t0\t\n");
        assertThat(films.notices.message()).isNull();
    }

    @Test
    void columnsThatAreIgnoredAreNamed() throws Exception {
        films.read("film_id,title,description,name,last_update\n1,One,,,\n");

        assertThat(films.notices.message()).endsWith("are ignored: description, last_update, name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"Love, \"\"Actually\"\"\" | Love, \"Actually\"",
                "\"Love, \\\"Actually\\\"\" | Love, \"Actually\"",
                "\"\\\"Quoted\\\"\" | \"Quoted\"",
                "\"C:\\\\films, \\\"1\\\"\" | C:\\\\films, \"1\"",
                "\"Back\\slash, \\\"x\\\"\" | Back\\\\slash, \"x\"",
                "C:\\new | C:\\\\new",
                "\"A, \\\\ B\" | A, \\\\\\\\ B",
                "\"\"\"\" | \"",
                "12\" Vinyl | 12\" Vinyl",
                "Rock \"n\" Roll | Rock \"n\" Roll",
                "\"Amélie – 東京 😀\" | Amélie – 東京 😀",
                "#1 Film | #1 Film",
                "=1+1 | =1+1"
            })
    void quotesAndBackslashesInATitleAreReadAsTheyWereMeant(String written, String stored) throws Exception {
        assertThat(films.read("film_id,title,rating\n1," + written + ",R\n2,Plain,R\n"))
                .isEqualTo("\t1\t" + stored + "\t0\t0\tR\t0\t\n\t2\tPlain\t0\t0\tR\t0\t\n");
    }

    @Test
    void lineBreaksAndTabsInATitleStayInIt() throws Exception {
        assertThat(films.read("film_id,title\r\n1,\"Two\r\nLines\tand a tab\"\r\n2,Next\r\n"))
                .isEqualTo("\t1\tTwo\\r\\nLines\\tand a tab\t0\t0\t\t0\t\n\t2\tNext\t0\t0\t\t0\t\n");
    }

    static List<Arguments> packed() throws IOException {
        byte[] csv = (HEADER + "\n" + ROW + "\n").getBytes(UTF_8);
        byte[] halves = concat(gzip(Arrays.copyOf(csv, 20)), gzip(Arrays.copyOfRange(csv, 20, csv.length)));
        return List.of(
                Arguments.of("gzip", gzip(csv), null),
                Arguments.of("gzip that says so", gzip(csv), "gzip"),
                Arguments.of("gzip in two members", halves, null),
                Arguments.of("gzip of gzip", gzip(gzip(csv)), "gzip"),
                Arguments.of("zstd", Zstd.compress(csv), null),
                Arguments.of(
                        "zstd in two frames",
                        concat(
                                Zstd.compress(Arrays.copyOf(csv, 20)),
                                Zstd.compress(Arrays.copyOfRange(csv, 20, csv.length))),
                        "zstd"),
                Arguments.of("zstd in gzip", gzip(Zstd.compress(csv)), null),
                Arguments.of("plain that says gzip", csv, "gzip"),
                Arguments.of("plain in chunks", csv, "aws-chunked"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packed")
    void packedFilesAreKnownByTheirBytes(String what, byte[] file, String encoding) throws Exception {
        assertThat(films.read(file, encoding)).isEqualTo(STORED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "film_id | 4294968297 | 4294968297 is above 4294967295, the most that is allowed",
                "film_id | 0 | 0 is below 1, the least that is allowed",
                "film_id | -7 | -7 is below 1",
                "film_id | 7.5 | 7.5 is a fraction",
                "film_id | seven | 'seven' is not a whole number",
                "film_id | '' | it is empty",
                "film_id | NULL | NULL stands for no value",
                "film_id | 1e999999999 | '1e999999999' is not a whole number",
                "film_id | 0x10 | '0x10' is not a whole number",
                "film_id | 1 000 | '1 000' is not a whole number",
                "film_id | 18446744073709551617 | 18446744073709551617 is above 4294967295",
                "release_year | 70000 | 70000 is above 65535",
                "release_year | 65536 | 65536 is above 65535",
                "release_year | -1 | -1 is below 0",
                "release_year | 2006.5 | 2006.5 is a fraction",
                "release_year | 2006-02-15 | '2006-02-15' is not a whole number",
                "release_year | nan | 'nan' is not a whole number",
                "length | 65671 | 65671 is above 65535",
                "length | 1h 30 | '1h 30' is not a whole number",
                "rental_duration | 65541 | 65541 is above 65535",
                "rental_duration | true | 'true' is not a whole number",
                "title | '' | it is empty",
                "title | \\N | \\N stands for no value",
                "title | null | null stands for no value",
                "title | Be\u0007ll | 'Be\\u0007ll' has a character that is not allowed",
                "category_name | Dra\u009fma | 'Dra\\u009fma' has a character that is not allowed",
            })
    void aValueThatBreaksTheContractIsNamedByLineAndColumn(String column, String value, String why) {
        int place = List.of(HEADER.split(",")).indexOf(column);
        String[] row = ROW.split(",");
        row[place] = value;

        assertRefused((BEFORE + String.join(",", row) + "\n").getBytes(UTF_8), "line 5, column " + column + ": " + why);
    }

    @Test
    void aTitleOfMoreThanAThousandCharactersIsRefusedAndQuotedInShort() {
        assertRefused(
                (BEFORE + ROW.replace("A Title", "😀".repeat(1001))).getBytes(UTF_8),
                "line 5, column title: '" + "😀".repeat(60) + "...' has 1001 characters, and 1 to 1000 are allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k,7,A Title | line 5 has 3 values, and the header names 8 columns",
                "k,7,A Title,2006,90,PG,3 | line 5 has 7 values",
                "k,7,Love, Actually,2006,90,PG,3,Drama | line 5 has 9 values, and the header names 8 columns; a value with a separator",
                "<html>error</html> | line 5 has 1 values",
                "k;7;A Title;2006;90;PG;3;Drama | line 5 has 1 values"
            })
    void aRowOfAnotherLengthIsNamedByItsLine(String row, String why) {
        assertRefused((BEFORE + row + "\n").getBytes(UTF_8), why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k,7,\"A \"Title\",2006",
                "k,7,\"never closed",
                "\"k\"x,7,A",
                "k,7,\"A\" \"B\",2006",
                "k,7,\"\"\"A"
            })
    void quotesThatFitNoFormAreRefused(String row) {
        assertRefused((BEFORE + row + ",90,PG,3,Drama\n").getBytes(UTF_8), "line 5", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "film_id,name | the header lacks title; it has 'film_id', 'name'",
                "title,rating | the header lacks film_id",
                "133,Chamber Italian | the header lacks film_id and title; it has '133', 'Chamber Italian'",
                "film_id,title,film_id | the header has the column film_id twice",
                "film_id,title,Film Id | twice: as 'film_id' and as 'Film Id'",
                "film_id,TITLE,title | the header has the column title twice"
            })
    void aHeaderThatIsNoneOrAmbiguousIsRefused(String header, String why) {
        assertRefused((header + "\n1,One,2\n").getBytes(UTF_8), why);
    }

    @Test
    void aColumnsOwnNameCountsMoreThanAnother() throws Exception {
        assertThat(films.read("film_id,film_title,title\n1,Other,Own\n")).startsWith("\t1\tOwn\t");
        assertThat(films.notices.message()).contains("film_title");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\uFEFF", "   \n\n", ",,,\n", "\r\n\r\n"})
    void aFileWithoutHeaderIsCalledEmpty(String file) {
        assertRefused(file.getBytes(UTF_8), "the file is empty; its first line has to name its columns, which may be");
    }

    static List<Arguments> encodings() {
        String more = BEFORE + "k,7,Café Noir,2006,90,PG,3,Drama\n";
        int at = more.indexOf('é') + 1;
        return List.of(
                Arguments.of(
                        more,
                        ISO_8859_1,
                        "line 5, byte " + at + " of the file (E9): this is not UTF-8, but probably Latin-1"),
                Arguments.of(more, Charset.forName("windows-1252"), "line 5, byte " + at + " of the file (E9)"),
                Arguments.of(
                        more.replace('é', 'Ž'),
                        Charset.forName("windows-1250"),
                        "line 5, byte " + at + " of the file (8E)"),
                Arguments.of(more.replace("Café", "シネマ"), Charset.forName("Shift_JIS"), "line 5, byte "),
                Arguments.of(more, UTF_16, "line 1, byte 1: the file is UTF-16 (it begins with FE FF)"),
                Arguments.of("\uFEFF" + more, UTF_16LE, "line 1, byte 1: the file is UTF-16 (it begins with FF FE)"),
                Arguments.of(more, UTF_16LE, "line 1, byte 2: the file is UTF-16 or UTF-32"),
                Arguments.of(more, UTF_16BE, "line 1, byte 1: the file is UTF-16 or UTF-32"),
                Arguments.of(more.replace("Café", "Nul\u0000"), UTF_8, "line 5: a NUL byte"),
                Arguments.of("x".repeat(70_000) + "\né", ISO_8859_1, "line 2, byte 70002 of the file (E9)"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("encodings")
    void anotherEncodingIsNamedByLineAndByte(String text, Charset charset, String why) {
        assertRefused(text.getBytes(charset), why);
    }

    @Test
    void aCharacterThatLiesAcrossTwoBuffersIsOne() throws Exception {
        for (int length = 65_530; length < 65_540; length++) {
            String title = "x".repeat(900);
            String filler = "film_id,title,note\n1,One," + "y".repeat(length - 26) + "\n";
            assertThat(films.read(filler + "2,😀" + title + ",\n")).contains("\t2\t😀" + title + "\t");
        }
    }

    static List<Arguments> others() throws IOException {
        return List.of(
                Arguments.of(zip("dim_film.csv"), "a ZIP archive"),
                Arguments.of(zip("xl/workbook.xml"), "an Excel workbook (XLSX)"),
                Arguments.of(zip("[Content_Types].xml"), "an Excel workbook (XLSX)"),
                Arguments.of("%PDF-1.7\n%âãÏÓ".getBytes(ISO_8859_1), "a PDF"),
                Arguments.of("ORC\n\u0001".getBytes(ISO_8859_1), "an ORC file"),
                Arguments.of("Obj\u0001\u0004\u0016avro.schema".getBytes(ISO_8859_1), "an Avro file"),
                Arguments.of("<!DOCTYPE html>\n<html>".getBytes(UTF_8), "an HTML page"),
                Arguments.of("\uFEFF\n  <html lang=en>".getBytes(UTF_8), "an HTML page"),
                Arguments.of(
                        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>".getBytes(UTF_8),
                        "an XML document, and says an error"),
                Arguments.of("<?xml version=\"1.0\"?><films/>".getBytes(UTF_8), "an XML document;"),
                Arguments.of("{\"film_id\": 1}\n".getBytes(UTF_8), "JSON"),
                Arguments.of("[\n  {\"film_id\": 1}]".getBytes(UTF_8), "JSON"),
                Arguments.of("BZh91AY&SY".getBytes(ISO_8859_1), "packed with bzip2"),
                Arguments.of("\u00fd7zXZ\0\0".getBytes(ISO_8859_1), "packed with xz"),
                Arguments.of(
                        "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1".getBytes(ISO_8859_1),
                        "an old Office document (XLS)"),
                Arguments.of("SQLite format 3\0".getBytes(ISO_8859_1), "an SQLite database"),
                Arguments.of("\u0089PNG\r\n".getBytes(ISO_8859_1), "a PNG image"),
                Arguments.of("version https://git-lfs.github.com/spec/v1".getBytes(UTF_8), "a pointer of Git LFS"),
                Arguments.of(gzip(zip("dim_film.csv")), "a ZIP archive"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("others")
    void aFileThatIsSomethingElseIsNamedAsWhatItIs(byte[] file, String kind) {
        assertRefused(file, "this is " + kind, "; a film file is CSV with a header or Parquet");
    }

    static List<Arguments> bombs() throws IOException {
        byte[] zeros = new byte[64 << 20];
        byte[] lines = (HEADER + "\n" + (ROW + "\n").repeat(300_000)).getBytes(UTF_8);
        return List.of(
                Arguments.of("gzip of zeros", gzip(zeros)),
                Arguments.of("zstd of zeros", Zstd.compress(zeros)),
                Arguments.of("gzip of films", gzip(lines)),
                Arguments.of("zstd of films", Zstd.compress(lines)),
                Arguments.of("gzip of gzip", gzip(gzip(zeros))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void whatUnpacksToMoreThanTheLimitIsRefused(String what, byte[] file) {
        assertRefused(file, " kB and unpacks to more than dim-film.max-file-mb=4 allows");
    }

    @Test
    void whatIsLargerThanTheLimitIsRefused() {
        assertRefused(
                (HEADER + "\n" + (ROW + "\n").repeat(200_000)).getBytes(UTF_8),
                "it is larger than dim-film.max-file-mb=4 allows");
    }

    static List<Arguments> damaged() throws IOException {
        byte[] gzip = gzip(BEFORE.getBytes(UTF_8));
        byte[] zstd = Zstd.compress(BEFORE.getBytes(UTF_8));
        byte[] flipped = gzip.clone();
        flipped[gzip.length - 5] ^= 1;
        return List.of(
                Arguments.of(
                        "gzip cut off", Arrays.copyOf(gzip, gzip.length / 2), "what is packed with gzip is damaged"),
                Arguments.of("gzip cut in its head", Arrays.copyOf(gzip, 5), "what is packed with gzip is damaged"),
                Arguments.of("gzip with a wrong sum", flipped, "what is packed with gzip is damaged"),
                Arguments.of(
                        "zstd cut off", Arrays.copyOf(zstd, zstd.length / 2), "what is packed with zstd is damaged"),
                Arguments.of("zstd cut in its head", Arrays.copyOf(zstd, 4), "what is packed with zstd is damaged"),
                Arguments.of("gzip thrice", gzip(gzip(gzip)), "packed more than twice"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damaged")
    void whatIsPackedAndDamagedIsRefused(String what, byte[] file, String why) {
        assertRefused(file, why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "compress", "BR", "x-compress"})
    void anEncodingThatCannotBeReadIsNamed(String encoding) {
        assertThatThrownBy(() -> films.read(new byte[] {1, 2, 3}, encoding))
                .isInstanceOf(RefusedFileException.class)
                .hasMessage("its Content-Encoding is " + encoding + "; gzip and zstd can be read, and plain files");
    }

    @Test
    void aFileIsClosedHoweverItIsRead() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream file = new ByteArrayInputStream("wrong".getBytes(UTF_8)) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        FilmPart part = new FilmPart("k", "", 5, Instant.EPOCH);
        RefreshAttempt attempt = new RefreshAttempt(FileVersion.of("b", part), false);
        DimFilmFile form =
                new DimFilmFile(CONTRACT, films.notices, io.clickreel.testing.Services.folder(), ReadFilms.MOST_BYTES);

        assertThatThrownBy(() -> form.read(attempt, part, ReadFilms.answer(part, file, null)))
                .isInstanceOf(RefusedFileException.class);
        assertThat(closed).isTrue();
    }

    private void assertRefused(byte[] file, String... reasons) {
        assertThatThrownBy(() -> films.read(file))
                .isInstanceOf(RefusedFileException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .contains(reasons)
                        .hasSizeLessThan(700)
                        .matches("(?s)[^\\u0000-\\u0008\\u000b-\\u001f]*"));
    }

    private static String quoted(String row) {
        return '"' + row.replace(",", "\",\"") + '"';
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] zip(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write("film_id,title".getBytes(UTF_8));
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
