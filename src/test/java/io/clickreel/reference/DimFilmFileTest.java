package io.clickreel.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DimFilmFileTest {
    private static final String HEADER = String.join(",", DimFilmFile.COLUMNS);

    private final DimFilmFile form = new DimFilmFile();

    @Test
    void theWholeFileComesBackHoweverLongItIs() throws Exception {
        String file = HEADER + "\n" + "k,1,Title,2000,100,PG,3,Drama\n".repeat(10_000);

        assertThat(form.checkHeader(stream(file))).hasBinaryContent(file.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", ""})
    void aByteOrderMarkIsLeftOutAndAnyEndOfLineWillDo(String end) throws Exception {
        assertThat(form.checkHeader(stream("\uFEFF" + HEADER + end))).hasBinaryContent((HEADER + end).getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "category_name,film_id,film_key,title,release_year,length,rating,rental_duration",
                "\"category_name\",\"film_id\",\"film_key\",title,release_year,length,rating,rental_duration"
            })
    void columnsMayStandInAnyOrderAndInQuotes(String header) throws Exception {
        assertThat(form.checkHeader(stream(header + "\n"))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\uFEFF", "   \nfilm_id"})
    void aFileWithoutHeaderIsCalledEmpty(String file) {
        assertThatThrownBy(() -> form.checkHeader(stream(file)))
                .isInstanceOf(RefusedFileException.class)
                .hasMessage("the file is empty; its first line has to be " + HEADER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "category_name | category  | it lacks [category_name], and has beside them [category]",
                "rating        | title     | it lacks [rating], and has beside them [title]",
                ",rating       | ''        | it lacks [rating], and has beside them []",
                "rating        | rating,x  | it lacks [], and has beside them [x]",
                "rating        | Rating    | it lacks [rating], and has beside them [Rating]",
                "rating        | ' rating' | it lacks [rating], and has beside them [ rating]",
                "rating        | '\"rating' | it lacks [rating], and has beside them [\"rating]"
            })
    void aWrongHeaderIsRefusedWithWhatItLacksAndWhatItHasTooMuch(String name, String instead, String reason) {
        assertThatThrownBy(() -> form.checkHeader(stream(HEADER.replace(name, instead) + "\n")))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageEndingWith(reason);
    }

    @Test
    void aFileThatIsRefusedIsClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream file = new ByteArrayInputStream("wrong".getBytes(UTF_8)) {
            @Override
            public void close() throws IOException {
                closed.set(true);
            }
        };

        assertThatThrownBy(() -> form.checkHeader(file)).isInstanceOf(RefusedFileException.class);
        assertThat(closed).isTrue();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
