package io.clickreel.cli;

import io.clickreel.StartupException;
import io.clickreel.contract.Plan;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.redrive.Redrive;
import io.clickreel.redrive.RedriveReport;
import io.clickreel.redrive.RedriveRules;
import io.clickreel.redrive.Selection;
import io.clickreel.run.Progress;
import io.clickreel.stream.Contracts;
import io.clickreel.stream.Stream;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clickreel dead-letters redrive}: moves dead letters back to the topic, each once. */
@Command(
        name = "redrive",
        description = {
            "Moves dead letters back to their topic, from where they take the way of any other record; each exactly once,"
                    + " however often it is called.",
            "Ctrl-C ends it after the chunk at hand; the next call goes on. -Dkey=value is a setting for this run."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "For example: ./clickreel dead-letters redrive --reason missing_field --from -2d --dry-run",
            "Exit code: 0 done (also if there was nothing to do), 1 failed, 2 an option that is not known, 130 ended by Ctrl-C."
        })
final class DeadLettersRedriveCommand implements Callable<Integer> {
    /** A chunk takes a fraction of a second, and a Kafka that does not answer is given up after half a minute. */
    private static final long STOP_LIMIT_S = 40;

    @Mixin
    private RunSettings settings = new RunSettings();

    @Mixin
    private StreamOption stream = new StreamOption();

    @Mixin
    private SelectionOptions options = new SelectionOptions();

    @Option(names = "--all", description = "All open dead letters; needed if no other option selects some.")
    private boolean all;

    @Option(names = "--force", description = "Also those that break today's contract; they become dead letters again.")
    private boolean force;

    @Option(names = "--dry-run", description = "Moves nothing, and says what it would do.")
    private boolean dryRun;

    @Option(names = "--limit", paramLabel = "N", description = "Moves at most so many.")
    private long limit = Long.MAX_VALUE;

    @Override
    public Integer call() {
        Selection selection = options.selection(Instant.now());
        if (selection.isAll() && !all) {
            throw new StartupException(
                    "Say which dead letters are meant: by --reason, --field, --from, --to, --partition"
                            + " or --offsets, or --all.");
        }
        if (!selection.isAll() && all) {
            throw new StartupException("--all and an option that selects some contradict each other. Leave one out.");
        }
        if (limit < 1) {
            throw new StartupException("--limit is " + limit + ", but at least 1 is expected.");
        }
        try (Interruption stop = new Interruption(
                STOP_LIMIT_S, "", "clickreel: it did not end in time; the next call finds out how far it came.")) {
            return Access.use(settings, "dead-letters", access -> redrive(access, selection, stop));
        }
    }

    private int redrive(Access access, Selection selection, Interruption stop) {
        Stream chosen = stream.one(access.streams());
        String topic = chosen.topic();
        Plan plan = new Contracts(access.clickHouse(), access.values()).compile(chosen);
        Progress progress = Progress.onTerminal();
        RedriveReport report;
        try (Redrive redrive = dryRun
                ? Redrive.dry(access.clickHouse(), topic, plan)
                : Redrive.open(ClientProperties.of(access.settings()), access.clickHouse(), topic, plan)) {
            report = redrive.run(
                    selection, new RedriveRules(force, limit), state -> progress.accept(state.toString()), stop);
        } finally {
            progress.end();
        }
        System.out.println(report.sentence(topic, dryRun));
        return 0;
    }
}
