package io.clickreel.cli;

import io.clickreel.StartupException;
import io.clickreel.TextTable;
import io.clickreel.clickhouse.Table;
import io.clickreel.clickhouse.Tables;
import io.clickreel.contract.Plan;
import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.stream.Contracts;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code clickreel streams show}: all of one stream. */
@Command(
        name = "show",
        description = {
            "Shows a stream: its names and files, what is stored, and where the value of each column comes from.",
            "-Dkey=value is a setting for this run."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "For example: ./clickreel streams show clicks", "Exit code: 0 done, 1 failed or not found."})
final class StreamsShowCommand implements Callable<Integer> {
    @Mixin
    private RunSettings settings = new RunSettings();

    @Parameters(paramLabel = "NAME", description = "As streams list shows it.")
    private String name = "";

    @Override
    public Integer call() {
        return Access.use(settings, "streams", access -> {
            Map<Stream, Path> streams = StreamRoutes.byFile(access.settings(), access.home());
            for (Map.Entry<Stream, Path> each : streams.entrySet()) {
                if (each.getKey().name().equals(name)) {
                    show(access, each.getKey(), each.getValue());
                    return 0;
                }
            }
            throw new StartupException("There is no stream " + name + ". The routes store "
                    + streams.keySet().stream().map(Stream::name).collect(Collectors.joining(", ")) + ".");
        });
    }

    private static void show(Access access, Stream stream, Path file) {
        try (KafkaAdmin kafka = access.kafka()) {
            StreamState state = StreamState.of(stream, access.clickHouse(), kafka);
            Tables tables = Tables.read(access.clickHouse());
            TextTable facts = new TextTable(2, 0, "stream", stream.name());
            facts.add("topic", stream.topic());
            facts.add("group", stream.group());
            facts.add("dead letters", stream.deadTopic() + ": " + state.deadLetters() + state.share());
            facts.add("table", stream.table() + ": " + state.stored() + (state.rows() < 0 ? "" : " rows"));
            facts.add("contract", access.inHome(stream.contract()));
            facts.add("route", access.inHome(file));
            facts.add(
                    "read now",
                    state.readers() > 0
                            ? "by " + state.readers() + " consumers"
                            : "by nobody: ./clickreel up reads it");
            facts.add("waiting", state.left());
            tables.find(stream.table()).ifPresent(table -> {
                facts.add("PARTITION BY", table.partitionKey());
                facts.add("ORDER BY", table.sortingKey());
            });
            System.out.println(facts.text());
            columns(access, stream);
            views(tables, stream);
        } catch (KafkaException e) {
            throw new StartupException(e.getMessage() + ".", e);
        }
    }

    private static void columns(Access access, Stream stream) {
        Plan plan;
        try {
            plan = new Contracts(access.clickHouse(), access.values()).compile(stream);
        } catch (ContractException e) {
            System.out.println(
                    "The contract and the table do not fit together, so nothing can be stored: " + e.getMessage());
            return;
        }
        Map<String, String> sources = plan.sources();
        TextTable table = new TextTable(3, 0, "column", "type", "from");
        for (TableColumn column : plan.columns()) {
            String from = sources.get(column.name());
            table.add(
                    column.name(),
                    column.type(),
                    from != null ? from : column.name().startsWith("_") ? "Clickreel" : "no field of the contract");
        }
        System.out.println(table.text());
    }

    private static void views(Tables tables, Stream stream) {
        List<Table> views = tables.viewsOn(tables.own(stream.table()));
        if (views.isEmpty()) {
            System.out.println("No view reads from " + stream.table() + ".");
            return;
        }
        TextTable table = new TextTable(2, 0, "view", "fills");
        views.forEach(view -> table.add(
                view.name().name(), view.target() == null ? "" : view.target().name()));
        System.out.print(table.text());
    }
}
