package io.clickreel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clickreel.TestDatabase;
import io.clickreel.schema.SchemaRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are added to a folder of DDL while Clickreel runs. */
@Tag("services")
class SchemaWatchTest {
    private static final String FIRST = "CREATE TABLE IF NOT EXISTS first (a UInt8) ENGINE = MergeTree ORDER BY a\n";

    private final TestDatabase database = TestDatabase.absent("schema_watch");
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @TempDir
    private Path folder;

    private SchemaWatch watch;

    @BeforeEach
    void start() throws Exception {
        write("0001_create_first.sql", FIRST);
        SchemaRunner runner = new SchemaRunner(database.clickHouse());
        runner.apply(folder);
        watch = new SchemaWatch(folder, runner, () -> true);
        camel.addService(watch);
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        database.close();
    }

    @Test
    void aFileThatIsAddedIsApplied() throws IOException {
        write("0002_alter_first_add_b.sql", "ALTER TABLE first ADD COLUMN IF NOT EXISTS b UInt8\n");

        within().until(() -> columns().equals("a,b"));
        assertThat(watch.problem()).isEmpty();
    }

    @Test
    void aFileThatFailsIsNamedUntilItIsMendedAndChangesNothing() throws IOException {
        write("0002_alter_first_add_b.sql", "ALTER TABLE first ADD COLUMN IF NOT EXISTS b Uint8\n");
        within().untilAsserted(() -> assertThat(watch.problem())
                .contains("ddl/0002_alter_first_add_b.sql failed")
                .contains("Uint8"));
        assertThat(columns()).isEqualTo("a");

        write("0002_alter_first_add_b.sql", "ALTER TABLE first ADD COLUMN IF NOT EXISTS b UInt8\n");
        within().until(() -> columns().equals("a,b"));
        within().until(() -> watch.problem().isEmpty());
    }

    @Test
    void anAppliedFileThatIsEditedOrRemovedIsNamed() throws IOException {
        write("0001_create_first.sql", FIRST.replace("UInt8", "UInt16"));
        within().until(() -> watch.problem().contains("was changed after it was applied"));
        assertThat(columns()).isEqualTo("a");

        write("0001_create_first.sql", FIRST);
        within().until(() -> watch.problem().isEmpty());
    }

    private static ConditionFactory within() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }

    private String columns() {
        return database.value("SELECT arrayStringConcat(groupArray(name), ',') FROM"
                + " (SELECT name FROM system.columns WHERE database = '@' AND table = 'first' ORDER BY position)");
    }

    private void write(String name, String statement) throws IOException {
        Files.writeString(folder.resolve(name), statement);
    }
}
