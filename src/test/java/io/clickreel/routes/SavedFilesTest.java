package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When a text that was read counts as saved. */
class SavedFilesTest {
    private static final Path A = Path.of("routes/a.yaml");
    private static final Path B = Path.of("routes/b.yaml");

    private final SavedFiles saved = new SavedFiles(new TreeMap<>(Map.of(A, "a", B, "b")));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aTextCountsWhenItHasStoodForAMoment() {
        assertThat(look(Map.of(A, "half", B, "b"), 0)).isEqualTo(Map.of(A, "a", B, "b"));
        assertThat(look(Map.of(A, "whole", B, "b"), 150)).isEqualTo(Map.of(A, "a", B, "b"));
        assertThat(look(Map.of(A, "whole", B, "b"), 150)).isEqualTo(Map.of(A, "a", B, "b"));
        assertThat(look(Map.of(A, "whole", B, "b"), 100)).isEqualTo(Map.of(A, "whole", B, "b"));
    }

    @Test
    void aFileThatIsWrittenAllTheTimeHoldsUpNoOtherAndIsNamed() {
        for (int i = 0; i < 120; i++) {
            look(Map.of(A, "a" + i, B, "b2"), 100);
        }
        assertThat(look(Map.of(A, "a", B, "b2"), 100)).isEqualTo(Map.of(A, "a", B, "b2"));
        look(Map.of(A, "other", B, "b2"), 100);
        assertThat(saved.neverSettled(now)).isEmpty();
        for (int i = 0; i < 120; i++) {
            look(Map.of(A, "a" + i, B, "b2"), 100);
        }
        assertThat(saved.neverSettled(now)).startsWith("a.yaml changes all the time");
    }

    @Test
    void aNewFileThatIsGoneBeforeItCountsIsForgotten() {
        Path other = Path.of("routes/c.yaml");
        for (int i = 0; i < 120; i++) {
            look(Map.of(A, "a", B, "b", other, "c" + i), 100);
        }
        assertThat(saved.neverSettled(now)).startsWith("c.yaml changes all the time");
        assertThat(look(Map.of(A, "a", B, "b"), 100)).isEqualTo(Map.of(A, "a", B, "b"));
        assertThat(saved.neverSettled(now)).isEmpty();
    }

    @Test
    void aFileThatIsEmptyOrAwayWhileItIsSavedIsAsBefore() {
        look(Map.of(B, ""), 0);
        assertThat(look(Map.of(B, ""), 900)).isEqualTo(Map.of(A, "a", B, "b"));
        assertThat(look(Map.of(A, "a", B, "b"), 50)).isEqualTo(Map.of(A, "a", B, "b"));
        look(Map.of(B, ""), 50);
        assertThat(look(Map.of(B, ""), 1_000)).isEqualTo(Map.of(B, ""));
    }

    @Test
    void aFileThatGotAnotherNameIsThereOnce() {
        Path moved = Path.of("routes/c.yaml");
        look(Map.of(moved, "a", B, "b"), 0);
        assertThat(look(Map.of(moved, "a", B, "b"), 200)).isEqualTo(Map.of(moved, "a", B, "b"));
    }

    private Map<Path, String> look(Map<Path, String> read, long laterMs) {
        now = now.plusMillis(laterMs);
        return saved.look(new TreeMap<>(read), now);
    }
}
