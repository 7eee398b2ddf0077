package io.clickreel.newstream;

import io.clickreel.RootCause;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.contract.ValueReader;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.infer.Proposal;
import io.clickreel.infer.RouteText;
import io.clickreel.infer.Sample;
import io.clickreel.infer.TableDdl;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.kafka.Topics;
import io.clickreel.schema.DdlFile;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.stream.Contracts;
import io.clickreel.stream.Stream;
import io.clickreel.trial.Samples;
import io.clickreel.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes a stream of a topic: looks at a sample, tries out what it infers, and writes contract, table and route. */
public final class NewStream {
    private static final Pattern STEP = Pattern.compile("(\\d{4})_.*\\.sql");
    private static final int LAST_STEP = 9_999;

    private final Path home;
    private final Path routes;
    private final ClickHouse clickHouse;
    private final ClientProperties clients;
    private final KafkaAdmin kafka;
    private final ValueReader values;

    /**
     * @param home the folder of contracts/ and ddl/
     * @param routes the folder of the route files
     * @param values how those are read that have a schema registry's prefix
     */
    public NewStream(
            Path home,
            Path routes,
            ClickHouse clickHouse,
            ClientProperties clients,
            KafkaAdmin kafka,
            ValueReader values) {
        this.home = home;
        this.routes = routes;
        this.clickHouse = clickHouse;
        this.clients = clients;
        this.kafka = kafka;
        this.values = values;
    }

    /**
     * Infers a stream and tries it out; nothing is written.
     *
     * @param streams those that there are
     * @param rows how many rows are to be shown
     * @throws StartupException with a sentence, if a name is taken or the sample says nothing
     */
    public Draft draft(Request request, List<Stream> streams, int rows) {
        Vacancy.require(request, streams, home, routes, clickHouse, kafka);
        Trial.Sample sample =
                new Samples(clients, kafka).read(request.topic(), request.file(), request.records(), "Correct --topic");
        Sample seen = new Sample(values);
        sample.records().forEach(record -> seen.add(record.value()));
        requireEvents(request, seen);
        Proposal proposal = Proposal.of(seen, request.topic());
        try {
            Trial trial = DraftTrial.of(proposal, request, new Contracts(clickHouse, values), clickHouse, sample, rows);
            return new Draft(request, sample.source(), proposal, trial);
        } catch (ContractException e) {
            throw new StartupException(
                    "The contract that was inferred cannot be used, which is a mistake of Clickreel: " + e.getMessage()
                            + " Please report it, with a record that shows it.",
                    e);
        }
    }

    private static void requireEvents(Request request, Sample seen) {
        if (seen.events() > 0) {
            return;
        }
        String from = request.file() == null ? "Topic " + request.topic() : "The file " + request.file();
        if (seen.unreadable().isEmpty()) {
            throw new StartupException(
                    from + " is empty, so nothing can be inferred. Send some records first, or give a file"
                            + " with one JSON object in each line by --file.");
        }
        String reasons = seen.unreadable().entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(3)
                .map(reason -> reason.getValue() + " times: " + reason.getKey())
                .collect(Collectors.joining(" "));
        throw new StartupException(
                from + " has no record that is a JSON object, so nothing can be inferred. " + reasons);
    }

    /**
     * Writes the files and makes the tables; the route comes last, because a running Clickreel starts it at once. All of it
     * is done, or nothing.
     *
     * @param partitions of topics that are missing
     * @return the files, in the order in which they were written
     * @throws StartupException if a file cannot be written
     */
    public List<Path> create(Draft draft, int partitions) {
        Request request = draft.request();
        Proposal proposal = draft.proposal();
        int number = nextStep();
        Path contract = home.resolve(request.contract());
        Path table = step(number, request.table());
        Path view = step(number + 1, request.view());
        Path route = routes.resolve(request.routeFile());
        try (StreamFiles files = new StreamFiles()) {
            files.write(contract, proposal.contract());
            files.write(table, TableDdl.table(proposal, request.topic(), request.table()));
            files.write(view, TableDdl.batchesView(proposal, request.table(), request.view()));
            files.write(
                    route,
                    RouteText.of(
                            request.name(),
                            request.topic(),
                            request.routeId(),
                            request.deadTopic(),
                            request.table(),
                            request.contract()));
            Topics.createMissing(kafka, partitions, Set.of(request.topic()), Set.of(request.deadTopic()));
            files.place(contract);
            files.place(table);
            files.place(view);
            SchemaRunner schema = new SchemaRunner(clickHouse);
            try {
                schema.apply(home.resolve("ddl"));
                files.place(route);
            } catch (RuntimeException e) {
                takeBack(schema, request, List.of(table, view), files, e);
                throw e;
            }
            files.keep();
        }
        return List.of(contract, table, view, route);
    }

    private static void takeBack(
            SchemaRunner schema, Request request, List<Path> steps, StreamFiles files, RuntimeException cause) {
        try {
            schema.takeBack(
                    steps.stream().map(step -> step.getFileName().toString()).toList(),
                    List.of(request.view(), request.table()));
        } catch (ClickHouseFailure e) {
            // A step that was applied has to stay in the folder.
            files.keep();
            throw new StartupException(
                    RootCause.of(cause) + ". ClickHouse does not answer, so nobody knows whether table "
                            + request.table()
                            + " is made: its files stay in ddl/ and contracts/, and there is no route. Once ClickHouse is"
                            + " back, delete them and the table, or write the route.",
                    cause);
        }
    }

    private Path step(int number, String made) {
        return home.resolve("ddl").resolve("%04d_create_%s.sql".formatted(number, made));
    }

    private int nextStep() {
        try (var files = Files.list(home.resolve("ddl"))) {
            int last = files.map(file -> STEP.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToInt(step -> Integer.parseInt(step.group(1)))
                    .max()
                    .orElse(0);
            // Those below ship with a release.
            int next = Math.max(DdlFile.FIRST_OWN, last + 1);
            if (next >= LAST_STEP) {
                throw new StartupException("The folder ddl/ has no numbers left for two more files.");
            }
            return next;
        } catch (IOException e) {
            throw new StartupException("The folder " + home.resolve("ddl") + " cannot be read: " + e, e);
        }
    }
}
