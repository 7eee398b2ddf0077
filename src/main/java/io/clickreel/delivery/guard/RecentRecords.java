package io.clickreel.delivery.guard;

import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.deadletter.DeadLetter;
import io.clickreel.delivery.batch.Batch;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many of the last records of a stream are dead letters, and why.
 *
 * <p>It keeps counts of batches and no records. A batch that is larger than the window counts with its end; one that is
 * partly outside counts with the same part of its dead letters.
 */
final class RecentRecords {
    private final int wanted;
    private final boolean ofWholeBatches;
    private final ArrayDeque<Counts> window = new ArrayDeque<>();
    private long records;

    private record Counts(long records, Map<Reason, Double> dead) {}

    private RecentRecords(int wanted, boolean ofWholeBatches) {
        this.wanted = wanted;
        this.ofWholeBatches = ofWholeBatches;
    }

    /** Counts the last records, exactly this many as far as counts of batches tell. */
    static RecentRecords last(int records) {
        return new RecentRecords(records, false);
    }

    /** Counts the records of the last batches, at least this many. */
    static RecentRecords ofLastBatches(int records) {
        return new RecentRecords(records, true);
    }

    void add(Batch batch) {
        if (batch.size() == 0) {
            return;
        }
        long counted = ofWholeBatches ? batch.size() : Math.min(batch.size(), wanted);
        window.add(new Counts(counted, deadAtEnd(batch, counted)));
        records += counted;
        while (records > wanted) {
            Counts oldest = window.element();
            long left = oldest.records() - (records - wanted);
            if (ofWholeBatches && left > 0) {
                return;
            }
            window.remove();
            records -= oldest.records();
            if (left > 0) {
                window.addFirst(part(oldest, left));
                records += left;
            }
        }
    }

    void clear() {
        window.clear();
        records = 0;
    }

    long records() {
        return records;
    }

    double share() {
        return records == 0 ? 0 : dead() / records;
    }

    double dead() {
        return byReason().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Such as "150 of the last 1,000, 15.0 %". */
    String counted() {
        return String.format(Locale.ROOT, "%,d of the last %,d, %.1f %%", Math.round(dead()), records, 100 * share());
    }

    /** Such as "980 bad_format, 20 missing_field". */
    String reasons() {
        return byReason().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(reason -> Math.max(1, Math.round(reason.getValue())) + " "
                        + reason.getKey().code())
                .collect(Collectors.joining(", "));
    }

    private Map<Reason, Double> byReason() {
        Map<Reason, Double> sums = new EnumMap<>(Reason.class);
        window.forEach(counts -> counts.dead().forEach((reason, dead) -> sums.merge(reason, dead, Double::sum)));
        return sums;
    }

    /**
     * The dead letters among the batch's last records. Offsets without a record, such as the marks of transactions, are
     * taken as spread evenly over the batch.
     */
    private static Map<Reason, Double> deadAtEnd(Batch batch, long records) {
        List<DeadLetter> letters = batch.letters();
        double offsetsPerRecord = (double) (batch.endOffset() - batch.firstOffset()) / batch.size();
        double from = records == batch.size() ? batch.firstOffset() : batch.endOffset() - offsetsPerRecord * records;
        Map<Reason, Double> dead = new EnumMap<>(Reason.class);
        for (int i = letters.size() - 1; i >= 0 && letters.get(i).record().offset() >= from; i--) {
            dead.merge(letters.get(i).violation().reason(), 1.0, Double::sum);
        }
        return dead;
    }

    private static Counts part(Counts whole, long records) {
        Map<Reason, Double> dead = new EnumMap<>(Reason.class);
        whole.dead().forEach((reason, count) -> dead.put(reason, count * records / whole.records()));
        return new Counts(records, dead);
    }
}
