package io.clickreel.audit;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.query.GenericRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Proves from the data that nothing was lost and nothing was doubled, while the pipeline runs or while it does not. */
public final class Audit {
    private static final int OPEN_BATCH_TRIES = 12;
    private static final int UNKNOWN_DATABASE = 81;
    /** So many offsets are read at once to name what lacks; more is the deep audit's work. */
    private static final long MOST_TO_NAME = 4_000_000;

    /** Asks Kafka, as often as needed. */
    interface Kafka {
        /** @throws KafkaException if it does not answer */
        KafkaSurvey ask(Set<String> topics);
    }

    private final Store store;
    private final Kafka kafka;
    private final String topic;
    private final Patience patience;

    /**
     * @param client with the database, patient enough for questions over all clicks
     * @param kafka properties of an admin client
     * @param topic that is delivered now
     */
    public Audit(Client client, Properties kafka, String topic) {
        this(client, topics -> KafkaSurvey.ask(kafka, topics), topic, Patience.USUAL);
    }

    Audit(Client client, Kafka kafka, String topic, Patience patience) {
        this.store = new Store(client);
        this.kafka = kafka;
        this.topic = topic;
        this.patience = patience;
    }

    /** @param deep null: the rows are not read, the ledger of the inserts is */
    public AuditReport run(@Nullable DeepAudit deep) {
        if (!hasTables()) {
            return AuditReport.undecided(
                    "There is nothing to audit yet: ClickHouse has no tables of clicks and deliveries."
                            + " './clickreel up' makes them.");
        }
        long startNanos = System.nanoTime();
        // First the ledger: what it has closed by now, all other tables have as well.
        Map<AuditedPartition, LedgerTotals> ledger = LedgerTotals.read(store);
        Map<AuditedPartition, List<Finding>> findings = new TreeMap<>();
        ledger.forEach((partition, totals) ->
                findings.put(partition, new ArrayList<>(new LedgerCheck(store).check(partition, totals.end()))));
        Run run = new Run(startNanos, ledger, findings);
        run.askKafka();
        run.openBatches();
        run.views();
        if (deep != null) {
            run.general.addAll(deep.check(store, ledger));
        }
        return run.report();
    }

    private boolean hasTables() {
        try {
            return store.rows("SELECT count() AS n FROM system.tables WHERE database = currentDatabase() AND name IN"
                                    + " ('clicks', 'batches', 'dead_letters', 'deliveries')")
                            .get(0)
                            .getLong("n")
                    == 4;
        } catch (ServerException e) {
            if (e.getCode() == UNKNOWN_DATABASE) {
                return false;
            }
            throw e;
        }
    }

    /** What one run has gathered. */
    private final class Run {
        private final long startNanos;
        private final Map<AuditedPartition, LedgerTotals> ledger;
        private final Map<AuditedPartition, List<Finding>> ofPartition;
        private final List<Finding> general = new ArrayList<>();
        private final Map<AuditedPartition, OpenBatch> open = new HashMap<>();
        private @Nullable KafkaSurvey survey;
        private List<ViewCheck.Outcome> views = List.of();

        private Run(
                long startNanos,
                Map<AuditedPartition, LedgerTotals> ledger,
                Map<AuditedPartition, List<Finding>> ofPartition) {
            this.startNanos = startNanos;
            this.ledger = ledger;
            this.ofPartition = ofPartition;
        }

        private Set<String> topics() {
            Set<String> topics = new TreeSet<>(Set.of(topic));
            ledger.keySet().forEach(partition -> topics.add(partition.topic()));
            return topics;
        }

        private void askKafka() {
            try {
                survey = kafka.ask(topics());
                for (AuditedPartition partition : survey.partitions().keySet()) {
                    ledger.putIfAbsent(partition, LedgerTotals.NONE);
                    ofPartition.putIfAbsent(partition, new ArrayList<>());
                }
            } catch (KafkaException e) {
                general.add(Finding.undecided("Kafka does not answer (" + e.getMessage() + "), so nothing is compared"
                        + " with its offsets. What ClickHouse has is judged. Ask again when Kafka is there;"
                        + " kafka.broker-url names it."));
            }
        }

        private @Nullable KafkaPartition inKafka(AuditedPartition partition) {
            return survey == null ? null : survey.partitions().get(partition);
        }

