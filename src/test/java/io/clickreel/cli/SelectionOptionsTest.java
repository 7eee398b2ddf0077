package io.clickreel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.StartupException;
import io.clickreel.redrive.RedriveReport;
import io.clickreel.redrive.Selection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class SelectionOptionsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");

    @Test
    void withoutOptionsAllAreMeant() {
        assertThat(selection().isAll()).isTrue();
    }

    @Test
    void reasonsFieldsPartitionAndOffsetsNarrowIt() {
        assertThat(selection(
                        "--reason",
                        "missing_field,not_json",
                        "--field=page",
                        "--partition",
                        "1",
                        "--offsets",
                        "100-200"))
                .isEqualTo(new Selection(
                        List.of("missing_field", "not_json"), List.of("page"), null, null, 1, 100L, 200L));
        assertThat(selection("--offsets=7")).isEqualTo(new Selection(List.of(), List.of(), null, null, null, 7L, 7L));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T05:00:00Z, 2026-11-20T05:00:00Z",
        "2026-11-20T06:00:00.5+01:00, 2026-11-20T05:00:00.5Z",
        "2026-11-20 05:00:00, 2026-11-20T05:00:00Z",
        "2026-11-20, 2026-11-20T00:00:00Z",
        "-90m, 2026-11-21T04:30:00Z",
        "-2d, 2026-11-19T06:00:00Z",
    })
    void aTimeMayBeWrittenInSeveralWays(String text, Instant expected) {
        assertThat(selection("--from", text).from()).isEqualTo(expected);
        assertThat(selection("--to", text).to()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "--from, yesterday, '--from is ''yesterday'', but a time is expected'",
        "--to, 2026-13-01, '--to is ''2026-13-01'', but a time is expected'",
        "--offsets, 5-, '--offsets is ''5-'', but 100-200'",
        "--offsets, 9-3, the second number is smaller than the first",
        "--partition, -1, partitions are counted from 0",
    })
    void whatIsWrongIsSaidInASentence(String option, String value, String sentence) {
        assertThatThrownBy(() -> selection(option, value))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void fromHasToBeBeforeTo() {
        assertThatThrownBy(() -> selection("--from", "-1h", "--to", "-2h"))
                .hasMessageContaining("--from -1h is not before --to -2h");
    }

    @Test
    void aRedriveHasToBeToldWhichOrAll() {
        assertThatThrownBy(() -> new DeadLettersRedriveCommand().call())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("or --all");
    }

    @Test
    void theReportSaysWhatWentAndWhatStays() {
        RedriveReport report = new RedriveReport(10, 9, 4, Map.of("missing_field page", 3L), 2, List.of("0:7"), true);

        assertThat(report.sentence("dvd_clicks", false))
                .isEqualTo("Moved 4 of 10 open dead letters back to dvd_clicks. 3 stay, because they break the contract"
                        + " still: 3 missing_field page. ./clickreel dead-letters redrive --force moves them too. 2 stay, because they were too"
                        + " large to be kept whole. Their producer has to send them again, smaller. 1 stay, because dvd_clicks takes no"
                        + " records of their size: 0:7. Raise the topic's max.message.bytes to move them. It was stopped;"
                        + " call it again to go on with the other 1.");
    }

    private static Selection selection(String... arguments) {
        Options options = new Options();
        new CommandLine(options).parseArgs(arguments);
        return options.selection.selection(NOW);
    }

    @Command
    private static final class Options {
        @CommandLine.Mixin
        private SelectionOptions selection = new SelectionOptions();
    }
}
