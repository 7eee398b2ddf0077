package io.clickreel.replay;

import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Tables;
import io.clickreel.contract.ValueReader;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.replay.ReplayJournal.Cut;
import io.clickreel.stream.Stream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes ranges of a stream's topic again in its table and in each view, without a double and without a gap for readers.
 *
 * <p>All is made in staging tables beside the live ones: first the range's own rows, then the other rows of the same
 * months, while ingestion runs. Ingestion is paused only for the last few rows and the swap. Each step is one insert
 * that can be done again; which steps are done is in table {@code replays}.
 */
public final class Replay implements AutoCloseable {
    /** At most this many rows are left to copy when ingestion is paused. */
    private static final long LAST_ROWS = 100_000;

    private static final int MOST_ROUNDS = 20;

    private static final Sql BYTES = new Sql("""
            SELECT intDiv(sum(bytes_on_disk), 1000000) + 1
            FROM system.parts
            WHERE active AND database = currentDatabase() AND table IN {tables:Array(String)}
                AND partition_id IN {months:Array(String)}
            """);

    private final Warehouse warehouse;
    private final TopicLog log;
    private final ReplayPlanner planner;
    private final BeyondLedger beyondLedger;
    private final Staging staging;
    private final Consumer<String> progress;
    private final Consumer<String> say;
    private final BooleanSupplier stop;
    private final Stream stream;
    private final List<Stream> streams;
    private final ValueReader values;
    private long openBatchLimitMs = 60_000;

    /**
     * @param kafka the properties of clients that reach it
     * @param streams all that the routes store
     * @param values how those are read that have a schema registry's prefix
     * @param progress told often how far it is
     * @param say told what the user has to know
     * @param stop asked between two steps whether to stop there
     */
    public Replay(
            ClickHouseConnection clickHouse,
            ClientProperties kafka,
            Stream stream,
            List<Stream> streams,
            ValueReader values,
            Consumer<String> progress,
            Consumer<String> say,
            BooleanSupplier stop) {
        this.stream = stream;
        this.streams = streams;
        this.values = values;
        this.warehouse = new Warehouse(clickHouse, stream.table());
        this.log = new TopicLog(kafka, stream);
        this.planner = new ReplayPlanner(warehouse, log, stream.name());
        this.beyondLedger = new BeyondLedger(warehouse, log, planner);
        this.staging = new Staging(warehouse);
        this.progress = progress;
        this.say = say;
        this.stop = stop;
    }

    Replay withOpenBatchLimit(long limitMs) {
        openBatchLimitMs = limitMs;
        return this;
    }

    /**
     * Runs the replay, or continues an unfinished one.
     *
     * @param restart whether to throw away what an unfinished replay has made
     * @return whether it is finished; false: it was stopped, and the same call continues it
     * @throws ReplayRefusedException if it is not possible now
     */
    public boolean run(ReplayRequest request, boolean restart) throws InterruptedException {
        requireTables();
        Optional<ReplayJournal> unfinished = ReplayJournal.unfinished(warehouse);
        if (restart && unfinished.isPresent()) {
            unfinished.get().abandoned();
            staging.drop();
            unfinished = Optional.empty();
        }
        ReplayJournal job = unfinished.isPresent() ? goOn(unfinished.get(), request) : begin(request);
        return job == null || work(job);
    }

    /** Says what {@link #run} would do; changes nothing. */
    public void dryRun(ReplayRequest request) {
        requireTables();
        ReplayJournal.unfinished(warehouse)
                .ifPresent(job -> say.accept("A replay is unfinished: "
                        + job.plan().request() + ", with " + job.open().size() + " steps to go."));
        ReplayPlan plan = planner.plan(request);
        describe(plan);
        List<Integer> months = planner.liveMonths(plan);
        if (months.isEmpty()) {
            say.accept("There are no rows of it in " + warehouse.table()
                    + "; which months it touches is seen when Kafka is read.");
            return;
        }
        say.accept("Months to be swapped: " + text(months) + " (and those of records that " + warehouse.table()
                + " lacks).");
        say.accept(String.format(
                Locale.ROOT,
                "Rows beside the range to be copied: %,d.",
                warehouse.number(new Sql("SELECT count() FROM {table:Identifier} WHERE ")
                        .plus(planner.beside(plan, months, planner.ledgerEnds(plan))))));
        say.accept(String.format(
                Locale.ROOT,
                "Disk that is needed for a while: about %,d MB.",
                warehouse.number(BYTES.with(Map.of(
                        "tables", staging.monthlyTables(),
                        "months", months.stream().map(String::valueOf).toList())))));
        say.accept("Nothing was changed.");
    }

    @Override
    public void close() {
        log.close();
        warehouse.close();
    }

