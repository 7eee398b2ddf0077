package io.clickreel.cli;

import io.clickreel.RootCause;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.ValueReader;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.registry.RegistryValues;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.run.RunningServices;
import io.clickreel.run.SettingsCheck;
import io.clickreel.run.StartFailure;
import io.clickreel.schema.SchemaException;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * The services and the tables on which a command works beside the pipeline, for as long as it runs.
 *
 * @param besidePipeline whether a Clickreel runs on the same data folder
 */
record Access(Settings settings, Path home, ClickHouse clickHouse, boolean besidePipeline) {
    /**
     * Starts what does not run yet, and does the work of a command.
     *
     * @param log name of the command's log file, without ".log"
     * @return the exit code
     * @throws StartupException if a service does not start, does not answer, the tables cannot be made, or there is no data
     */
    static int use(RunSettings run, String log, ToIntFunction<Access> work) {
        return use(run, log, RunningServices::open, work);
    }

    /** The same for a command that may be the first one on its data folder. */
    static int useOrMake(RunSettings run, String log, ToIntFunction<Access> work) {
        return use(run, log, RunningServices::openOrMake, work);
    }

    private static int use(
            RunSettings run,
            String log,
            BiFunction<Settings, Path, RunningServices> opening,
            ToIntFunction<Access> work) {
        Settings settings = run.loadBeside(log);
        SettingsCheck.check(settings);
        try (RunningServices services = opening.apply(settings, run.home());
                ClickHouse clickHouse = PipelineConfiguration.clickHouseConnection(services.settings())
                        .open()) {
            // The data may be older than this Clickreel.
            new SchemaRunner(clickHouse).apply(run.home().resolve("ddl"));
            return work.applyAsInt(new Access(services.settings(), run.home(), clickHouse, services.besidePipeline()));
        } catch (SchemaException e) {
            throw new StartupException(
                    StartFailure.isAway(e)
                            ? "ClickHouse does not answer: " + RootCause.of(e)
                                    + ". clickhouse.host and clickhouse.port name it."
                            : String.valueOf(e.getMessage()),
                    e);
        }
    }

    /**
     * Does the work of a command that makes sense only while services run, by the settings or by an {@code up} on the data
     * folder. Nothing is started or changed.
     *
     * @param log name of the command's log file, without ".log"
     * @return the exit code
     * @throws StartupException if nothing runs
     */
    static int useRunning(RunSettings run, String log, ToIntFunction<Access> work) {
        Settings settings = run.loadBeside(log);
        SettingsCheck.check(settings);
        Settings addressed =
                RunningServices.addresses(settings, run.home()).orElseThrow(() -> nothingRuns(settings, run.home()));
        try (ClickHouse clickHouse =
                PipelineConfiguration.clickHouseConnection(addressed).open()) {
            return work.applyAsInt(new Access(addressed, run.home(), clickHouse, true));
        }
    }

    /** What to say if a command needs a Clickreel that runs. */
    static StartupException nothingRuns(Settings settings, Path home) {
        return new StartupException("No Clickreel runs on " + RunningServices.dataFolder(settings, home)
                + ". Start it by ./clickreel up; if it runs on another folder, name that by -Dclickreel.data-dir=...");
    }

    /** A file as people find it: relative to the project's folder, if it is in there. */
    String inHome(Path file) {
        return file.startsWith(home) ? home.relativize(file).toString() : file.toString();
    }

    /** Kafka's admin client, for a command that asks Kafka. */
    KafkaAdmin kafka() {
        return new KafkaAdmin(ClientProperties.of(settings).admin("clickreel-streams"));
    }

    /** How values are read that have a schema registry's prefix. */
    ValueReader values() {
        return RegistryValues.of(settings);
    }

    /** All streams that the routes store, also those that are not started. */
    List<Stream> streams() {
        return StreamRoutes.ofFiles(settings, home);
    }
}