        /** Whether its topic is the one that Kafka has, as far as is known. */
        private boolean isCurrent(AuditedPartition partition) {
            return survey == null || survey.partitions().containsKey(partition);
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

        /** A batch that is closed between two questions looks wrong for a moment. */
        private OpenBatch openBatch(AuditedPartition partition) {
            OpenBatch found = askOpenBatch(partition);
            for (int i = 1; i < OPEN_BATCH_TRIES && found.isSuspect() && survey != null; i++) {
                patience.pauseNow();
                found = askOpenBatch(partition);
            }
            return found;
        }

        private OpenBatch askOpenBatch(AuditedPartition partition) {
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
                AuditedPartition partition, LedgerTotals totals, OpenBatch openBatch, List<Finding> findings) {
            KafkaPartition has = inKafka(partition);
            if (has == null) {
                Finding former =
                        Finding.remark("Kafka has no topic " + partition.topic() + " of the id " + partition.topicId()
                                + " any more (deleted, or made anew), so it is judged by what ClickHouse has.");
                if (survey != null && !general.contains(former)) {
                    general.add(former);
                }
                return;
            }
            if (has.end() < totals.end()) {
                findings.add(
                        Finding.violation(
                                partition + ": Kafka's log ends at offset " + has.end() + ", but offsets up"
                                        + " to " + (totals.end() - 1)
                                        + " were delivered: Kafka has lost records that were read before,"
                                        + " and gives their offsets to new ones. Make the topic anew, or set kafka.topic to another one."));
            }
            if (!totals.isEmpty() && has.start() < totals.first()) {
                Offsets before = Offsets.before(has.start(), totals.first());
                findings.add(Finding.violation(partition + ": " + before + " (" + before.count() + ") are in Kafka, but"
                        + " ingestion began behind them: they are neither in clicks nor in dead_letters. If this was not"
                        + " meant (autoOffsetReset in routes/clicks-ingest.camel.yaml), './clickreel replay' over these"
                        + " offsets stores them."));
            }
            if (openBatch.isOpen() && openBatch.rows() > 0) {
                findings.add(Finding.remark(partition + ": " + LedgerCheck.of(openBatch.rows(), "row")
                        + " in flight, of the batch that is open: "
                        + Offsets.before(openBatch.closedEnd(), openBatch.intentEnd())
                        + ". The ledger tells of them when it is closed."));
            }
        }

        private void views() {
            ViewCheck check = new ViewCheck(store, patience, () -> ledger.keySet().stream()
                    .map(partition -> Map.entry(partition, askOpenBatch(partition)))
                    .filter(entry -> entry.getValue().isOpen())
                    .map(entry -> new ViewCheck.InFlight(
                            entry.getKey(),
                            entry.getValue().closedEnd(),
                            entry.getValue().intentEnd()))
                    .toList());
            List<View> found = View.find(store);
            if (found.isEmpty()) {
                general.add(
                        Finding.violation("No materialized view on clicks counts its rows: those of ddl/ are gone, so"
                                + " nothing tells what was inserted. Make them anew from ddl/."));
            }
            views = check.check(found);
            views.forEach(outcome -> general.addAll(outcome.findings()));
            if (views.stream().anyMatch(ViewCheck.Outcome::agreedLater)) {
                general.add(Finding.remark(
                        "Clicks arrived meanwhile, so that raw clicks and views were counted at different"
                                + " moments; where they differed, they agreed when they were asked again."));
            }
            nameMissingRows();
        }

        /** If clicks were taken out or put in behind the inserts' back, the minutes lead to the offsets. */
        private void nameMissingRows() {
            boolean rowsDiffer = views.stream()
                    .anyMatch(
                            outcome -> outcome.view().bucket() == Bucket.ALL && outcome.verdict() == Verdict.VIOLATED);
            List<Long> minutes = views.stream()
                    .filter(outcome -> outcome.view().bucket() == Bucket.MINUTE)
                    .flatMap(outcome -> outcome.suspects().stream())
                    .sorted()
                    .toList();
            if (!rowsDiffer) {
                return;
            }
            boolean named = false;
            if (!minutes.isEmpty()) {
                long first = minutes.get(0);
                long last = minutes.get(minutes.size() - 1);
                for (GenericRecord row : store.rows("SELECT _topic, _topic_id, _partition, min(first_offset) AS first,"
                        + " max(last_offset) + 1 AS end FROM batches WHERE last_event_ts >= toDateTime64(" + first
                        + ", 3, 'UTC') AND first_event_ts < toDateTime64(" + (last + 60)
                        + ", 3, 'UTC') GROUP BY _topic, _topic_id, _partition")) {
                    named |= nameMissingRows(AuditedPartition.of(row), row.getLong("first"), row.getLong("end"));
                }
            }
            if (!named) {
                general.add(
                        Finding.remark("'./clickreel audit --deep --restart' reads the rows and names the offsets."));
            }
        }

        private boolean nameMissingRows(AuditedPartition partition, long first, long end) {
            LedgerTotals totals = ledger.getOrDefault(partition, LedgerTotals.NONE);
            if (end - first > MOST_TO_NAME || first >= totals.end()) {
                return false;
            }
            GenericRecord bounds = store.row(
                    "SELECT max(if(end_offset <= {first:UInt64}, end_offset, 0)) AS from, min(if(end_offset >= {end:UInt64},"
                            + " end_offset, 9223372036854775807)) AS to FROM deliveries WHERE"
                            + AuditedPartition.IS_THIS,
                    partition.parameters("first", first, "end", Math.min(end, totals.end())));
            List<Finding> findings =
                    new RowCheck(store, MOST_TO_NAME).check(partition, bounds.getLong("from"), bounds.getLong("to"));
            general.addAll(findings);
            return !findings.isEmpty();
        }

        private AuditReport report() {
            List<Finding> all = new ArrayList<>();
            // Partitions of two lives of a topic have the same name.
            ofPartition.forEach((partition, findings) -> findings.forEach(finding -> all.add(
                    isCurrent(partition) ? finding : new Finding(finding.verdict(), "former " + finding.sentence()))));
            all.addAll(general);
            long clicks =
                    ledger.values().stream().mapToLong(LedgerTotals::clicks).sum();
            String took = "%,d clicks judged in %.1f s%n".formatted(clicks, (System.nanoTime() - startNanos) / 1e9);
            return new AuditReport(partitionTable() + "\n" + viewTable() + "\n" + took, all);
        }

        private String partitionTable() {
            TextTable table = new TextTable(
                    1,
                    "topic",
                    "partition",
                    "from",
                    "to",
                    "clicks",
                    "dead letters",
                    "no record",
                    "lost",
                    "in flight",
                    "lag",
                    "verdict");
            ledger.forEach((partition, totals) -> {
                OpenBatch batch = Optional.ofNullable(open.get(partition)).orElseThrow();
                KafkaPartition has = inKafka(partition);
                List<Finding> findings = ofPartition.getOrDefault(partition, List.of());
                Verdict verdict = findings.stream().map(Finding::verdict).reduce(Verdict.HOLDS, Verdict::and);
                table.add(
                        partition.topic() + (isCurrent(partition) ? "" : " (former, " + partition.topicId() + ")"),
                        Integer.toString(partition.partition()),
                        totals.isEmpty() ? "-" : Long.toString(totals.first()),
                        totals.isEmpty() ? "-" : Long.toString(totals.end() - 1),
                        number(totals.clicks()),
                        number(totals.deadLetters()),
                        number(totals.withoutRecord()),
                        number(totals.lost()),
                        number(batch.rows()),
                        has == null ? "-" : number(lag(has, totals, batch)),
                        word(verdict));
            });
            return table.text();
        }

        /** What Kafka has and the ledger has not told of yet. */
        private long lag(KafkaPartition has, LedgerTotals totals, OpenBatch batch) {
            long from = totals.isEmpty() ? has.start() : Math.max(totals.end(), batch.closedEnd());
            return Math.max(0, has.end() - from);
        }

        private String viewTable() {
            TextTable table = new TextTable(1, "view", "raw clicks", "its total", "verdict");
            views.forEach(outcome -> table.add(
                    outcome.view().name(), number(outcome.raw()), number(outcome.total()), word(outcome.verdict())));
            return table.text();
        }

        private String word(Verdict verdict) {
            return switch (verdict) {
                case HOLDS -> "holds";
                case UNDECIDED -> "undecided";
                case VIOLATED -> "violated";
            };
        }

        private String number(long number) {
            return "%,d".formatted(number);
        }
    }
}
