package io.clickreel.audit;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Tables;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.kafka.TopicSurvey;
import io.clickreel.schema.SchemaCheck;
import io.clickreel.schema.SchemaFault;
import io.clickreel.stream.Stream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Proves from the data that nothing was lost and nothing was doubled, while the pipeline runs or while it does not. */
public final class Audit {
    /** Asks Kafka, as often as needed. */
    interface Kafka {
        /** @throws KafkaException if it does not answer */
        TopicSurvey ask(Set<String> topics);
    }

    private static final List<String> SHARED = List.of("batches", "dead_letters", "deliveries");
    private static final Sql IS_CURRENT = new Sql("SELECT count() FROM system.columns"
            + " WHERE database = currentDatabase() AND table = 'deliveries' AND name = 'stream'");

    private final ClickHouse clickHouse;
    private final SchemaCheck schema;
    private final Kafka kafka;
    private final Stream stream;
    private final List<Stream> streams;
    private final Patience patience;

    /**
     * @param clickHouse patient enough for questions over all rows
     * @param stream that is audited
     * @param streams all that the routes store, also those that are not started
     */
    public Audit(ClickHouse clickHouse, KafkaAdmin kafka, Stream stream, List<Stream> streams) {
        this(clickHouse, topics -> TopicSurvey.ask(kafka, topics, stream.group()), stream, streams, Patience.USUAL);
    }

    Audit(ClickHouse clickHouse, Kafka kafka, Stream stream, List<Stream> streams, Patience patience) {
        this.clickHouse = clickHouse;
        this.schema = new SchemaCheck(clickHouse, () -> streams);
        this.kafka = kafka;
        this.stream = stream;
        this.streams = streams;
        this.patience = patience;
    }

    /** @param deep null: the rows are not read, the ledger of the inserts is */
    public AuditReport run(@Nullable DeepAudit deep) {
        // A fault of what another stream alone has is told by the audit of that one.
        Optional<List<SchemaFault>> faults = schema.faults().map(all -> all.stream()
                .filter(fault -> fault.streams().isEmpty() || fault.streams().contains(stream.name()))
                .toList());
        Optional<Tables> tables = tables(clickHouse, List.of(stream.table()));
        if (tables.isEmpty()) {
            // Without one of these tables there is no audit; the check of the schema may know that it should be there.
            List<Finding> missing = faults.orElse(List.of()).stream()
                    .map(fault -> Finding.violation(fault.text(SchemaFault.EVERYTHING)))
                    .toList();
            return !missing.isEmpty()
                    ? new AuditReport("", missing)
                    : AuditReport.undecided("There is nothing to audit yet: ClickHouse lacks one of the tables "
                            + stream.table() + ", " + String.join(", ", SHARED)
                            + ", or it is as an earlier Clickreel has made it."
                            + " './clickreel up' makes them.");
        }
        Store store = new Store(clickHouse, tables.get(), stream, streams);
        AuditRun run = new AuditRun(store, kafka, patience);
        run.askKafka();
        run.openBatches();
        run.views(faults);
        if (deep != null) {
            run.readRows(deep);
        }
        return run.report();
    }

    /**
     * The tables that are there; empty if one that is needed is not, or not as this version needs it.
     *
     * @param more that are needed besides those of all streams
     */
    static Optional<Tables> tables(ClickHouse clickHouse, List<String> more) {
        try {
            Tables tables = Tables.read(clickHouse);
            return tables.has(SHARED) && tables.has(more) && clickHouse.number(IS_CURRENT) > 0
                    ? Optional.of(tables)
                    : Optional.empty();
        } catch (ClickHouseFailure e) {
            if (e.isMissing()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
