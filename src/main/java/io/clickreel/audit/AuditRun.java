package io.clickreel.audit;

import io.clickreel.RootCause;
import io.clickreel.TextTable;
import io.clickreel.kafka.PartitionOffsets;
import io.clickreel.kafka.TopicSurvey;
import io.clickreel.schema.SchemaFault;
import io.clickreel.stream.SourcePartition;
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

/** One run of the audit: what it has found so far. */
final class AuditRun {
    private static final int OPEN_BATCH_TRIES = 12;

    private final Store store;
    private final Audit.Kafka kafka;
    private final Patience patience;
    private final long startNanos = System.nanoTime();
    private final Map<SourcePartition, LedgerTotals> ledger;
    private final Map<SourcePartition, List<Finding>> ofPartition = new TreeMap<>();
    private final List<Finding> general = new ArrayList<>();
    private final List<Finding> schemaFaults = new ArrayList<>();
    private final Map<SourcePartition, OpenBatch> open = new HashMap<>();
    private @Nullable TopicSurvey survey;
    private List<ViewCheck.Outcome> views = List.of();

    /** Reads the ledger first: what it has closed by now, all other tables have as well. */
    AuditRun(Store store, Audit.Kafka kafka, Patience patience) {
        this.store = store;
        this.kafka = kafka;
        this.patience = patience;
        this.ledger = LedgerTotals.read(store);
        LedgerCheck check = new LedgerCheck(store);
        ledger.forEach((partition, totals) ->
                ofPartition.put(partition, new ArrayList<>(check.check(partition, totals.end()))));
    }

    private Set<String> topics() {
        Set<String> topics = new TreeSet<>(Set.of(store.stream().topic()));
        ledger.keySet().forEach(partition -> topics.add(partition.topic()));
        return topics;
    }

    void askKafka() {
        try {
            survey = kafka.ask(topics());
            List<SourcePartition> all = new ArrayList<>(survey.partitions().keySet());
            all.addAll(survey.unanswered().keySet());
            all.forEach(partition -> {
                ledger.putIfAbsent(partition, LedgerTotals.NONE);
                ofPartition.putIfAbsent(partition, new ArrayList<>());
            });
            if (ledger.keySet().stream()
                    .noneMatch(
                            partition -> partition.topic().equals(store.stream().topic()))) {
                general.add(Finding.unknown(
                        "Kafka has no topic " + store.stream().topic() + ", which the route of the stream "
                                + store.stream().name()
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

    void openBatches() {
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
                        return kafka.ask(Set.of(partition.topic())).partitions().get(partition);
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

    void views(Optional<List<SchemaFault>> faults) {
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
                .filter(target -> found.stream().noneMatch(view -> view.name().equals(target)))
                .forEach(target -> View.ofTarget(store, target).ifPresent(found::add));
        views = check.check(found);
        faults.orElse(List.of())
                .forEach(fault -> schemaFaults.add(
                        Finding.violation(fault.text(new ReplayRange(store).fromOf(fault.target(), views)))));
        views.forEach(outcome -> general.addAll(outcome.findings()));
        if (views.stream().anyMatch(ViewCheck.Outcome::agreedLater)) {
            general.add(Finding.remark("Records arrived meanwhile, so that raw rows and views were counted at different"
                    + " moments; where they differed, they agreed when they were asked again."));
        }
        general.addAll(new MissingRows(store, ledger).find(views));
    }

    void readRows(DeepAudit deep) {
        general.addAll(deep.check(store, ledger));
    }

    AuditReport report() {
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
