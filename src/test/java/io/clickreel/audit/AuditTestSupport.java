package io.clickreel.audit;

import static io.clickreel.audit.StoredClicks.TOPIC_ID;
import static io.clickreel.audit.StoredClicks.violations;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Clicks of which the audit says that nothing is wrong; each test then breaks something. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AuditTestSupport {
    StoredClicks stored;

    @TempDir
    private Path folder;

    @BeforeAll
    void tables() {
        stored = new StoredClicks("audit");
    }

    @AfterAll
    void drop() throws Exception {
        stored.close();
    }

    /** Two partitions, of which one has a dead letter and offsets without record. */
    @BeforeEach
    void undisturbed() {
        stored.empty();
        stored.delivered(0, 0, 100).delivered(0, 100, 250);
        stored.insert(TOPIC_ID, 1, "SELECT number AS o FROM numbers(100) WHERE number NOT IN (7, 98, 99)");
        stored.dead(1, 7);
        stored.closed(TOPIC_ID, 1, 0, 100, 97, 1);
        stored.kafka(0, 0, 260, 250).kafka(1, 0, 100, 100);
    }

    final void assertViolated(String... parts) {
        AuditReport report = stored.audit();
        assertThat(report.verdict().exitCode()).isEqualTo(1);
        List<String> violations = violations(report);
        assertThat(violations).hasSize(parts.length);
        for (String part : parts) {
            assertThat(violations).anyMatch(sentence -> sentence.contains(part));
        }
    }

    static void assertUnknown(AuditReport report, String sentence) {
        assertThat(violations(report)).isEmpty();
        assertThat(report.verdict().exitCode()).as(report.text()).isEqualTo(3);
        assertThat(report.text()).contains("unknown: ").contains(sentence).doesNotContain("nothing lost");
    }

    final Path file() {
        return folder.resolve("audit-deep.properties");
    }

    final DeepAudit deep() {
        return new DeepAudit(file(), true, line -> {});
    }
}
