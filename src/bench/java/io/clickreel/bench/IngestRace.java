package io.clickreel.bench;

import io.clickreel.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets one contender at a time empty the same topic into a ClickHouse of its own, and measures it. */
final class IngestRace {
    static final List<String> VIEWS = List.of(
            "film_clicks_per_minute", "user_clicks_per_minute", "device_events_per_minute", "sessions", "batches");
    private static final long LIMIT_NANOS = 900_000_000_000L;
    private static final long QUIET_NANOS = 4_000_000_000L;
    private static final long POLL_MS = 100;

    private final ClickTopic topic;
    private final Settings settings;
    private final ProcessMeter broker;

    /** @param settings with the addresses of Kafka and S3 */
    IngestRace(ClickTopic topic, Settings settings, ProcessMeter broker) {
        this.topic = topic;
        this.settings = settings;
        this.broker = broker;
    }

    /** @throws IllegalStateException if something is missing, doubled or dead at the end */
    IngestRun run(Contender contender, int round) throws Exception {
        ConsumerGroup.forget(topic.broker());
        try (FreshClickHouse clickHouse = FreshClickHouse.start(settings, contender.profile());
                Contender.Running running = contender.prepare(topic, clickHouse)) {
            return measure(contender.name(), round, clickHouse, running);
        }
    }

    private IngestRun measure(String name, int round, FreshClickHouse clickHouse, Contender.Running running)
            throws Exception {
        ProcessMeter engine = clickHouse.meter();
        double pipelineBefore = running.cpuSeconds();
        double engineBefore = engine.cpuSeconds();
        double brokerBefore = broker.cpuSeconds();
        long limit = System.nanoTime() + LIMIT_NANOS;
        running.go();

        long first = await(clickHouse, running, "SELECT count() FROM clicks", 1, limit);
        long firstNanos = System.nanoTime();
        await(clickHouse, running, "SELECT count() FROM clicks", topic.clicks(), limit);
        for (String view : VIEWS) {
            await(clickHouse, running, "SELECT sum(clicks) FROM " + view, topic.clicks(), limit);
        }
        double seconds = (System.nanoTime() - firstNanos) / 1e9;
        double pipelineCpu = running.cpuSeconds() - pipelineBefore;
        double engineCpu = engine.cpuSeconds() - engineBefore;
        double brokerCpu = broker.cpuSeconds() - brokerBefore;
        Drained drained = drain(clickHouse, engine, limit);
        double drainedSeconds = (drained.nanos() - firstNanos) / 1e9;
        check(name, clickHouse);

        double millions = topic.clicks() / 1e6;
        return new IngestRun(
                name,
                round,
                (topic.clicks() - first) / seconds,
                (topic.clicks() - first) / drainedSeconds,
                seconds,
                drainedSeconds - seconds,
                pipelineCpu / millions,
                engineCpu / millions,
                (drained.engineCpuSeconds() - engineBefore) / millions,
                brokerCpu / millions,
                running.peakMb(),
                engine.peakMb(),
                clickHouse.number("(SELECT count() FROM batches)"),
                bytesPerClick(clickHouse));
    }

    private record Drained(long nanos, double engineCpuSeconds) {}

    /** Waits until no merge runs and none has begun for some seconds; what passes until then counts only while one ran. */
    private static Drained drain(FreshClickHouse clickHouse, ProcessMeter engine, long limit) throws Exception {
        Drained busy = new Drained(System.nanoTime(), engine.cpuSeconds());
        long partsBefore = -1;
        while (System.nanoTime() - busy.nanos() < QUIET_NANOS) {
            requireTime(limit, "the end of the merges");
            long merges = clickHouse.number("(SELECT count() FROM system.merges)");
            long parts = clickHouse.number("(SELECT count() FROM system.parts WHERE active)");
            if (merges > 0 || parts != partsBefore) {
                busy = new Drained(System.nanoTime(), engine.cpuSeconds());
            }
            partsBefore = parts;
            Thread.sleep(100);
        }
        return busy;
    }

    private static long await(FreshClickHouse clickHouse, Contender.Running running, String sql, long rows, long limit)
            throws Exception {
        while (true) {
            running.requireAlive();
            long found = clickHouse.number("(" + sql + ")");
            if (found >= rows) {
                return found;
            }
            requireTime(limit, rows + " rows of " + sql);
            Thread.sleep(POLL_MS);
        }
    }

    private static void requireTime(long limit, String what) {
        if (System.nanoTime() > limit) {
            throw new IllegalStateException("There was no " + what + " in time.");
        }
    }

    private void check(String name, FreshClickHouse clickHouse) {
        requireSame(name, "clicks", clickHouse.number("(SELECT count() FROM clicks)"), topic.clicks());
        requireSame(name, "dead letters", clickHouse.number("(SELECT count() FROM dead_letters)"), 0);
        for (String view : VIEWS) {
            String sql = "(SELECT sum(clicks) FROM " + view + ")";
            requireSame(name, "clicks of " + view, clickHouse.number(sql), topic.clicks());
        }
    }

    private static void requireSame(String name, String what, long found, long expected) {
        if (found != expected) {
            throw new IllegalStateException(
                    name + " left " + found + " " + what + " instead of " + expected + "; its numbers mean nothing.");
        }
    }

    private Map<String, Double> bytesPerClick(FreshClickHouse clickHouse) {
        Map<String, Double> bytes = new LinkedHashMap<>();
        bytes.put("clicks", clickHouse.bytesOnDisk("clicks") / (double) topic.clicks());
        for (String view : VIEWS) {
            bytes.put(view, clickHouse.bytesOnDisk(view) / (double) topic.clicks());
        }
        return bytes;
    }
}
