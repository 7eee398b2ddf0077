package io.clickreel.cli;

import io.clickreel.RootCause;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.run.RunningServices;
import io.clickreel.run.SettingsCheck;
import io.clickreel.run.StartFailure;
import io.clickreel.run.StreamRoutes;
import io.clickreel.schema.SchemaException;
import io.clickreel.schema.SchemaRunner;
import java.nio.file.Path;
import java.util.function.ToIntFunction;

/** The services and the tables on which a command works beside the pipeline, for as long as it runs. */
record Access(Settings settings, Path home, ClickHouse clickHouse) {
    /**
     * Starts what does not run yet, and does the work of a command.
     *
     * @param log name of the command's log file, without ".log"
     * @return the exit code
     * @throws StartupException if a service does not start, does not answer, or the tables cannot be made
     */
    static int use(RunSettings run, String log, ToIntFunction<Access> work) {
        Settings settings = run.load(log);
        SettingsCheck.check(settings);
        try (RunningServices services = RunningServices.open(settings, run.home());
                ClickHouse clickHouse = PipelineConfiguration.clickHouseConnection(services.settings())
                        .open()) {
            // The data may be older than this Clickreel.
            new SchemaRunner(clickHouse).apply(run.home().resolve("ddl"));
            return work.applyAsInt(new Access(services.settings(), run.home(), clickHouse));
        } catch (SchemaException e) {
            throw new StartupException(
                    StartFailure.isAway(e)
                            ? "ClickHouse does not answer: " + RootCause.of(e)
                                    + ". clickhouse.host and clickhouse.port name it."
                            : String.valueOf(e.getMessage()),
                    e);
        }
    }

    /** The topic that clicks come from, and the dead letters with them. */
    String topic() {
        return StreamRoutes.ofFile(settings, home).topic();
    }
}
