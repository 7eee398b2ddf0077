package io.clickreel.bench;

import io.clickreel.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What it costs to share a backlog of four partitions among more instances. */
final class InstancesBench {
    private static final int PARTITIONS = 4;
    private static final long WARM_UP = Long.getLong("bench.warm-up", 400_000);
    private static final long LIMIT_NANOS = 1_200_000_000_000L;

    private final OwnServices services;
    private final long clicks;

    InstancesBench(OwnServices services, long clicks) {
        this.services = services;
        this.clicks = clicks;
    }

    /** Each number of instances has a topic, a database and processes of its own, and what is wrong with it stops it all. */
    InstancesRun run(int instances) throws Exception {
        String name = "scale_" + instances;
        Settings settings = services.settings()
                .with(Map.of(
                        "kafka.topic",
                        name,
                        "kafka.dead-topic",
                        name + ".dead",
                        "kafka.topic-partitions",
                        Integer.toString(PARTITIONS),
                        "clickhouse.database",
                        name));
        String broker = settings.text("kafka.broker-url");
        int consumers = Integer.parseInt(settings.text("ingest.consumers"));
        ConsumerGroup.forget(broker);
        try (Backlog backlog = new Backlog(broker, name, PARTITIONS);
                OwnDatabase database = new OwnDatabase(settings)) {
            List<LaunchedPipeline> pipelines = new ArrayList<>();
            try {
                for (int i = 0; i < instances; i++) {
                    pipelines.add(LaunchedPipeline.start(settings));
                }
                for (LaunchedPipeline pipeline : pipelines) {
                    pipeline.awaitUp();
                }
                ConsumerGroup.await(broker, instances * consumers, PARTITIONS);
                // Each JVM has to compile what it runs often; that is no part of the price of a click.
                long warmUp = WARM_UP * instances;
                backlog.add(warmUp);
                await(database, pipelines, warmUp);
                return measure(instances, database, pipelines, backlog, warmUp);
            } finally {
                for (LaunchedPipeline pipeline : pipelines) {
                    pipeline.close();
                }
            }
        }
    }

    private InstancesRun measure(
            int instances, OwnDatabase database, List<LaunchedPipeline> pipelines, Backlog backlog, long warmUp)
            throws Exception {
        hold(database, "now64(3) + 3600");
        database.awaitQuietMerges();
        long insertsBefore = database.number("SELECT count() FROM batches");
        // From here on, because the consumers fetch and decode one batch of each partition before they may store it.
        double pipelineBefore = cpuSeconds(pipelines);
        double kafkaBefore = services.cpuSeconds("kafka");
        backlog.add(clicks);
        double kafkaFilling = services.cpuSeconds("kafka") - kafkaBefore;
        double clickHouseBefore = services.cpuSeconds("clickhouse");
        hold(database, "now64(3)");
        long first = await(database, pipelines, warmUp + 1) - warmUp;
        long firstNanos = System.nanoTime();
        await(database, pipelines, warmUp + clicks);
        double seconds = (System.nanoTime() - firstNanos) / 1e9;
        double pipelineCpu = cpuSeconds(pipelines) - pipelineBefore;
        double clickHouseCpu = services.cpuSeconds("clickhouse") - clickHouseBefore;
        double kafkaCpu = services.cpuSeconds("kafka") - kafkaBefore - kafkaFilling;
        double drainedSeconds = (database.awaitQuietMerges() - firstNanos) / 1e9;
        double drainedCpu = services.cpuSeconds("clickhouse") - clickHouseBefore;
        requireWhole(database, warmUp + clicks);
        double millions = clicks / 1e6;
        return new InstancesRun(
                instances,
                clicks,
                (clicks - first) / seconds,
                (clicks - first) / drainedSeconds,
                pipelineCpu / millions,
                clickHouseCpu / millions,
                drainedCpu / millions,
                kafkaCpu / millions,
                database.number("SELECT count() FROM batches") - insertsBefore);
    }

    /** As a replay does: no consumer begins a batch until then. */
    private static void hold(OwnDatabase database, String until) throws Exception {
        database.lines("INSERT INTO ingest_holds (holder, held_until) SELECT 'bench', " + until);
        // Each consumer asks once a second.
        Thread.sleep(until.equals("now64(3)") ? 0 : 3_000);
    }

    /** @return how many there are */
    private static long await(OwnDatabase database, List<LaunchedPipeline> pipelines, long stored) throws Exception {
        long limit = System.nanoTime() + LIMIT_NANOS;
        while (true) {
            long found = database.number("SELECT sum(rows) FROM batches");
            if (found >= stored) {
                return found;
            }
            for (LaunchedPipeline pipeline : pipelines) {
                pipeline.requireAlive();
            }
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("only " + found + " of " + stored + " clicks were stored in time");
            }
            Thread.sleep(50);
        }
    }

    private static void requireWhole(OwnDatabase database, long stored) throws Exception {
        for (String count : List.of(
                "count() FROM clicks",
                "sum(clicks) FROM sessions",
                "sum(clicks) FROM user_clicks_per_minute",
                "sum(clicks) FROM film_clicks_per_minute")) {
            long found = database.number("SELECT " + count);
            if (found != stored) {
                throw new IllegalStateException(count + " is " + found + " instead of " + stored);
            }
        }
    }

    private static double cpuSeconds(List<LaunchedPipeline> pipelines) {
        return pipelines.stream().mapToDouble(LaunchedPipeline::cpuSeconds).sum();
    }
}
