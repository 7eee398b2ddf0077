package io.clickreel.dashboard.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuestionFileTest {
    private static final String GOOD = """
            -- question: What is new?
            -- note: By clicks.
            -- refresh: 5
            -- parameter: minutes=60 [1..100] How far back
            -- parameter: now= The end
            --
            -- limit: a comment, not the head any more
            SELECT {minutes:UInt32}, {now:Nullable(DateTime('UTC'))}
            -- {old:String}
            """;

    @Test
    void aFileIsRead() {
        Question question = QuestionFile.parse("news.sql", GOOD, Map.of());
        assertThat(question.name()).isEqualTo("news");
        assertThat(question.question()).isEqualTo("What is new?");
        assertThat(question.note()).isEqualTo("By clicks.");
        assertThat(question.refreshSeconds()).isEqualTo(5);
        assertThat(question.parameters())
                .containsExactly(
                        new Parameter("minutes", "UInt32", "60", 1L, 100L, "How far back"),
                        new Parameter("now", "Nullable(DateTime('UTC'))", "", null, null, "The end"));
        assertThat(question.sql()).isEqualTo("SELECT {minutes:UInt32}, {now:Nullable(DateTime('UTC'))}");
    }

    @Test
    void aPartStandsForItsSqlAndBringsItsParameters() {
        Map<String, String> parts = Map.of(
                "of_device", """
                -- Why it is so.
                -- parameter: device= Only this device
                ({device:String} = ''
                    OR device = {device:String})
                """, "newest", "-- parameter: minutes=5 Of the part\n{minutes:UInt32} AS minutes\n");
        Question question = QuestionFile.parse("news.sql", """
                -- question: What is new?
                -- parameter: minutes=60 Of the question
                --
                WITH {{newest}}, 1 AS one
                SELECT 1
                FROM clicks
                    WHERE {{of_device}} AND {{of_device}}
                """, parts);
        assertThat(question.sql()).isEqualTo("""
                        WITH {minutes:UInt32} AS minutes, 1 AS one
                        SELECT 1
                        FROM clicks
                            WHERE ({device:String} = ''
                                OR device = {device:String}) AND ({device:String} = ''
                                OR device = {device:String})""");
        assertThat(question.parameters())
                .containsExactly(
                        new Parameter("minutes", "UInt32", "60", null, null, "Of the question"),
                        new Parameter("device", "String", "", null, null, "Only this device"));
    }

    @Test
    void aPartMayHavePartsButNotItself() {
        Map<String, String> parts = Map.of(
                "half", "SELECT 1\nWHERE {{device}}\n",
                "device", "-- parameter: device= Only this device\n{device:String} = ''\n",
                "hen", "SELECT {{egg}}\n",
                "egg", "SELECT\n  {{hen}}\n");
        Question question = QuestionFile.parse("news.sql", """
                -- question: What is new?
                -- parameter: minutes=60 Of the question
                SELECT {minutes:UInt32} FROM (
                  {{half}}
                )
                """, parts);
        assertThat(question.sql()).isEqualTo("""
                        SELECT {minutes:UInt32} FROM (
                          SELECT 1
                          WHERE {device:String} = ''
                        )""");
        assertThat(question.parameters()).extracting(Parameter::name).containsExactly("minutes", "device");
        assertThatThrownBy(() -> QuestionFile.parse("news.sql", "-- question: What?\nSELECT {{hen}}\n", parts))
                .hasMessage("queries/parts/egg.sql, line 2: The part 'hen' is in itself: hen has egg has hen."
                        + " Take it out of one of them.");
    }

    @Test
    void aMistakeWithAPartIsToldWithItsPlace() {
        String question = "-- question: What is new?\n--\nSELECT 1\nWHERE {{of_device}}\n";
        assertThatThrownBy(() -> QuestionFile.parse("news.sql", question, Map.of("of_film", "1")))
                .isInstanceOf(CatalogException.class)
                .hasMessage("queries/news.sql, line 4: There is no part 'of_device'. There are: of_film.");
        assertThatThrownBy(() -> QuestionFile.parse(
                        "news.sql", question, Map.of("of_device", "-- Why.\ndevice = {device:Text}")))
                .isInstanceOf(CatalogException.class)
                .hasMessageStartingWith("queries/parts/of_device.sql, line 2: The parameter device has the type Text");
    }

    @Test
    void aFileNeedNotSayHowOftenItIsAsked() {
        Question question = QuestionFile.parse("news.sql", GOOD.replace("-- refresh: 5\n", ""), Map.of());
        assertThat(question.refreshSeconds()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "-- question: What is new?|-- qestion: What is new?|1|is no line of a head",
                "-- question: What is new?|-- note: Without a question.|2|There is a second note",
                "-- note: By clicks.|-- question: And?|2|There is a second question",
                "refresh: 5|refresh: 0|3|'0' is no time to refresh after. Write whole seconds",
                "refresh: 5|refresh: -1|3|'-1' is no time to refresh after",
                "refresh: 5|refresh: 5s|3|'5s' is no time to refresh after",
                "refresh: 5|refresh: 9999999|3|'9999999' is no time to refresh after",
                "parameter: now= The end|refresh: 6|5|There is a second refresh",
                "minutes=60 [1..100]|minutes=0 [1..100]|4|The default does not fit. The parameter minutes is '0', but",
                "minutes=60 [1..100]|minutes=abc|4|has to be a whole number",
                "minutes=60 [1..100]|hours=60|4|The parameter hours is never used",
                "now= The end|now=|5|is no parameter",
                "now= The end|now= [1..2] The end|5|which has no range",
                "now= The end|minutes=2 Again|5|The parameter minutes is described twice",
                "SELECT {minutes:UInt32}|SELECT {minutes:Array(String)}|8|has the type Array(String), which is none of",
                "SELECT {minutes:UInt32}|SELECT {limit:UInt8}, {minutes:UInt32}|8|The parameter limit is used but not",
                "SELECT {minutes:UInt32}|SELECT {minutes:UInt8}, {minutes:UInt32}|8|is UInt32 here but UInt8 above",
                "SELECT {minutes:UInt32}|DROP {minutes:UInt32}|6|There is no SELECT",
                "SELECT {minutes:UInt32}|SELECT 1; SELECT {minutes:UInt32}|8|There is a semicolon",
            })
    void aMistakeIsToldWithFileAndLine(String good, String bad, int line, String message) {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> QuestionFile.parse("news.sql", GOOD.replace(good, bad), Map.of()))
                .isInstanceOf(CatalogException.class)
                .hasMessageStartingWith("queries/news.sql, line " + line + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void aQuestionOfAStreamIsInAFolderWithItsName(@TempDir Path folder) throws IOException {
        String text = "-- question: How many?\nSELECT count() FROM {{raw}}";
        Files.createDirectories(folder.resolve("parts"));
        Files.writeString(folder.resolve("parts/raw.sql"), "orders");
        Files.writeString(folder.resolve("totals.sql"), text);
        Path own = Files.createDirectories(folder.resolve("orders"));
        Files.writeString(own.resolve("totals.sql"), text);

        assertThat(QuestionCatalog.load(folder).all())
                .extracting(Question::name, Question::stream, Question::sql)
                .containsExactly(
                        tuple("orders-totals", "orders", "SELECT count() FROM orders"),
                        tuple("totals", null, "SELECT count() FROM orders"));

        Files.writeString(own.resolve("bad.sql"), "SELECT 1");
        assertThatThrownBy(() -> QuestionCatalog.load(folder))
                .hasMessageStartingWith("queries/orders/bad.sql, line 1: There is no question.");
        Files.delete(own.resolve("bad.sql"));
        Files.writeString(folder.resolve("orders-totals.sql"), text);
        assertThatThrownBy(() -> QuestionCatalog.load(folder))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("Two files of queries/ are named orders-totals");
    }

    @Test
    void aFolderWithoutQuestionsIsRefused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> QuestionCatalog.load(folder)).hasMessageContaining("has no .sql file");
        assertThatThrownBy(() -> QuestionCatalog.load(folder.resolve("none")))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("cannot be read");
        Files.writeString(folder.resolve("a.sql"), "SELECT 1");
        assertThatThrownBy(() -> QuestionCatalog.load(folder))
                .hasMessageStartingWith("queries/a.sql, line 1: There is no question.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UInt8|255|255",
                "Int8|-128|-128",
                "UInt64|18446744073709551615|18446744073709551615",
                "Float64|1e3|1000.0",
                "DateTime('UTC')|2026-01-31T23:59:00Z|2026-01-31 23:59:00",
                "DateTime('UTC')|2026-01-31 23:59:00|2026-01-31 23:59:00",
                "Nullable(UInt8)|7|7",
                "String|a\\N|a\\N",
            })
    void aValueIsWrittenForClickHouse(String type, String text, String encoded) {
        assertThat(ParameterType.of(type).encode("p", text)).isEqualTo(encoded);
    }

    @Test
    void nothingIsNullOnlyWhereNullIsAllowed() {
        assertThat(ParameterType.of("Nullable(UInt8)").encode("p", "")).isNull();
        assertThat(ParameterType.of("Nullable(String)").encode("p", "")).isNull();
        assertThat(ParameterType.of("String").encode("p", "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UInt8|256|a whole number from 0 to 255",
                "UInt8|-1|a whole number from 0 to 255",
                "UInt8|''|a whole number from 0 to 255",
                "UInt8|+5|a whole number",
                "UInt8|٥|a whole number",
                "UInt8|5_0|a whole number",
                "Int8|-129|a whole number from -128 to 127",
                "UInt32|1.5|a whole number",
                "Float64|NaN|a number",
                "Float64|1f|a number",
                "Float64|1e999|a number",
                "Float64|+1|a number",
                "DateTime('UTC')|yesterday|a time in UTC",
                "DateTime('UTC')|1969-12-31T23:59:59Z|a time in UTC from 1970 to 2105",
                "DateTime('UTC')|2106-01-01T00:00:00Z|a time in UTC from 1970 to 2105",
            })
    void aValueOfAnotherTypeIsRefused(String type, String text, String expected) {
        assertThatThrownBy(() -> ParameterType.of(type).encode("p", text))
                .isInstanceOf(BadQuestionException.class)
                .hasMessageContaining("The parameter p is '" + text + "', but has to be " + expected);
    }
}
