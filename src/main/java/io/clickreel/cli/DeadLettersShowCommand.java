package io.clickreel.cli;

import io.clickreel.StartupException;
import io.clickreel.redrive.LetterLine;
import io.clickreel.redrive.LetterTable;
import io.clickreel.redrive.LetterText;
import io.clickreel.redrive.Selection;
import io.clickreel.redrive.StoredLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clickreel dead-letters show}: prints all of one dead letter. */
@Command(
        name = "show",
        description = {
            "Shows all of a dead letter: why, where from, key, value, headers, and what became of it.",
            "Text is shown as it is, other bytes as a hex dump. -Dkey=value is a setting for this run."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "For example: ./clickreel dead-letters show 0:1234", "Exit code: 0 done, 1 failed or not found."})
final class DeadLettersShowCommand implements Callable<Integer> {
    private static final Pattern ORIGIN = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    @Mixin
    private RunSettings settings = new RunSettings();

    @Mixin
    private StreamOption stream = new StreamOption();

    @Mixin
    private SelectionOptions options = new SelectionOptions();

    @Parameters(arity = "0..1", paramLabel = "PARTITION:OFFSET", description = "Where it came from.")
    private @Nullable String origin;

    @Option(names = "--limit", paramLabel = "N", description = "Without PARTITION:OFFSET: the first N (default: 1).")
    private long limit = 1;

    @Override
    public Integer call() {
        Selection selection = selection();
        return Access.use(settings, "dead-letters", access -> {
            LetterTable letters = new LetterTable(
                    access.clickHouse(), stream.one(access.streams()).topic());
            List<LetterLine> lines = new ArrayList<>();
            // A topic that was made again has the same offsets.
            letters.lines(selection, origin == null ? limit : Long.MAX_VALUE, lines::add);
            for (LetterLine line : lines) {
                StoredLetter letter = letters.whole(line.origin());
                if (letter != null) {
                    System.out.println(LetterText.of(
                            letter, line.redrivenAt(), letters.successors(line.origin()), letters.topic()));
                }
            }
            if (lines.isEmpty()) {
                System.out.println("There is no such dead letter of " + letters.topic() + ".");
            }
            return lines.isEmpty() ? 1 : 0;
        });
    }

    private Selection selection() {
        if (origin == null) {
            return options.selection(Instant.now());
        }
        Matcher matcher = ORIGIN.matcher(origin);
        if (!matcher.matches()) {
            throw new StartupException(
                    "'" + origin + "' is no PARTITION:OFFSET, such as 0:1234. list --each shows what there is.");
        }
        return Selection.of(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
}
