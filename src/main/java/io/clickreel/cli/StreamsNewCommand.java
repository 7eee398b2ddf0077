package io.clickreel.cli;

import io.clickreel.StartupException;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.newstream.Draft;
import io.clickreel.newstream.NewStream;
import io.clickreel.newstream.Request;
import io.clickreel.routes.RouteFolder;
import io.clickreel.routes.StreamRoutes;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clickreel streams new}: contract, table and route from a sample. */
@Command(
        name = "new",
        description = {
            "Makes a stream of a topic: reads a sample, infers types, writes contract, table and route, and shows the first"
                    + " rows as they will be stored.",
            "The records of the sample are evenly spread over the partitions, and in each from the oldest to the newest. A"
                    + " Clickreel that runs stores the topic at once, from its beginning. Nothing existing is overwritten."
                    + " -Dkey=value is a setting for this run."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "For example: ./clickreel streams new orders --topic orders --dry-run",
            "Exit code: 0 done, 1 failed, and no file is written."
        })
final class StreamsNewCommand implements Callable<Integer> {
    private static final int ROWS = 3;
    private static final long STOP_LIMIT_S = 60;
    private static final long LIVE_LIMIT_MS = 30_000;
    private static final long LOOK_EACH_MS = 300;

    @Mixin
    private RunSettings settings = new RunSettings();

    @Parameters(
            paramLabel = "NAME",
            description = "Of the stream; its table, route, group and files are named after it.")
    private String name = "";

    @Option(names = "--topic", paramLabel = "TOPIC", required = true, description = "Where its events are.")
    private String topic = "";

    @Option(names = "--records", paramLabel = "N", description = "At most so many records are read (default: 1000).")
    private int records = 1_000;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The sample is this file, with one JSON object in each line, and not the topic.")
    private @Nullable Path file;

    @Option(names = "--dry-run", description = "Shows all of it, and writes nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        Request request = new Request(name, topic, file, records);
        // A stream that is half made by the time of Ctrl-C is made in full, or taken back.
        try (Interruption stop = new Interruption(STOP_LIMIT_S, "", "clickreel: it did not end in time.")) {
            return Access.useOrMake(settings, "streams", access -> make(access, request, stop));
        }
    }

    private int make(Access access, Request request, Interruption stop) {
        ClientProperties clients = ClientProperties.of(access.settings());
        try (KafkaAdmin kafka = access.kafka()) {
            NewStream streams = new NewStream(
                    access.home(),
                    RouteFolder.of(access.settings(), access.home()),
                    access.clickHouse(),
                    clients,
                    kafka,
                    access.values());
            Draft draft = streams.draft(request, StreamRoutes.ofFiles(access.settings(), access.home()), ROWS);
            System.out.print(DraftText.of(draft));
            if (dryRun || stop.getAsBoolean()) {
                System.out.println("\nNothing was written.");
                return 0;
            }
            List<Path> files =
                    streams.create(draft, (int) access.settings().number("kafka.topic-partitions", 1, 10_000));
            System.out.println("\nWritten:");
            files.forEach(each -> System.out.println("  " + access.inHome(each)));
            System.out.println(
                    access.besidePipeline()
                            ? awaitLive(request, kafka, stop)
                            : "Start Clickreel (./clickreel up): it" + " stores topic " + topic
                                    + " from its beginning.");
            return 0;
        } catch (KafkaException e) {
            throw new StartupException(e.getMessage() + ". No file was written.", e);
        }
    }

    private static String awaitLive(Request request, KafkaAdmin kafka, Interruption stop) {
        long endNanos = System.nanoTime() + LIVE_LIMIT_MS * 1_000_000;
        try {
            do {
                if (kafka.readers(request.routeId()) > 0) {
                    return "The stream is live: Clickreel stores topic " + request.topic() + " from its beginning.";
                }
            } while (System.nanoTime() < endNanos && stop.pause(LOOK_EACH_MS));
        } catch (KafkaException e) {
            return "The files are in their places, but whether the route is live Kafka does not tell now: "
                    + e.getMessage() + ".";
        }
        return "The files are in their places, but the Clickreel that runs has not started the route within "
                + LIVE_LIMIT_MS / 1_000 + " s. Its log says why; ./clickreel up, started again, reads it too.";
    }
}
