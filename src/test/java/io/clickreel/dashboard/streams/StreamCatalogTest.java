package io.clickreel.dashboard.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.dashboard.questions.NoAnswerException;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.streams.StreamTable.Column;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a table that cannot be read takes from the other streams: nothing. */
final class StreamCatalogTest {
    private static final List<Column> COLUMNS = List.of(new Column("_timestamp", "DateTime64(3, 'UTC')"));

    private final StreamCatalog catalog = new StreamCatalog(
            QuestionCatalog.load(Path.of("queries")),
            () -> List.of(route("good"), route("bad")),
            StreamCatalogTest::read);

    @Test
    void theOthersHaveTheirQuestionsAndItsOwnEntrySaysWhy() {
        List<StreamEntry> entries = catalog.streams();
        assertThat(entries.get(0).problem()).isNull();
        assertThat(entries.get(0).rows()).isEqualTo(7);
        assertThat(entries.get(0).questions()).contains("good-rows-over-time", "good-newest-rows");
        assertThat(entries.get(1).problem())
                .isEqualTo("The table bad of the stream bad cannot be asked: its part is broken.");
        assertThat(entries.get(1).questions()).isEmpty();
    }

    @Test
    void aQuestionOfItIsRefusedWithTheReason() {
        assertThat(catalog.find("good-rows-over-time")).isPresent();
        assertThatThrownBy(() -> catalog.find("bad-rows-over-time"))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContaining("its part is broken");
        assertThat(catalog.find("nowhere-rows-over-time")).isEmpty();
    }

    private static Map<String, StreamTable> read(Collection<String> tables) {
        if (tables.contains("bad")) {
            throw new IllegalStateException("its part is broken");
        }
        return Map.of("good", new StreamTable("good", 7L, COLUMNS, Optional.empty()));
    }

    private static StreamRoute route(String name) {
        return new StreamRoute(
                new Stream(name, name + "-topic", name, name + "-dead", name, Path.of("contract"), true),
                null,
                null,
                true);
    }
}
