package io.clickreel.cli;

import io.clickreel.StartupException;
import io.clickreel.TextTable;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code clickreel streams list}: a line for each stream. */
@Command(
        name = "list",
        description = {
            "Lists the streams that the routes store.",
            "read: whether a consumer of its group has its partitions now. waiting: records that are not stored yet."
                    + " -Dkey=value is a setting for this run."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit code: 0 done, 1 failed."})
final class StreamsListCommand implements Callable<Integer> {
    @Mixin
    private RunSettings settings = new RunSettings();

    @Override
    public Integer call() {
        return Access.use(settings, "streams", access -> {
            Map<Stream, Path> streams = StreamRoutes.byFile(access.settings(), access.home());
            if (streams.isEmpty()) {
                System.out.println("The routes store no stream. ./clickreel streams new makes one.");
                return 0;
            }
            TextTable table = new TextTable(
                    2,
                    3,
                    "stream",
                    "read",
                    "rows",
                    "dead letters",
                    "waiting",
                    "topic",
                    "group",
                    "table",
                    "contract",
                    "route");
            try (KafkaAdmin kafka = access.kafka()) {
                streams.forEach((stream, file) -> {
                    StreamState state = StreamState.of(stream, access.clickHouse(), kafka);
                    table.add(
                            stream.name(),
                            state.reading(),
                            state.stored(),
                            Long.toString(state.deadLetters()),
                            state.left(),
                            stream.topic(),
                            stream.group(),
                            stream.table(),
                            access.inHome(stream.contract()),
                            access.inHome(file));
                });
            } catch (KafkaException e) {
                throw new StartupException(e.getMessage() + ".", e);
            }
            System.out.print(table.text());
            return 0;
        });
    }
}
