package io.clickreel.films;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.embedded.clickhouse.SharedClickHouse;
import io.clickreel.films.file.RefusedFileException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Film files as Parquet, written by ClickHouse with the types that others write. */
@Tag("services")
class ParquetFilmsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String STORED = "k\t7\tA Title\t2006\t90\tPG\t3\tDrama\n";

    private final ReadFilms films = new ReadFilms();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'k' AS film_key, 7::UInt32 AS film_id, 'A Title' AS title, 2006::UInt16 AS release_year, 90::UInt8 AS length, 'PG' AS rating, 3::Int8 AS rental_duration, 'Drama' AS category_name",
                "'k' AS film_key, 7::Int32 AS film_id, 'A Title' AS title, 2006::Int32 AS release_year, 90::Int64 AS length, 'PG' AS rating, 3::UInt64 AS rental_duration, 'Drama' AS category_name",
                "'k'::Nullable(String) AS film_key, 7::Nullable(Int64) AS film_id, 'A Title'::Nullable(String) AS title, 2006::Nullable(Float64) AS release_year, 90::Nullable(Float32) AS length, 'PG'::Nullable(String) AS rating, 3::Nullable(Int16) AS rental_duration, 'Drama'::Nullable(String) AS category_name",
                "'k' AS film_key, 7::Decimal(9, 0) AS film_id, 'A Title' AS title, 2006::Decimal(18, 2) AS release_year, 90::Decimal(38, 10) AS length, 'PG' AS rating, 3::Decimal(5, 1) AS rental_duration, 'Drama' AS category_name",
                "'Drama' AS CATEGORY, 3 AS Rental_Duration, 'PG'::LowCardinality(String) AS RATING, 90 AS LENGTH, 2006 AS release_year, 'A Title'::FixedString(7) AS FILM_TITLE, '7' AS FILM_ID, 'k' AS film_key, [1, 2] AS actors, map('a', 1) AS more, now() AS last_update, tuple(1, 'x') AS nested"
            })
    void whateverTypesAFilmHasItsValuesAreTheSame(String row) throws Exception {
        assertThat(films.read(parquet("SELECT " + row, ""))).isEqualTo(STORED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4"})
    void howeverItIsPackedAllFilmsAreRead(String compression) throws Exception {
        byte[] file = parquet(
                "SELECT number + 1 AS film_id, concat('Title ', toString(number)) AS title, if(number % 3 = 0, NULL, 2000 +"
                        + " number % 20) AS release_year FROM numbers(5000)",
                "output_format_parquet_compression_method = '" + compression
                        + "', output_format_parquet_row_group_size = 1000");

        String rows = films.read(file);

        assertThat(rows)
                .hasLineCount(5_000)
                .contains("\t4999\tTitle 4998\t0\t0\t")
                .contains("\t5000\tTitle 4999\t2019\t0\t");
    }

    @Test
    void valuesThatAreNoneAreNone() throws Exception {
        assertThat(films.read(parquet(
                        "SELECT 7 AS film_id, 'A' AS title, NULL::Nullable(String) AS rating, nan AS release_year, '' AS"
                                + " category_name, NULL::Nullable(Int32) AS length",
                        "")))
                .isEqualTo("\t7\tA\t0\t0\t\t0\t\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4294968297 AS film_id, 'A' AS title | row 1, column film_id: 4294968297 is above 4294967295",
                "-1 AS film_id, 'A' AS title | row 1, column film_id: -1 is below 1",
                "18446744073709551615 AS film_id, 'A' AS title | column film_id: 18446744073709551615 is above",
                "7.5 AS film_id, 'A' AS title | column film_id: 7.5 is a fraction",
                "NULL::Nullable(Int32) AS film_id, 'A' AS title | column film_id: it is empty",
                "1 AS film_id, 70000 AS release_year, 'A' AS title | column release_year: 70000 is above 65535",
                "1 AS film_id, inf AS release_year, 'A' AS title | 'Infinity' is not a whole number",
                "1 AS film_id, unhex('436166E9') AS title | column title: byte 4 of its value (E9) is not UTF-8",
                "1 AS film_id, 'Be\u0007ll' AS title | has a character that is not allowed",
                "1 AS film_id, '' AS title | column title: it is empty",
                "1 AS film_id, ['A'] AS title | column title holds lists or records",
                "toDate('2006-01-01') AS film_id, 'A' AS title | column film_id is of type INT32 (DATE), which is neither a text nor a number",
                "true AS film_id, 'A' AS title | column film_id is of type BOOLEAN",
                "now64(3) AS film_id, 'A' AS title | which is neither a text nor a number",
                "1 AS id, 'A' AS name | the header lacks film_id and title; it has 'id', 'name'",
                "1 AS film_id, 1 AS Film_ID, 'A' AS title | the header has the column film_id twice"
            })
    void aValueThatBreaksTheContractIsNamedByRowAndColumn(String row, String why) throws IOException {
        byte[] file = parquet("SELECT " + row, "");

        assertThatThrownBy(() -> films.read(file))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining(why);
    }

    @Test
    void theRowIsCountedOverAllGroups() throws IOException {
        byte[] file = parquet(
                "SELECT number + 1 AS film_id, if(number = 2500, '', 'A') AS title FROM numbers(5000)",
                "output_format_parquet_row_group_size = 1000");

        assertThatThrownBy(() -> films.read(file)).hasMessage("row 2501, column title: it is empty");
    }

    @Test
    void aFileInAGzipIsReadToo() throws Exception {
        java.io.ByteArrayOutputStream gzip = new java.io.ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(parquet("SELECT 7 AS film_id, 'A' AS title", ""));
        }

        assertThat(films.read(gzip.toByteArray())).isEqualTo("\t7\tA\t0\t0\t\t0\t\n");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.3, 0.6, 0.9, 0.999})
    void aFileThatIsCutOffIsRefused(double share) throws IOException {
        byte[] file = parquet("SELECT number + 1 AS film_id, toString(number) AS title FROM numbers(5000)", "");
        byte[] cut = Arrays.copyOf(file, (int) (file.length * share));

        assertThatThrownBy(() -> films.read(cut))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageStartingWith("the Parquet file is damaged, or has what this reader does not know: ");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.4, 0.7, 0.95, 0.99})
    void aFileWithOtherBytesInItIsRefusedOrItsFilmsAreWhole(double at) throws Exception {
        byte[] file = parquet("SELECT number + 1 AS film_id, toString(number) AS title FROM numbers(5000)", "");
        Arrays.fill(file, (int) (file.length * at), (int) (file.length * at) + 20, (byte) 0xff);

        try {
            assertThat(films.read(file)).hasLineCount(5_000);
        } catch (RefusedFileException e) {
            assertThat(e).message().isNotBlank();
        }
    }

    @Test
    void moreRowsThanMayBeReadAreRefusedThoughTheFileIsSmall() throws IOException {
        byte[] bomb =
                parquet("SELECT 1 AS film_id, 'The same title in each of the rows' AS title FROM numbers(300000)", "");
        assertThat(bomb.length).isLessThan(1 << 20);

        assertThatThrownBy(() -> films.read(bomb))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("dim-film.max-file-mb=4");
    }

    private static byte[] parquet(String select, String settings) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(SharedClickHouse.uri())
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((SharedClickHouse.user() + ":" + SharedClickHouse.password())
                                                .getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(
                        select + (settings.isEmpty() ? "" : " SETTINGS " + settings) + " FORMAT Parquet"))
                .build();
        try {
            HttpResponse<byte[]> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode())
                    .as(() -> new String(answer.body(), StandardCharsets.UTF_8))
                    .isEqualTo(200);
            return answer.body();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
