package io.clickreel.replay;

import io.clickreel.clickhouse.Sql;
import io.clickreel.replay.ReplayJournal.Cut;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs the open steps of one replay, and adds steps that copy the rows that came meanwhile. */
final class ReplaySteps {
    private final Warehouse warehouse;
    private final ReplayPlanner planner;
    private final ReplayJournal job;
    private final ReplayPlan plan;
    private final RangeReader reader;
    private final Consumer<String> progress;
    private final BooleanSupplier stop;

    /** @param stop asked before each step whether to stop there */
    ReplaySteps(
            Warehouse warehouse,
            ReplayPlanner planner,
            ReplayJournal job,
            RangeReader reader,
            Consumer<String> progress,
            BooleanSupplier stop) {
        this.warehouse = warehouse;
        this.planner = planner;
        this.job = job;
        this.plan = job.plan();
        this.reader = reader;
        this.progress = progress;
        this.stop = stop;
    }

    /** @return whether all open steps are done; false: it was told to stop */
    boolean runAll() {
        long all = job.open().stream().mapToLong(ReplayStep::rows).sum();
        long left = all;
        long begunNanos = System.nanoTime();
        while (!job.open().isEmpty()) {
            ReplayStep step = job.open().get(0);
            if (!runNext()) {
                return false;
            }
            left -= step.rows();
            double seconds = Math.max(1e-3, (System.nanoTime() - begunNanos) / 1e9);
            double rate = (all - left) / seconds;
            progress.accept(String.format(
                    Locale.ROOT,
                    "%s: %,d of %,d rows (%d %%), %,.0f rows/s, %s left",
                    switch (step.kind()) {
                        case READ -> "reading from Kafka";
                        case KEEP -> "taking from the table what Kafka no longer has";
                        case COPY -> "copying the rest of the months";
                    },
                    all - left,
                    all,
                    all == 0 ? 100 : 100 * (all - left) / all,
                    rate,
                    time(rate == 0 ? 0 : left / rate)));
        }
        return true;
    }

    /** @return whether the next step is done; false: it was told to stop */
    boolean runNext() {
        if (stop.getAsBoolean()) {
            return false;
        }
        ReplayStep step = job.open().get(0);
        String token = job.job() + ":" + step.number();
        switch (step.kind()) {
            case READ -> reader.read(step, plan);
            case KEEP -> warehouse.copy(step.condition().plus(" LIMIT 1 BY _offset"), token);
            case COPY -> warehouse.copy(step.condition(), token);
        }
        job.done(step);
        return true;
    }

    /** Months of the live rows that are replaced or taken out, and of the rows that were made again. */
    List<Integer> months() {
        TreeSet<Integer> months = new TreeSet<>(planner.liveMonths(plan));
        months.addAll(planner.stagedMonths());
        return List.copyOf(months);
    }

    /** Adds the steps that copy the rows beside the range, as far as they are not copied yet. */
    void copyUpTo(Map<Integer, Long> ends, List<Integer> months) {
        if (!months.isEmpty()) {
            job.add(new Cut(months, ends), planner.copySteps(beside(months, ends)));
        }
    }

    /** How many rows have come beside the range since the last copy. */
    long rest() {
        return job.lastCut()
                .map(cut -> warehouse.number(new Sql("SELECT count() FROM {table:Identifier} WHERE ")
                        .plus(beside(cut.months(), planner.ledgerEnds(plan)))))
                .orElse(0L);
    }

    private Sql beside(List<Integer> months, Map<Integer, Long> ends) {
        Sql beside = planner.beside(plan, months, ends);
        return job.lastCut()
                .map(cut -> plan.atOrBehind("_offset", "cut", cut.ends())
                        .plus(" AND ")
                        .plus(beside))
                .orElse(beside);
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole < 120 ? whole + " s" : whole < 7_200 ? whole / 60 + " min" : whole / 3_600 + " h";
    }
}
