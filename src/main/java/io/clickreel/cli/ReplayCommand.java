package io.clickreel.cli;

import io.clickreel.RootCause;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.registry.RegistryValues;
import io.clickreel.replay.Replay;
import io.clickreel.replay.ReplayRefusedException;
import io.clickreel.replay.ReplayRequest;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.run.Progress;
import io.clickreel.run.RunningServices;
import io.clickreel.stream.Stream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clickreel replay}: makes a range of a stream and all views again, while the pipeline runs or not. */
@Command(
        name = "replay",
        customSynopsis =
                "clickreel replay [--stream NAME] --from <time|offset> [--to <time|offset>] [--partition <n>] [--dry-run]"
                        + " [--restart] [-hV] [-Dkey=value]...",
        description = {
            "Makes a range of a stream's table and of every view again from Kafka, or, what Kafka no longer has, the views"
                    + " from the table. Readers see the old rows until the new ones are swapped in. Ctrl-C stops it; the same"
                    + " command goes on."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; what is done is kept, and the same command goes on",
            "2:not possible as asked or now; the sentence says why"
        },
        footer = {
            "",
            "For example: ./clickreel replay --from '2026-11-21 06:00:00' --to '2026-11-21 07:00:00' --dry-run"
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final long STOP_LIMIT_S = 120;

    @Mixin
    private RunSettings runSettings = new RunSettings();

    @Mixin
    private StreamOption stream = new StreamOption();

    @Option(
            names = "--from",
            required = true,
            description = "The first record: Kafka's time in UTC, as '2026-11-21 06:00:00' or ISO-8601, or an offset.")
    private String from = "";

    @Option(
            names = "--to",
            description =
                    "Up to, but without, this time or offset. Without it: up to the end of what is delivered; rows"
                            + " beyond it that belong to no batch are taken out.")
    private @Nullable String to;

    @Option(names = "--partition", description = "Only this partition. An offset needs it.")
    private @Nullable Integer partition;

    @Option(names = "--dry-run", description = "Says what it would do, and changes nothing.")
    private boolean dryRun;

    @Option(names = "--restart", description = "Gives up an unfinished replay and begins again.")
    private boolean restart;

    @Override
    public Integer call() throws Exception {
        Settings settings = runSettings.loadBeside("replay");
        ReplayRequest request;
        try {
            request = ReplayRequest.parse(from, to, partition);
        } catch (ReplayRefusedException e) {
            return tell(e);
        }
        Path lock =
                runSettings.home().resolve(settings.text("clickreel.data-dir")).resolve("run/replay.lock");
        Files.createDirectories(lock.getParent());
        try (Interruption stop = new Interruption(
                        STOP_LIMIT_S,
                        "Stopping after this step.",
                        "The step takes long; it is left. The same command goes on with it.");
                FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Two replays at once would fill the same staging tables. The lock ends with the process.
            if (file.tryLock() == null) {
                return tell(new ReplayRefusedException("Another replay is at work on this data folder."));
            }
            try (RunningServices services = RunningServices.open(settings, runSettings.home())) {
                return replay(services.settings(), request, stop);
            }
        }
    }

    private int replay(Settings addressed, ReplayRequest request, Interruption stop) throws InterruptedException {
        List<Stream> streams = StreamRoutes.ofFiles(addressed, runSettings.home());
        Stream chosen;
        try {
            chosen = stream.one(streams);
        } catch (StartupException e) {
            return tell(new ReplayRefusedException(String.valueOf(e.getMessage())));
        }
        Progress progress = Progress.onTerminal();
        try (Replay replay = new Replay(
                PipelineConfiguration.clickHouseConnection(addressed),
                ClientProperties.of(addressed),
                chosen,
                streams,
                RegistryValues.of(addressed),
                progress,
                sentence -> {
                    progress.end();
                    System.out.println(sentence);
                },
                stop)) {
            if (dryRun) {
                replay.dryRun(request);
                return 0;
            }
            boolean finished = replay.run(request, restart);
            progress.end();
            System.out.println(finished ? "Done." : "Stopped; the same command goes on.");
            return finished ? 0 : 1;
        } catch (ReplayRefusedException e) {
            progress.end();
            return tell(e);
        } catch (RuntimeException e) {
            progress.end();
            logger().error("The replay failed", e);
            // A failed question to Kafka is told in full: it says where it was asked and how to mend it.
            System.err.println("clickreel: The replay failed: "
                    + (e instanceof KafkaException ? e.getMessage() : RootCause.of(e))
                    + ". What is done is kept; the same command goes on. The log (replay.log) has the details.");
            return 1;
        }
    }

    private static int tell(ReplayRefusedException refusal) {
        System.err.println("clickreel: " + refusal.getMessage());
        return 2;
    }

    /** Made late, because the settings say where its file is. */
    private static Logger logger() {
        return LoggerFactory.getLogger(ReplayCommand.class);
    }
}
