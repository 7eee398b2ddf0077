package io.clickreel.newstream;

import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Tables;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.stream.Stream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Whether all names that a new stream would have are free, so that nothing existing is overwritten or mixed up. */
final class Vacancy {
    private static final Sql LEDGER = new Sql("SELECT count() FROM deliveries WHERE _topic = {topic:String}");

    private Vacancy() {}

    /**
     * @param streams those that there are
     * @param routes the folder of the route files
     * @throws StartupException with the first name that is taken
     */
    static void require(
            Request request, List<Stream> streams, Path home, Path routes, ClickHouse clickHouse, KafkaAdmin kafka) {
        requireOther(streams, Stream::name, request.name(), "is called " + request.name(), "Choose another name");
        requireOther(
                streams,
                Stream::topic,
                request.topic(),
                "stores topic " + request.topic(),
                "A topic has one stream, because the ledger and the audit count its offsets once; to see it in another way,"
                        + " make a view on the table of that stream");
        requireOther(
                streams,
                Stream::group,
                request.routeId(),
                "reads as group " + request.routeId(),
                "Choose another name");
        requireOther(
                streams, Stream::table, request.table(), "stores into table " + request.table(), "Choose another name");
        requireNoFile(home.resolve(request.contract()), "The contract of topic " + request.topic());
        requireNoFile(routes.resolve(request.routeFile()), "The route " + request.routeId());
        requireNoRoute(request.routeId(), routes);
        Tables tables = Tables.read(clickHouse);
        for (String name : List.of(request.table(), request.view())) {
            if (tables.find(name).isPresent()) {
                throw new StartupException("The table or view " + tables.own(name)
                        + " is there already, and nothing is overwritten. Choose another name for the stream.");
            }
        }
        if (!kafka.commits(request.routeId()).isEmpty()) {
            throw new StartupException(
                    "The group " + request.routeId() + " has read something in Kafka already, so the stream"
                            + " would not begin at the beginning of its topic. Choose another name, or delete the group"
                            + " (kafka-consumer-groups --delete).");
        }
        if (clickHouse.number(LEDGER.with("topic", request.topic())) > 0) {
            throw new StartupException(
                    "Topic " + request.topic() + " was stored by a stream before: table deliveries says up to"
                            + " where, and a new one would continue there instead of at the beginning. Restore the files of that"
                            + " stream, or let the producers write to another topic.");
        }
    }

    private static void requireOther(
            List<Stream> streams, Function<Stream, String> of, String taken, String does, String mend) {
        for (Stream stream : streams) {
            if (of.apply(stream).equals(taken)) {
                throw new StartupException("The stream " + stream.name() + " " + does + " already. " + mend + ".");
            }
        }
    }

    private static void requireNoFile(Path file, String what) {
        if (Files.exists(file)) {
            throw new StartupException(what + " is there already: " + file
                    + ". Nothing is overwritten; choose another name," + " or move that file away.");
        }
    }

    private static void requireNoRoute(String id, Path routes) {
        Pattern line = Pattern.compile("(?m)^[ \\-]*id:[ ]*[\"']?" + Pattern.quote(id) + "[\"']?[ ]*(#.*)?$");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(routes, "*.yaml")) {
            for (Path file : files) {
                if (line.matcher(Files.readString(file)).find()) {
                    throw new StartupException(
                            "The file " + file + " has a route with the id " + id + " already. Choose another name.");
                }
            }
        } catch (IOException e) {
            throw new StartupException("The route files in " + routes + " cannot be read: " + e, e);
        }
    }
}
