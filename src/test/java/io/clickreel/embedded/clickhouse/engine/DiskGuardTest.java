package io.clickreel.embedded.clickhouse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskGuardTest {
    private static final long MB = 1 << 20;

    private final List<String> statements = new ArrayList<>();
    private final DiskGuard guard = new DiskGuard(Path.of("store"), 100 * MB, statements::add);

    @Test
    void withSpaceAllGoesOn() {
        guard.look(100 * MB);

        assertThat(statements).isEmpty();
        assertThatCode(guard::requireSpace).doesNotThrowAnyException();
    }

    @Test
    void belowTheReserveMergesStopAndInsertsAreRefusedUntilThereIsClearlyMore() {
        guard.look(99 * MB);
        guard.look(10 * MB);
        guard.look(110 * MB);
        assertThat(statements).containsExactly("SYSTEM STOP MERGES");
        assertThatThrownBy(guard::requireSpace)
                .hasMessageContaining("Code: 243.")
                .hasMessageContaining("The disk of store has less than 100 MB free")
                .hasMessageContaining("clickreel.data-dir");

        guard.look(126 * MB);
        assertThat(statements).containsExactly("SYSTEM STOP MERGES", "SYSTEM START MERGES");
        assertThatCode(guard::requireSpace).doesNotThrowAnyException();
    }
}
