package io.clickreel.audit;

import io.clickreel.RootCause;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.stream.Stream;
import io.clickreel.stream.StreamTopics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Audits streams one after the other, and names the topics that belong to none of them. */
public final class Audits {
    private static final String OF_NO_STREAM = "Topics of no stream";

    private final ClickHouse clickHouse;
    private final KafkaAdmin kafka;
    private final List<Stream> streams;

    /**
     * @param clickHouse patient enough for questions over all rows
     * @param streams all that the routes store, also those that are not started
     */
    public Audits(ClickHouse clickHouse, KafkaAdmin kafka, List<Stream> streams) {
        this.clickHouse = clickHouse;
        this.kafka = kafka;
        this.streams = streams;
    }

    /**
     * The reports on some streams, in their order, each under its heading.
     *
     * @param deep the check of a stream's rows; gives null if they are not to be read
     */
    public AuditReports run(List<Stream> chosen, Function<Stream, @Nullable DeepAudit> deep) {
        Map<String, AuditReport> reports = new LinkedHashMap<>();
        for (Stream stream : chosen) {
            reports.put(
                    "Stream " + stream.name() + ": topic " + stream.topic() + ", table " + stream.table(),
                    told(() -> new Audit(clickHouse, kafka, stream, streams).run(deep.apply(stream))));
        }
        AuditReport unknown = told(() -> new AuditReport("", unknown()));
        if (!unknown.findings().isEmpty()) {
            reports.put(OF_NO_STREAM, unknown);
        }
        return new AuditReports(reports);
    }

    private interface Work {
        AuditReport run();
    }

    private AuditReport told(Work work) {
        try {
            return work.run();
        } catch (RuntimeException e) {
            return AuditReport.undecided("The audit did not come to its end: " + RootCause.of(e) + ". ClickHouse is at "
                    + clickHouse.address() + ".");
        }
    }

    private List<Finding> unknown() {
        return Audit.tables(clickHouse, List.of())
                .map(tables -> StreamTopics.read(clickHouse, tables, streams).unknown().entrySet().stream()
                        .map(topic -> Finding.unknown("Topic " + topic.getKey() + " was delivered "
                                + (topic.getValue().isEmpty()
                                        ? "before streams were named"
                                        : "for the stream " + topic.getValue() + ", which no route stores now")
                                + ", and no stream's table has rows of it, so it is not judged. If it belongs to a stream, say"
                                + " so: ALTER TABLE deliveries UPDATE stream = '<its name>' WHERE _topic = '"
                                + topic.getKey() + "'."))
                        .toList())
                .orElse(List.of());
    }
}
