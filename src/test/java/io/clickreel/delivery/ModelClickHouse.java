package io.clickreel.delivery;

import io.clickreel.delivery.ModelInsert.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * ClickHouse: each table and each view's target remembers the tokens that it has taken, and takes none twice.
 *
 * <p>What is stored is a number, so that a state of the world is small.
 */
final class ModelClickHouse {
    /**
     * What is stored: for each table the inserts that it has taken, as bits.
     */
    private record Stored(long clicks, long batches, long view, long deadLetters, long deliveries) {
        static final Stored NOTHING = new Stored(0, 0, 0, 0, 0);

        long of(Table table) {
            return switch (table) {
                case CLICKS -> clicks;
                case BATCHES -> batches;
                case VIEW -> view;
                case DEAD_LETTERS -> deadLetters;
                case DELIVERIES -> deliveries;
            };
        }

        Stored with(Table table, long insert) {
            return new Stored(
                    table == Table.CLICKS ? clicks | insert : clicks,
                    table == Table.BATCHES ? batches | insert : batches,
                    table == Table.VIEW ? view | insert : view,
                    table == Table.DEAD_LETTERS ? deadLetters | insert : deadLetters,
                    table == Table.DELIVERIES ? deliveries | insert : deliveries);
        }
    }

    /**
     * What a look into the tables shows, as bits of records.
     *
     * @param rows the clicks that the table or a view has
     * @param done the offsets of which the ledger has a range, and the tables and views all that belongs there
     * @param wrong what must never be; empty if it is not
     */
    record Shown(int rows, int batches, int deliveries, int done, String wrong) {}

    private static final Table[] TABLES = Table.values();

    private final ModelProtocol protocol;
    private final int clicks;
    private final int bad;
    private final int marks;
    private final Numbered<ModelInsert> inserts = new Numbered<>();
    /** For each insert those with its token, as bits. */
    private final long[] sameToken = new long[Long.SIZE];

    private final Numbered<Stored> states = new Numbered<>();
    private final List<Shown> shown = new ArrayList<>();

    ModelClickHouse(ModelProtocol protocol, ModelBounds bounds) {
        this.protocol = protocol;
        ModelRecords records = new ModelRecords(bounds);
        // What the contract decides may be either, but not both.
        int either = records.all(0, 'n') | records.all(0, 'g');
        clicks = records.all(0, 'c') | records.all(0, 'o') | records.all(1, 'c') | either;
        bad = records.all(0, 'x') | records.all(1, 'x') | either;
        marks = records.all(0, '-') | records.all(1, '-');
        number(Stored.NOTHING);
    }

    int number(ModelInsert insert) {
        int number = inserts.of(insert);
        if (number >= Long.SIZE) {
            throw new AssertionError("more than 64 different inserts: give the model fewer records");
        }
        for (int other = 0; other < inserts.size(); other++) {
            if (inserts.get(other).token().equals(insert.token())) {
                sameToken[number] |= 1L << other;
                sameToken[other] |= 1L << number;
            }
        }
        return number;
    }

    ModelInsert insert(int number) {
        return inserts.get(number);
    }

    Shown shown(int stored) {
        return shown.get(stored);
    }

    int size() {
        return states.size();
    }

    /** The insert's tables, as bits in the order of its kind, that will take it if it begins now. */
    int begin(int stored, int insert) {
        List<Table> tables = inserts.get(insert).kind().tables();
        boolean known = knows(states.get(stored), insert, tables.get(0));
        return known && !protocol.repairsViews() ? 0 : open(stored, insert, (1 << tables.size()) - 1);
    }

    /** Those of the insert's tables, as bits, that do not have it by now. */
    int open(int stored, int insert, int tables) {
        int open = tables;
        for (int rest = tables; rest != 0; rest &= rest - 1) {
            int table = Integer.numberOfTrailingZeros(rest);
            if (knows(states.get(stored), insert, table(insert, table))) {
                open &= ~(1 << table);
            }
        }
        return open;
    }

    /** What is stored after one of the insert's tables, which does not have it, has taken it. */
    int take(int stored, int insert, int table) {
        return number(states.get(stored).with(table(insert, table), 1L << insert));
    }

    Table table(int insert, int table) {
        return inserts.get(insert).kind().tables().get(table);
    }

    /** The offset after the last one of the topic in these bits; 0 if there is none. */
    static int end(int bits, int topic) {
        int ofTopic = bits >>> topic * ModelRecords.TOPIC_BITS & (1 << ModelRecords.TOPIC_BITS) - 1;
        return Integer.SIZE - Integer.numberOfLeadingZeros(ofTopic);
    }

    private boolean knows(Stored stored, int insert, Table table) {
        return (stored.of(table) & sameToken[insert]) != 0;
    }

    private int number(Stored stored) {
        int number = states.of(stored);
        if (number == shown.size()) {
            shown.add(look(stored));
        }
        return number;
    }

    private Shown look(Stored stored) {
        int[] rows = new int[TABLES.length];
        String wrong = "";
        for (Table table : TABLES) {
            for (long rest = stored.of(table); rest != 0; rest &= rest - 1) {
                int more = inserts.get(Long.numberOfTrailingZeros(rest)).rows();
                // The table of dead letters shows one of each origin, however often it is inserted.
                if ((rows[table.ordinal()] & more) != 0 && table != Table.DEAD_LETTERS) {
                    wrong = table + " " + ModelRules.TWICE;
                }
                rows[table.ordinal()] |= more;
            }
        }
        int dead = protocol.keptDeadLetters(rows[Table.DEAD_LETTERS.ordinal()]);
        int raw = rows[Table.CLICKS.ordinal()];
        int batches = rows[Table.BATCHES.ordinal()];
        int view = rows[Table.VIEW.ordinal()];
        int deliveries = rows[Table.DELIVERIES.ordinal()];
        if ((dead & ~bad) != 0 || ((raw | batches | view) & ~clicks) != 0) {
            wrong = "a record is stored where it does not belong";
        }
        if ((dead & (raw | batches | view)) != 0) {
            wrong = ModelRules.BOTH;
        }
        return new Shown(
                raw | batches | view, batches, deliveries, deliveries & (raw & batches & view | dead | marks), wrong);
    }
}
