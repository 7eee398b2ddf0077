package io.clickreel.bench;

import io.clickreel.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What open dashboards cost a pipeline that is at work: {@code bench/dashboard [SECONDS] [READERS] [ROUNDS] [RATE]}. */
public final class DashboardBench {
    private static final long WARM_UP_MS = 20_000;
    private static final long SETTLE_MS = 3_000;

    private final OwnServices services;
    private final OwnDatabase database;
    private final LaunchedPipeline pipeline;
    private final int seconds;

    private DashboardBench(OwnServices services, OwnDatabase database, LaunchedPipeline pipeline, int seconds) {
        this.services = services;
        this.database = database;
        this.pipeline = pipeline;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = number(arguments, 0, 40);
        int readers = number(arguments, 1, 50);
        int rounds = number(arguments, 2, 3);
        int rate = number(arguments, 3, 10_000);
        List<DashboardRun> runs = new ArrayList<>();
        try (OwnServices services = OwnServices.all()) {
            Settings settings = services.settings()
                    .with(Map.of(
                            "kafka.topic", "dashboard",
                            "kafka.dead-topic", "dashboard.dead",
                            "clickhouse.database", "dashboard"));
            String broker = settings.text("kafka.broker-url");
            try (OwnDatabase database = new OwnDatabase(settings);
                    LaunchedPipeline pipeline = LaunchedPipeline.start(settings).awaitUp();
                    SteadyClicks clicks = new SteadyClicks(broker, "dashboard", rate)) {
                DashboardBench bench = new DashboardBench(services, database, pipeline, seconds);
                Thread.sleep(WARM_UP_MS);
                for (int round = 0; round < rounds; round++) {
                    System.err.printf(Locale.ROOT, "round %d at %,d clicks/s%n", round + 1, rate);
                    runs.add(bench.measure(null, 0));
                    try (DashboardReaders open = new DashboardReaders(pipeline.dashboard(), readers)) {
                        // Their connections and first answers are not what is measured.
                        Thread.sleep(SETTLE_MS);
                        runs.add(bench.measure(open, readers));
                    }
                    Thread.sleep(SETTLE_MS);
                }
            }
        }
        System.out.print(DashboardRun.HEAD);
        runs.forEach(run -> System.out.print(run.line()));
        double core = 100
                * (median(runs, true, run -> run.cpu().get("clickhouse"))
                        - median(runs, false, run -> run.cpu().get("clickhouse")));
        double stored =
                median(runs, true, DashboardRun::storedPerSecond) / median(runs, false, DashboardRun::storedPerSecond);
        double delay = median(runs, true, DashboardRun::delayP50Ms) / median(runs, false, DashboardRun::delayP50Ms);
        System.out.printf(
                Locale.ROOT,
                "%d dashboards: %.1f %% of a core of ClickHouse more; clicks stored %.3f times, delay p50 %.2f times%n",
                readers,
                core,
                stored,
                delay);
        BenchReport.write(
                "dashboard",
                Map.of(
                        "clickhouse_core_percent", core,
                        "ratio_stored", stored,
                        "ratio_delay_p50", delay,
                        "runs", runs));
        System.exit(0);
    }

    private DashboardRun measure(@Nullable DashboardReaders open, int readers) throws Exception {
        Map<String, Double> cpuBefore = cpu();
        long storedBefore = database.number("SELECT count() FROM clicks");
        long answeredBefore = open == null ? 0 : open.answered();
        long pushedBefore = open == null ? 0 : open.pushed();
        long startMs = Instant.now().toEpochMilli();
        Thread.sleep(seconds * 1_000L);
        pipeline.requireAlive();
        double measured = (Instant.now().toEpochMilli() - startMs) / 1e3;
        Map<String, Double> cpu = new TreeMap<>();
        cpu().forEach((process, after) -> cpu.put(process, (after - cpuBefore.get(process)) / measured));
        long stored = database.number("SELECT count() FROM clicks") - storedBefore;
        String delays = database.lines(
                        "SELECT toString(quantileExactHigh(0.5)(ms)), toString(quantileExactHigh(0.99)(ms))"
                                + " FROM (SELECT dateDiff('millisecond', first_timestamp, ingested_at) AS ms FROM batches WHERE"
                                + " ingested_at >= fromUnixTimestamp64Milli(toInt64(" + startMs + "), 'UTC'))")
                .get(0);
        String[] delayMs = delays.split("\t");
        return new DashboardRun(
                readers,
                measured,
                stored / measured,
                Double.parseDouble(delayMs[0]),
                Double.parseDouble(delayMs[1]),
                open == null ? 0 : (open.answered() - answeredBefore) / measured,
                open == null ? 0 : (open.pushed() - pushedBefore) / measured,
                open == null ? 0 : open.refused(),
                cpu,
                BenchReport.load());
    }

    private Map<String, Double> cpu() {
        return Map.of(
                "pipeline", pipeline.cpuSeconds(),
                "clickhouse", services.cpuSeconds("clickhouse"),
                "kafka", services.cpuSeconds("kafka"));
    }

    private static double median(List<DashboardRun> runs, boolean open, ToDoubleFunction<DashboardRun> figure) {
        double[] sorted = runs.stream()
                .filter(run -> (run.readers() > 0) == open)
                .mapToDouble(figure)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
    }
}
