package io.clickreel.bench;

import java.util.Map;

/** One way to bring the topic's clicks into ClickHouse. */
interface Contender {
    /** For tables and JSON, such as kafka_engine_tuned. */
    String name();

    /** Settings of ClickHouse's default profile, for one whose inserts are ClickHouse's own and cannot carry them. */
    default Map<String, String> profile() {
        return Map.of();
    }

    /** Gets ready on an empty ClickHouse, and waits. */
    Running prepare(ClickTopic topic, FreshClickHouse clickHouse) throws Exception;

    /** One that is ready. Closing it ends it. */
    interface Running extends AutoCloseable {
        /** Begins to read. */
        void go() throws Exception;

        /** @throws IllegalStateException if its process has ended */
        void requireAlive();

        /** CPU seconds of its own process so far; 0 if it has none. */
        double cpuSeconds();

        /** The most memory of its own process, in MiB; 0 if it has none. */
        long peakMb();
    }
}
