package io.clickreel.audit;

import io.clickreel.RootCause;
import io.clickreel.TextTable;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Tables;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.kafka.PartitionOffsets;
import io.clickreel.kafka.TopicSurvey;
import io.clickreel.schema.SchemaCheck;
import io.clickreel.schema.SchemaFault;
import io.clickreel.stream.SourcePartition;
import io.clickreel.stream.Stream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Proves from the data that nothing was lost and nothing was doubled, while the pipeline runs or while it does not. */
public final class Audit {
    private static final int OPEN_BATCH_TRIES = 12;

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
        long startNanos = System.nanoTime();
        // The ledger first: what it has closed by now, all other tables have as well.
        Map<SourcePartition, LedgerTotals> ledger = LedgerTotals.read(store);
        Map<SourcePartition, List<Finding>> findings = new TreeMap<>();
        ledger.forEach((partition, totals) ->
                findings.put(partition, new ArrayList<>(new LedgerCheck(store).check(partition, totals.end()))));
        Run run = new Run(store, startNanos, ledger, findings);
        run.askKafka();
        run.openBatches();
        run.views(faults);
        if (deep != null) {
            run.general.addAll(deep.check(store, ledger));
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

    /** What one run has found so far. */
    private final class Run {
        private final Store store;
        private final long startNanos;
        private final Map<SourcePartition, LedgerTotals> ledger;
        private final Map<SourcePartition, List<Finding>> ofPartition;
        private final List<Finding> general = new ArrayList<>();
        private final List<Finding> schemaFaults = new ArrayList<>();
        private final Map<SourcePartition, OpenBatch> open = new HashMap<>();
        private @Nullable TopicSurvey survey;
        private List<ViewCheck.Outcome> views = List.of();

        private Run(
                Store store,
                long startNanos,
                Map<SourcePartition, LedgerTotals> ledger,
                Map<SourcePartition, List<Finding>> ofPartition) {
            this.store = store;
            this.startNanos = startNanos;
            this.ledger = ledger;
            this.ofPartition = ofPartition;
        }

        private Set<String> topics() {
            Set<String> topics = new TreeSet<>(Set.of(stream.topic()));
            ledger.keySet().forEach(partition -> topics.add(partition.topic()));
            return topics;
        }

        private void askKafka() {
            try {
                survey = kafka.ask(topics());
                List<SourcePartition> all = new ArrayList<>(survey.partitions().keySet());
                all.addAll(survey.unanswered().keySet());
                all.forEach(partition -> {
                    ledger.putIfAbsent(partition, LedgerTotals.NONE);
                    ofPartition.putIfAbsent(partition, new ArrayList<>());
                });
                if (ledger.keySet().stream()
                        .noneMatch(partition -> partition.topic().equals(stream.topic()))) {
                    general.add(
                            Finding.unknown("Kafka has no topic " + stream.topic() + ", which the route of the stream "
                                    + stream.name()
                                    + " reads, and nothing of one was delivered: if there was one, nobody can tell"
                                    + " what was in it."));
                }
            } catch (KafkaException e) {
                general.add(Finding.undecided("Kafka does not answer (" + RootCause.of(e) + "), so nothing is compared"
                        + " with its offsets. What ClickHouse has is judged. Ask again when Kafka is there;"
                        + " kafka.broker-url names it."));
            }
        }

        private @Nullable PartitionOffsets inKafka(SourcePartition partition) {
            return survey == null ? null : survey.partitions().get(partition);
        }

        /** Whether the partition's topic is the one that Kafka has now, as far as is known. */
        private boolean isCurrent(SourcePartition partition) {
            return survey == null
                    || survey.partitions().containsKey(partition)
                    || survey.unanswered().containsKey(partition);
        }

        private void openBatches() {
            ledger.forEach((partition, totals) -> {
                OpenBatch found = openBatch(partition);
                open.put(partition, found);
                List<Finding> findings = ofPartition.computeIfAbsent(partition, key -> new ArrayList<>());
                findings.addAll(found.findings());
                compareWithKafka(partition, totals, found, findings);
            });
        }

        /** A batch that closes between two questions looks wrong for a moment; it is asked again. */
        private OpenBatch openBatch(SourcePartition partition) {
            OpenBatch found = askOpenBatch(partition);
            for (int i = 1; i < OPEN_BATCH_TRIES && found.isSuspect() && survey != null; i++) {
                patience.pauseNow();
                found = askOpenBatch(partition);
            }
            return found;
        }

        private OpenBatch askOpenBatch(SourcePartition partition) {
            return OpenBatch.find(
                    store,
                    partition,
                    () -> {
                        if (survey == null) {
                            return null;
                        }
                        try {
                            return kafka.ask(Set.of(partition.topic()))
                                    .partitions()
                                    .get(partition);
                        } catch (KafkaException e) {
                            return null;
                        }
                    },
                    isCurrent(partition));
        }

        private void compareWithKafka(
                SourcePartition partition, LedgerTotals totals, OpenBatch openBatch, List<Finding> findings) {
            PartitionOffsets has = inKafka(partition);
            new LogCheck(store, partition, totals, openBatch).check(has, survey, findings, general);
            if (has != null && openBatch.isOpen() && openBatch.rows() > 0) {
                findings.add(Finding.remark(partition + ": " + LedgerCheck.of(openBatch.rows(), "row")
                        + " in flight, of the batch that is open: "
                        + Offsets.before(openBatch.closedEnd(), openBatch.intentEnd())
                        + ". The ledger tells of them when it is closed."));
            }
        }

        private void views(Optional<List<SchemaFault>> faults) {
            if (faults.isEmpty()) {
                general.add(Finding.undecided("Nothing says which tables and views should be there: the table"
                        + " schema_history is gone or empty. './clickreel up' applies ddl/ again and writes it."));
            }
            ViewCheck check = new ViewCheck(store, patience, () -> ledger.keySet().stream()
                    .map(partition -> Map.entry(partition, askOpenBatch(partition)))
                    .filter(entry -> entry.getValue().isOpen())
                    .map(entry -> new ViewCheck.InFlight(
                            entry.getKey(),
                            entry.getValue().closedEnd(),
                            entry.getValue().intentEnd()))
                    .toList());
            View.Found all = View.find(store);
            List<View> found = new ArrayList<>(all.views());
            all.uncounted().forEach(sentence -> general.add(Finding.remark(sentence)));
            if (found.isEmpty() && faults.orElse(List.of()).isEmpty()) {
                general.add(Finding.violation(
                        "No materialized view on " + store.table() + " counts its rows: those of ddl/ are gone, so"
                                + " nothing tells what was inserted. Make them again from ddl/."));
            }
            // The target of a dropped view is still there, and tells since when the view is gone.
            faults.orElse(List.of()).stream()
                    .map(SchemaFault::target)
                    .filter(Objects::nonNull)
                    .distinct()
                    .filter(target ->
                            found.stream().noneMatch(view -> view.name().equals(target)))
                    .forEach(target -> View.ofTarget(store, target).ifPresent(found::add));
            views = check.check(found);
            faults.orElse(List.of())
                    .forEach(fault -> schemaFaults.add(
                            Finding.violation(fault.text(new ReplayRange(store).fromOf(fault.target(), views)))));
            views.forEach(outcome -> general.addAll(outcome.findings()));
            if (views.stream().anyMatch(ViewCheck.Outcome::agreedLater)) {
                general.add(
                        Finding.remark("Records arrived meanwhile, so that raw rows and views were counted at different"
                                + " moments; where they differed, they agreed when they were asked again."));
            }
            general.addAll(new MissingRows(store, ledger).find(views));
        }

        private AuditReport report() {
            // Causes before their effects.
            List<Finding> all = new ArrayList<>(schemaFaults);
            // A topic that was made again has the same partition names.
            ofPartition.forEach((partition, findings) -> findings.forEach(finding -> all.add(
                    isCurrent(partition) ? finding : new Finding(finding.verdict(), "former " + finding.sentence()))));
            all.addAll(general);
            long rows = ledger.values().stream().mapToLong(LedgerTotals::rows).sum();
            String took = "%,d rows judged in %.1f s%n".formatted(rows, (System.nanoTime() - startNanos) / 1e9);
            TextTable partitions = ReportTables.partitions();
            ledger.forEach((partition, totals) -> ReportTables.add(
                    partitions,
                    partition,
                    isCurrent(partition),
                    totals,
                    Optional.ofNullable(open.get(partition)).orElseThrow(),
                    inKafka(partition),
                    ofPartition.getOrDefault(partition, List.of())));
            return new AuditReport(
                    partitions.text() + "\n" + ReportTables.views(views).text() + "\n" + took, all);
        }
    }
}
