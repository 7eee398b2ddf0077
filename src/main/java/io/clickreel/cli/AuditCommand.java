package io.clickreel.cli;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.audit.AuditReports;
import io.clickreel.audit.Audits;
import io.clickreel.audit.DeepAudit;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.run.Progress;
import io.clickreel.run.RunningServices;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clickreel audit}: says whether anything was lost or doubled. */
@Command(
        name = "audit",
        customSynopsis = "clickreel audit [-hV] [--stream NAME] [--deep [--restart]] [-Dkey=value]...",
        description = {
            "Proves from the data that every offset of each partition is in the stream's table or in dead_letters exactly"
                    + " once, and that every view agrees with the table; names what is lost or doubled by range.",
            "It works while Clickreel runs and while it does not; then it starts the services for as long as it needs them."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It holds: nothing lost, nothing doubled.",
            "1:It does not; what is lost or doubled, or which table or view is not as it should be, is named.",
            "2:It could not be decided now: a service does not answer, or too much was moving.",
            "3:All that can be judged holds, but of some offsets nobody can tell any more; they are named."
        },
        footer = {"", "For example: ./clickreel audit --deep"})
public final class AuditCommand implements Callable<Integer> {
    private static final int UNDECIDED = 2;
    /** A question over all rows takes seconds; one that hangs has to end. */
    private static final long QUESTION_LIMIT_MS = 600_000;

    @Mixin
    private RunSettings runSettings = new RunSettings();

    @Mixin
    private StreamOption stream = new StreamOption();

    @Option(
            names = "--deep",
            description = "Reads the rows too. Ctrl-C interrupts it; the next one goes on where it stopped, and reads"
                    + " nothing again that was verified.")
    private boolean deep;

    @Option(names = "--restart", description = "With --deep: begins from the start, and verifies all rows again.")
    private boolean restart;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        Progress progress = Progress.onTerminal();
        try {
            Settings settings = runSettings.loadBeside("audit");
            AuditReports report = report(settings, progress);
            progress.end();
            spec.commandLine().getOut().print(report.text());
            spec.commandLine().getOut().flush();
            return report.verdict().exitCode();
        } catch (StartupException e) {
            progress.end();
            spec.commandLine().getErr().println("clickreel: " + e.getMessage());
            return UNDECIDED;
        }
    }

    private AuditReports report(Settings settings, Progress progress) {
        Path home = runSettings.home();
        Path dataDir = home.resolve(settings.text("clickreel.data-dir"));
        try (RunningServices services = RunningServices.open(settings, home)) {
            Settings addressed = services.settings();
            try (ClickHouse clickHouse = PipelineConfiguration.clickHouseConnection(addressed)
                            .withTimeout(QUESTION_LIMIT_MS)
                            .open();
                    KafkaAdmin kafka =
                            new KafkaAdmin(ClientProperties.of(addressed).admin("clickreel-audit"))) {
                List<Stream> streams = StreamRoutes.ofFiles(addressed, home);
                return new Audits(clickHouse, kafka, streams)
                        .run(
                                stream.all(streams),
                                one -> deep ? new DeepAudit(DeepAudit.file(dataDir, one), restart, progress) : null);
            }
        }
    }
}
