package io.clickreel.cli;

import io.clickreel.RootCause;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.films.FilmDecisions;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.run.RunningServices;
import io.clickreel.run.SettingsCheck;
import io.clickreel.run.StartFailure;
import io.clickreel.schema.SchemaException;
import io.clickreel.schema.SchemaRunner;
import java.nio.file.Path;

/** The services and the tables that the commands on films need, for as long as one runs. */
final class FilmsAccess {
    private FilmsAccess() {}

    /** What a command does with them. */
    interface Work {
        void with(FilmDecisions films);
    }

    /** @throws StartupException if a service does not start, does not answer, or the tables cannot be made */
    static void use(Settings settings, Path home, Work work) {
        SettingsCheck.check(settings);
        try (RunningServices services = RunningServices.open(settings, home);
                ClickHouse clickHouse = PipelineConfiguration.clickHouseConnection(services.settings())
                        .open()) {
            // The data may be older than this Clickreel.
            new SchemaRunner(clickHouse).apply(home.resolve("ddl"));
            work.with(new FilmDecisions(clickHouse, PipelineConfiguration.filmContract(home)));
        } catch (ClickHouseFailure e) {
            throw new StartupException(e.getMessage() + " Nothing is half done: call it again.", e);
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
