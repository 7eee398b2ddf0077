package io.clickreel.cli;

import io.clickreel.RootCause;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.redrive.LetterTable;
import io.clickreel.redrive.Redrive;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.run.RunningServices;
import io.clickreel.run.SettingsCheck;
import io.clickreel.run.StartFailure;
import io.clickreel.run.StreamRoutes;
import io.clickreel.schema.SchemaException;
import io.clickreel.schema.SchemaRunner;
import java.nio.file.Path;

/** The services and the tables that the commands on dead letters need, for as long as one runs. */
final class DeadLettersAccess implements AutoCloseable {
    private final RunningServices services;
    private final Settings settings;
    private final ClickHouse clickHouse;
    private final String topic;

    private DeadLettersAccess(RunningServices services, ClickHouse clickHouse, String topic) {
        this.topic = topic;
        this.services = services;
        this.settings = services.settings();
        this.clickHouse = clickHouse;
    }

    /** @throws StartupException if a service does not start or the tables cannot be made */
    static DeadLettersAccess open(Settings settings, Path home) {
        SettingsCheck.check(settings);
        RunningServices services = RunningServices.open(settings, home);
        try {
            ClickHouse clickHouse = PipelineConfiguration.clickHouseConnection(services.settings())
                    .open();
            // The data may be older than this Clickreel.
            new SchemaRunner(clickHouse).apply(home.resolve("ddl"));
            return new DeadLettersAccess(
                    services,
                    clickHouse,
                    StreamRoutes.ofFile(services.settings(), home).topic());
        } catch (SchemaException e) {
            services.close();
            throw new StartupException(
                    StartFailure.isAway(e)
                            ? "ClickHouse does not answer: " + RootCause.of(e)
                                    + ". clickhouse.host and clickhouse.port name it."
                            : String.valueOf(e.getMessage()),
                    e);
        } catch (RuntimeException e) {
            services.close();
            throw e;
        }
    }

    LetterTable letters() {
        return new LetterTable(clickHouse, topic());
    }

    String topic() {
        return topic;
    }

    Redrive redrive(boolean dryRun) {
        return dryRun
                ? Redrive.dry(clickHouse, topic())
                : Redrive.open(ClientProperties.of(settings), clickHouse, topic());
    }

    @Override
    public void close() {
        clickHouse.close();
        services.close();
    }
}