    private void requireTables() {
        Tables tables = warehouse.tables();
        if (!tables.has(List.of(warehouse.table(), "batches", "deliveries", "ingest_holds", "replays"))) {
            throw new ReplayRefusedException("Database " + warehouse.database() + " lacks tables that a replay needs."
                    + " Start this version once with './clickreel up': it creates them.");
        }
        staging.requireReplayable(tables);
    }

    private @Nullable ReplayJournal begin(ReplayRequest request) {
        ReplayPlan plan = planner.plan(request);
        describe(plan);
        if (plan.ranges().isEmpty() && beyondLedger.rows(plan) == 0) {
            say.accept("There is nothing to replay.");
            return null;
        }
        beyondLedger.requireInKafka(plan);
        staging.create();
        return ReplayJournal.begin(warehouse, plan, planner.readSteps(plan));
    }

    private ReplayJournal goOn(ReplayJournal job, ReplayRequest request) {
        String of = Optional.ofNullable(job.plan().stream()).orElse(stream.name());
        if (!of.equals(stream.name()) || !job.plan().request().equals(request.toString())) {
            throw new ReplayRefusedException("Another replay is unfinished: ./clickreel replay "
                    + (of.equals(stream.name()) ? "" : "--stream " + of + " ")
                    + job.plan().request() + ". Run it again to finish it, or add --restart to give it up.");
        }
        if (!job.plan().topicId().equals(log.id().toString())) {
            throw new ReplayRefusedException("The topic was made again since this replay began. Add --restart.");
        }
        if (!staging.isUsable()) {
            throw new ReplayRefusedException(
                    "The staging tables of the unfinished replay (database " + warehouse.stagingDatabase()
                            + ") are gone, or an earlier Clickreel has made them. Add --restart.");
        }
        say.accept("Going on with the replay " + job.job() + ".");
        return job;
    }

    private boolean work(ReplayJournal job) throws InterruptedException {
        RangeReader reader =
                new RangeReader(warehouse, log, warehouse.contractOf(stream, values), stream.name(), job.job());
        ReplaySteps steps = new ReplaySteps(warehouse, planner, job, reader, progress, stop);
        if (!steps.runAll()) {
            return false;
        }
        List<Integer> months = job.lastCut().map(Cut::months).orElseGet(steps::months);
        for (int round = 0; round == 0 || round < MOST_ROUNDS && steps.rest() > LAST_ROWS; round++) {
            steps.copyUpTo(planner.ledgerEnds(job.plan()), months);
            if (!steps.runAll()) {
                return false;
            }
        }
        progress.accept("waiting until ingestion holds still");
        try (IngestPause pause =
                IngestPause.begin(warehouse, new OpenBatches(log, planner), stream, job.job(), openBatchLimitMs)) {
            Map<Integer, Long> ends = planner.ledgerEnds(job.plan());
            long beyond = beyondLedger.rows(job.plan());
            if (beyond > 0 && !job.plan().toLedgerEnd()) {
                throw new ReplayRefusedException(
                        beyond + " rows of " + warehouse.table() + " lie beyond the end of the ledger, and no batch"
                                + " is open that they could belong to. Run it with --restart and without --to: it takes them"
                                + " out, and ingestion stores them again.");
            }
            beyondLedger.requireInKafka(job.plan());
            steps.copyUpTo(ends, months);
            while (!job.open().isEmpty()) {
                pause.renew();
                if (!steps.runNext()) {
                    return false;
                }
            }
            ReplaySwap swap = new ReplaySwap(warehouse, planner, staging);
            swap.verify(job.plan(), months, ends);
            boolean forgets = swap.takesOut(job.plan(), ends, beyond);
            if (forgets) {
                pause.widen(streams);
            }
            pause.requireQuiet();
            progress.accept("swapping");
            swap.swap(job, months, ends, pause, forgets);
            if (beyond > 0) {
                say.accept(beyond + " rows beyond the end of the ledger were taken out; ingestion stores them again.");
            }
            job.finished();
        }
        staging.drop();
        if (reader.keptRows() > 0) {
            say.accept(reader.keptRows() + " rows break today's contract; they were taken as they stood in "
                    + warehouse.table() + ".");
        }
        if (reader.newDeadLetters() > 0) {
            say.accept(reader.newDeadLetters() + " records that were stored nowhere break the contract; they are in"
                    + " dead_letters now.");
        }
        return true;
    }

    private void describe(ReplayPlan plan) {
        plan.ranges().forEach(range -> say.accept(range.description()));
        if (plan.toLedgerEnd()) {
            long beyond = beyondLedger.rows(plan);
            if (beyond > 0) {
                say.accept(beyond + " rows lie beyond the end of the ledger now; those that belong to no open batch are"
                        + " taken out.");
            }
        }
    }

    static String text(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
