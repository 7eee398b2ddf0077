package io.clickreel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clickreel.StartupException;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.infer.Shown;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.kafka.TopicTail;
import io.clickreel.stream.Contracts;
import io.clickreel.stream.Stream;
import io.clickreel.trial.Tap;
import io.clickreel.trial.TappedRecord;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clickreel tap}: the newest records of a stream, and what becomes of each. */
@Command(
        name = "tap",
        description = {
            "Shows the newest records of a stream, each with what becomes of it under the contract as it is now: stored, or"
                    + " dead and why. It reads the topic beside ingestion, and changes nothing.",
            "A line has partition:offset, Kafka's time (UTC), verdict, key and value. -Dkey=value is a setting for this run."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "For example, while a producer is changed: ./clickreel tap clicks --follow --dead",
            "Exit code: 0 done, 1 failed."
        })
final class TapCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_RECORDS = 1_000;
    private static final int WIDEST_VALUE = 400;
    private static final long LOOK_EACH_MS = 1_000;
    private static final long STOP_LIMIT_S = 15;

    @Mixin
    private RunSettings settings = new RunSettings();

    @Parameters(
            arity = "0..1",
            paramLabel = "STREAM",
            description = "As streams list shows it; it may be left out if only one is stored.")
    private @Nullable String name;

    @Option(
            names = {"-n", "--records"},
            paramLabel = "N",
            description = "At most so many records; with --follow, in each second (default: 10).")
    private int records = 10;

    @Option(
            names = {"-f", "--follow"},
            description = "Shows what comes, until Ctrl-C. What is too much for a second is counted, and not shown.")
    private boolean follow;

    @Option(names = "--dead", description = "Shows only those of them that would be dead letters.")
    private boolean dead;

    @Option(names = "--json", description = "Prints one JSON object in each line, with the whole value.")
    private boolean json;

    @Override
    public Integer call() {
        if (records < 1 || records > MOST_RECORDS) {
            throw new StartupException("--records is " + records + ". Give 1 to " + MOST_RECORDS + ".");
        }
        try (Interruption stop = new Interruption(STOP_LIMIT_S, "", "clickreel: it did not end in time.")) {
            return Access.useRunning(settings, "tap", access -> tap(access, stop));
        }
    }

    private int tap(Access access, Interruption stop) {
        Stream stream = StreamOption.named(name).one(access.streams());
        Contracts contracts = new Contracts(access.clickHouse(), access.values());
        try (KafkaAdmin kafka = access.kafka();
                TopicTail tail = new TopicTail(ClientProperties.of(access.settings()), kafka, stream.topic())) {
            Tap tap = new Tap(contracts.compile(stream), access.values(), tail.topicId());
            do {
                TopicTail.Newest newest = tail.next(records);
                newest.records().stream()
                        .map(tap::read)
                        .filter(record -> !dead || !record.verdict().isStored())
                        .forEach(this::print);
                if (newest.passed() > 0 && !json) {
                    System.out.println("  and about " + newest.passed() + " more that are not shown");
                }
            } while (follow && stop.pause(LOOK_EACH_MS) && !System.out.checkError());
            return 0;
        } catch (ContractException | KafkaException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    private void print(TappedRecord record) {
        try {
            System.out.println(json ? JSON.writeValueAsString(record) : line(record));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(TappedRecord record) {
        return record.partition() + ":" + record.offset() + "  " + record.timestamp() + "  "
                + record.verdict().sentence() + "  " + shown(record.key()) + "  " + shown(record.value());
    }

    private static String shown(@Nullable String text) {
        return text == null ? "(none)" : Shown.of(text, WIDEST_VALUE);
    }
}
