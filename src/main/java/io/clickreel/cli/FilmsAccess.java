package io.clickreel.cli;

import io.clickreel.RootCause;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.reference.FilmDecisions;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.run.RunningServices;
import io.clickreel.run.SettingsCheck;
import io.clickreel.run.StartFailure;
import io.clickreel.schema.SchemaException;
import io.clickreel.schema.SchemaRunner;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** The services and the tables that the commands on films need, for as long as one runs. */
final class FilmsAccess {
    private FilmsAccess() {}

    /** What a command does with them. */
    interface Work {
        void with(FilmDecisions films) throws SQLException;
    }

    /** @throws StartupException if a service does not start, does not answer, or the tables cannot be made */
    static void use(Settings settings, Path home, Work work) {
        SettingsCheck.check(settings);
        try (RunningServices services = RunningServices.open(settings, home)) {
            ClickHouseConnection clickHouse = PipelineConfiguration.clickHouseConnection(services.settings());
            // The data may be older than this Clickreel.
            new SchemaRunner(clickHouse.dataSource("default"), clickHouse.database()).apply(home.resolve("ddl"));
            try (Connection connection = clickHouse.dataSource().getConnection()) {
                work.with(new FilmDecisions(connection, PipelineConfiguration.filmContract(home)));
            } catch (SQLException e) {
                throw new StartupException(
                        "ClickHouse at " + clickHouse.address() + " failed: " + RootCause.of(e)
                                + ". Nothing is half done: call it again.",
                        e);
            }
        } catch (SchemaException e) {
            throw new StartupException(
                    StartFailure.isAway(e)
                            ? "ClickHouse does not answer: " + RootCause.of(e)
                                    + ". clickhouse.host and clickhouse.port name it."
                            : String.valueOf(e.getMessage()),
                    e);
        }
    }
}
