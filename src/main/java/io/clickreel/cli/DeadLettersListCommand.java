package io.clickreel.cli;

import io.clickreel.TextTable;
import io.clickreel.redrive.LetterGroup;
import io.clickreel.redrive.LetterTable;
import io.clickreel.redrive.Selection;
import io.clickreel.stream.Stream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clickreel dead-letters list}: counts dead letters by reason and field, or lists each. */
@Command(
        name = "list",
        description = {
            "Counts the dead letters of each stream by reason and field.",
            "open: not moved back yet. Times are UTC. -Dkey=value is a setting for this run."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "For example: ./clickreel dead-letters list --from -1d", "Exit code: 0 done, 1 failed."})
final class DeadLettersListCommand implements Callable<Integer> {
    @Mixin
    private RunSettings settings = new RunSettings();

    @Mixin
    private StreamOption stream = new StreamOption();

    @Mixin
    private SelectionOptions options = new SelectionOptions();

    @Option(names = "--each", description = "One line for each dead letter instead.")
    private boolean each;

    @Option(names = "--limit", paramLabel = "N", description = "With --each: at most so many lines (default: 1000).")
    private long limit = 1_000;

    @Override
    public Integer call() {
        Selection selection = options.selection(Instant.now());
        return Access.use(settings, "dead-letters", access -> {
            List<Stream> streams = stream.all(access.streams());
            for (Stream one : streams) {
                if (streams.size() > 1) {
                    System.out.println(
                            (one == streams.get(0) ? "" : "\n") + "Stream " + one.name() + ": topic " + one.topic());
                }
                LetterTable letters = new LetterTable(access.clickHouse(), one.topic());
                if (each) {
                    lines(letters, selection);
                } else {
                    groups(letters, selection);
                }
            }
            return 0;
        });
    }

    private void lines(LetterTable letters, Selection selection) {
        AtomicLong count = new AtomicLong();
        letters.lines(selection, limit, line -> {
            count.incrementAndGet();
            System.out.println(line.origin() + "  " + line.deadAt() + "  " + line.reason()
                    + (line.field().isEmpty() ? "" : " " + line.field()) + "  "
                    + (line.redrivenAt() == null ? "open" : "redriven " + line.redrivenAt()) + "  " + line.detail());
        });
        if (count.get() == 0) {
            System.out.println("There is no such dead letter of " + letters.topic() + ".");
        } else if (count.get() == limit) {
            System.out.println("These are the first " + limit + "; --limit shows more.");
        }
    }

    private static void groups(LetterTable letters, Selection selection) {
        List<LetterGroup> groups = letters.groups(selection);
        if (groups.isEmpty()) {
            System.out.println("There are no such dead letters of " + letters.topic() + ".");
            return;
        }
        TextTable table = new TextTable(2, 3, "reason", "field", "letters", "open", "redriven", "first", "last");
        for (LetterGroup group : groups) {
            table.add(
                    group.reason(),
                    group.field(),
                    Long.toString(group.letters()),
                    Long.toString(group.open()),
                    Long.toString(group.redriven()),
                    group.firstDeadAt(),
                    group.lastDeadAt());
        }
        System.out.print(table.text());
    }
}
