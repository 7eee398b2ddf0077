package io.clickreel.faults;

import io.clickreel.audit.AuditReport;
import io.clickreel.kafka.CommitText;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Holds what ClickHouse has against what Kafka acknowledged to the producer: each good record is in {@code clicks}, each
 * bad one in {@code dead_letters}, once and nowhere else, and each view has all of it.
 */
final class Verdict {
    /** How a view's target is compared with the table: what it counts, and by which key it counts it. */
    private static final Map<String, String[]> VIEWS = new TreeMap<>(Map.of(
            "film_clicks_per_minute", new String[] {"minute, film_id", "toStartOfMinute(event_ts), film_id"},
            "user_clicks_per_minute", new String[] {"minute, user_id", "toStartOfMinute(event_ts), user_id"},
            "device_events_per_minute",
                    new String[] {
                        "minute, toString(device), toString(event_type), toString(referrer)",
                        "toStartOfMinute(event_ts), toString(device), toString(event_type), toString(referrer)"
                    },
            "sessions", new String[] {"day, user_id, session_id", "toDate(event_ts), user_id, session_id"},
            "batches", new String[] {"toString(_topic), _partition", "toString(_topic), _partition"}));

    private final World world;
    private final Ledger ledger;
    private final List<String> complaints = new ArrayList<>();

    Verdict(World world, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
    }

    /** What keeps the pipeline from being at rest with all of the topic delivered; null if nothing does. */
    static String open(World world) throws Exception {
        long[] ends = world.ends();
        Map<Integer, OffsetAndMetadata> committed = world.committed();
        StringBuilder open = new StringBuilder();
        for (int partition = 0; partition < ends.length; partition++) {
            OffsetAndMetadata at = committed.get(partition);
            long offset = at == null ? 0 : at.offset();
            boolean begun = at != null && at.metadata().contains("intent=");
            if (offset != ends[partition] || begun) {
                open.append(open.isEmpty() ? "" : "; ")
                        .append("partition " + partition + " is committed up to " + offset + " of " + ends[partition]
                                + (begun ? " with a batch begun (" + CommitText.of(at) + ")" : ""));
            }
        }
        return open.isEmpty() ? null : open.toString();
    }

    /**
     * Looks at all that a round has added.
     *
     * @param starts the end of each partition before the round
     * @return what is wrong; empty if nothing is
     */
    List<String> of(long[] starts) throws Exception {
        long[] ends = world.ends();
        for (int partition = 0; partition < ends.length; partition++) {
            partition(partition, starts[partition], ends[partition]);
        }
        totals(ends);
        VIEWS.forEach(this::view);
        if (ledger.acknowledgedTwice() > 0) {
            complaints.add("Kafka acknowledged " + ledger.acknowledgedTwice() + " offsets to two records");
        }
        AuditReport audit = world.audit();
        if (audit.verdict().exitCode() != 0) {
            complaints.add("the audit: " + audit.text());
        }
        return List.copyOf(complaints);
    }

    private void partition(int partition, long start, long end) {
        BitSet stored = stored("clicks", partition, start);
        BitSet dead = stored("dead_letters", partition, start);
        BitSet good = ledger.offsets(partition, true, start);
        BitSet poison = ledger.offsets(partition, false, start);
        complain(partition, "good records lost", minus(good, stored));
        complain(partition, "poison records lost", minus(poison, dead));
        complain(partition, "poison records in clicks", and(poison, stored));
        complain(partition, "good records in dead_letters", and(good, dead));
        // Records that Kafka has but whose acknowledgement was lost, too, are to be in one of the two.
        BitSet all = new BitSet();
        all.set(Math.toIntExact(start), Math.toIntExact(end));
        complain(partition, "records in both tables", and(stored, dead));
        complain(partition, "records in neither table", minus(minus(all, stored), dead));
        complain(partition, "records stored that Kafka does not have", minus(stored, all));
        complain(partition, "records acknowledged that Kafka does not have", minus(good, all));
    }

    private BitSet stored(String table, int partition, long start) {
        BitSet once = new BitSet();
        BitSet again = new BitSet();
        world.query("SELECT _offset FROM " + table + " WHERE _topic = '" + World.TOPIC + "' AND _partition = "
                        + partition + " AND _offset >= " + start)
                .lines()
                .mapToInt(Integer::parseInt)
                .forEach(offset -> (once.get(offset) ? again : once).set(offset));
        complain(partition, "records more than once in " + table, again);
        return once;
    }

    /** The whole table: a repeat of an earlier round's batch would show here. */
    private void totals(long[] ends) {
        long all = 0;
        for (long end : ends) {
            all += end;
        }
        long[] clicks = numbers("SELECT count(), uniqExact(_partition, _offset) FROM clicks");
        long[] dead = numbers("SELECT count(), uniqExact(_partition, _offset) FROM dead_letters");
        long[] deadFinal = numbers("SELECT count() FROM dead_letters FINAL");
        if (clicks[0] != clicks[1]) {
            complaints.add("clicks has " + clicks[0] + " rows of " + clicks[1] + " records");
        }
        if (dead[0] != dead[1] || dead[0] != deadFinal[0]) {
            complaints.add("dead_letters has " + dead[0] + " rows of " + dead[1] + " records, " + deadFinal[0]
                    + " with FINAL");
        }
        if (clicks[0] + dead[0] != all) {
            complaints.add("Kafka has " + all + " records, the tables " + clicks[0] + " + " + dead[0]);
        }
        if (ledger.goodCount() + ledger.poisonCount() + ledger.unknown() < all) {
            complaints.add("Kafka has " + all + " records, but only " + ledger.goodCount() + " good and "
                    + ledger.poisonCount() + " poison ones were sent");
        }
    }

    /** Not only the sum: each count is weighted with its key, so that one group's loss and another's gain show. */
    private void view(String view, String[] keys) {
        long[] counted =
                numbers("SELECT sum(clicks), sum(clicks * (cityHash64(" + keys[0] + ") % 1000003)) FROM " + view);
        long[] expected = numbers("SELECT count(), sum(cityHash64(" + keys[1] + ") % 1000003) FROM clicks");
        if (counted[0] != expected[0]) {
            complaints.add(view + " counts " + counted[0] + " of " + expected[0] + " clicks");
        } else if (counted[1] != expected[1]) {
            complaints.add(view + " counts as many clicks as there are, but not the same");
        }
    }

    private long[] numbers(String sql) {
        String[] texts = world.query(sql).split("\t", -1);
        long[] numbers = new long[texts.length];
        for (int i = 0; i < texts.length; i++) {
            numbers[i] = Long.parseUnsignedLong(texts[i]);
        }
        return numbers;
    }

    private void complain(int partition, String what, BitSet offsets) {
        if (!offsets.isEmpty()) {
            complaints.add(what + ": " + offsets.cardinality() + " of partition " + partition + ", offsets "
                    + ranges(offsets));
        }
    }

    private static String ranges(BitSet offsets) {
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (int from = offsets.nextSetBit(0); from >= 0; ) {
            int to = offsets.nextClearBit(from);
            if (++count > 10) {
                return text + " and more";
            }
            text.append(text.isEmpty() ? "" : ", ").append(from).append(to - from > 1 ? "-" + (to - 1) : "");
            from = offsets.nextSetBit(to);
        }
        return text.toString();
    }

    private static BitSet minus(BitSet a, BitSet b) {
        BitSet result = (BitSet) a.clone();
        result.andNot(b);
        return result;
    }

    private static BitSet and(BitSet a, BitSet b) {
        BitSet result = (BitSet) a.clone();
        result.and(b);
        return result;
    }
}
