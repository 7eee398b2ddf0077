package io.clickreel.bench;

import io.clickreel.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How long a click takes from Kafka to a view, at several rates: {@code bench/latency [SECONDS] [RATE...]}. */
public final class LatencyBench {
    private static final List<Integer> RATES = List.of(1_000, 10_000, 50_000, 100_000);
    private static final int DEFAULT_SECONDS = 30;
    private static final long WARM_UP_MS = 15_000;
    private static final long UNSEEN_LIMIT_MS = 30_000;

    private final OwnServices services;
    private final int seconds;

    private LatencyBench(OwnServices services, int seconds) {
        this.services = services;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_SECONDS;
        List<Integer> rates = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            rates.add(Integer.parseInt(arguments[i]));
        }
        List<LatencyRun> runs = new ArrayList<>();
        try (OwnServices services = OwnServices.all()) {
            LatencyBench bench = new LatencyBench(services, seconds);
            for (int rate : rates.isEmpty() ? RATES : rates) {
                System.err.printf(Locale.ROOT, "%,d clicks/s for %d s%n", rate, seconds);
                runs.add(bench.run("latency_" + runs.size(), rate));
            }
        }
        System.out.print(LatencyRun.HEAD);
        runs.forEach(run -> System.out.print(run.line()));
        BenchReport.write("latency", Map.of("runs", runs));
        System.exit(0);
    }

    /** A topic, a database and a pipeline of its own for each run: a rate can be asked for twice. */
    private LatencyRun run(String name, int rate) throws Exception {
        Settings settings = services.settings()
                .with(Map.of("kafka.topic", name, "kafka.dead-topic", name + ".dead", "clickhouse.database", name));
        String broker = settings.text("kafka.broker-url");
        ConsumerGroup.forget(broker);
        try (OwnDatabase database = new OwnDatabase(settings);
                LaunchedPipeline pipeline = LaunchedPipeline.start(settings).awaitUp();
                SteadyClicks clicks = new SteadyClicks(broker, name, rate);
                Markers markers = new Markers(broker, name, database)) {
            Thread.sleep(WARM_UP_MS);
            return measure(rate, database, pipeline, clicks, markers);
        }
    }

    private LatencyRun measure(
            int rate, OwnDatabase database, LaunchedPipeline pipeline, SteadyClicks clicks, Markers markers)
            throws Exception {
        TableParts partsBefore = TableParts.of(database);
        Map<String, Double> cpuBefore = cpu(pipeline);
        long sentBefore = clicks.acknowledged();
        long storedBefore = database.number("SELECT count() FROM clicks");
        int firstMarker = markers.sent();
        long startMs = Instant.now().toEpochMilli();
        long startNanos = System.nanoTime();
        long mostActive = 0;
        TableParts parts = partsBefore;
        while (System.nanoTime() - startNanos < seconds * 1_000_000_000L) {
            Thread.sleep(1_000);
            pipeline.requireAlive();
            parts = TableParts.of(database);
            mostActive = Math.max(mostActive, parts.active().getOrDefault("clicks", 0L));
        }
        long endMs = Instant.now().toEpochMilli();
        double measured = (System.nanoTime() - startNanos) / 1e9;
        Map<String, Double> cpu = new TreeMap<>();
        cpu(pipeline).forEach((process, after) -> cpu.put(process, (after - cpuBefore.get(process)) / measured));
        long sent = clicks.acknowledged() - sentBefore;
        long stored = database.number("SELECT count() FROM clicks") - storedBefore;
        int lastMarker = markers.sent();
        long unseen = markers.finish(UNSEEN_LIMIT_MS);
        String batches = " FROM batches WHERE ingested_at >= " + time(startMs) + " AND ingested_at < " + time(endMs);
        return new LatencyRun(
                rate,
                measured,
                sent / measured,
                stored / measured,
                markers.latencyMs(firstMarker, lastMarker),
                unseen,
                markers.askedMs(),
                percentiles(
                        database,
                        "_timestamp, _ingested_at",
                        " FROM clicks WHERE _ingested_at >= " + time(startMs) + " AND _ingested_at < " + time(endMs)),
                percentiles(database, "first_timestamp, ingested_at", batches),
                percentiles(database, "last_timestamp, ingested_at", batches),
                parts.madePerSecond("clicks", partsBefore, measured),
                parts.madePerSecond(partsBefore, measured),
                mostActive,
                parts.active(),
                cpu,
                BenchReport.load());
    }

    private Map<String, Double> cpu(LaunchedPipeline pipeline) {
        return Map.of(
                "pipeline", pipeline.cpuSeconds(),
                "clickhouse", services.cpuSeconds("clickhouse"),
                "kafka", services.cpuSeconds("kafka"),
                "bench", new ProcessMeter(ProcessHandle.current().pid()).cpuSeconds());
    }

    /** In ms. @param fromAndTo two columns */
    private static Percentiles percentiles(OwnDatabase database, String fromAndTo, String from) throws Exception {
        String ms = "dateDiff('millisecond', " + fromAndTo + ")";
        String[] columns = database.lines("SELECT count(), arrayStringConcat(arrayMap(q -> toString(q),"
                        + " quantilesExactHigh(0.5, 0.9, 0.99)(" + ms + ")), '\t'), max(" + ms + ")" + from)
                .get(0)
                .split("\t|\\\\t");
        return new Percentiles(
                Integer.parseInt(columns[0]),
                Double.parseDouble(columns[1]),
                Double.parseDouble(columns[2]),
                Double.parseDouble(columns[3]),
                Double.parseDouble(columns[4]));
    }

    private static String time(long ms) {
        return "fromUnixTimestamp64Milli(toInt64(" + ms + "), 'UTC')";
    }
}
