package io.clickreel.delivery;

/** One state of the world, which fits in two numbers. */
final class ModelState {
    static final int INSTANCES = 2;
    static final int NOBODY = 2;

    private static final int LOCAL_BITS = 18;
    private static final int TABLES_BITS = 3;
    private static final int COMMIT_BITS = 6;
    private static final int STORED_BITS = 22;
    private static final int ORPHAN_BITS = 9;
    private static final int MOST_ORPHANS = 4;

    /** The numbers of the instances' own states. */
    final int[] local = new int[INSTANCES];
    /** Of the insert that an instance waits for: the tables that do not have it yet, as bits. */
    final int[] open = new int[INSTANCES];
    /** To whom the group gave the partition last; {@link #NOBODY}, or an instance, dead or alive. */
    int owner = NOBODY;
    /** 0, or 1 when the topic was made again. */
    int topic;

    int crashes;
    int timeouts;
    int rebalances;
    int moves;
    /** Of the contract's file. */
    int edits;

    int contract;
    int committed;
    /** The commit before; 0 where it makes no difference. */
    int previous;

    int stored;
    /** Inserts for whose answer nobody waits: number and open tables of each, in order, none as 0. */
    long orphans;

    long low() {
        long bits = local[0];
        bits = bits << LOCAL_BITS | local[1];
        bits = bits << TABLES_BITS | open[0];
        bits = bits << TABLES_BITS | open[1];
        bits = bits << 2 | owner;
        bits = bits << 1 | topic;
        bits = bits << COMMIT_BITS | previous;
        bits = bits << 3 | crashes;
        bits = bits << 3 | timeouts;
        bits = bits << 3 | rebalances;
        bits = bits << 2 | edits;
        bits = bits << 1 | contract;
        return bits << 1 | moves;
    }

    long high() {
        return (orphans << STORED_BITS | stored) << COMMIT_BITS | committed;
    }

    void set(long low, long high) {
        long bits = low;
        moves = (int) bits & 1;
        bits >>>= 1;
        contract = (int) bits & 1;
        bits >>>= 1;
        edits = (int) bits & 3;
        bits >>>= 2;
        rebalances = (int) bits & 7;
        bits >>>= 3;
        timeouts = (int) bits & 7;
        bits >>>= 3;
        crashes = (int) bits & 7;
        bits >>>= 3;
        previous = part(bits, COMMIT_BITS);
        bits >>>= COMMIT_BITS;
        topic = (int) bits & 1;
        bits >>>= 1;
        owner = (int) bits & 3;
        bits >>>= 2;
        open[1] = part(bits, TABLES_BITS);
        bits >>>= TABLES_BITS;
        open[0] = part(bits, TABLES_BITS);
        bits >>>= TABLES_BITS;
        local[1] = part(bits, LOCAL_BITS);
        local[0] = (int) (bits >>> LOCAL_BITS);
        committed = part(high, COMMIT_BITS);
        stored = part(high >>> COMMIT_BITS, STORED_BITS);
        orphans = high >>> COMMIT_BITS + STORED_BITS;
    }

    void set(ModelState other) {
        set(other.low(), other.high());
    }

    /** The instances are alike: of two states that differ in their names only, one is enough. */
    boolean sort() {
        if (local[0] < local[1] || local[0] == local[1] && (open[0] < open[1] || open[0] == open[1] && owner != 1)) {
            return false;
        }
        int other = local[0];
        local[0] = local[1];
        local[1] = other;
        other = open[0];
        open[0] = open[1];
        open[1] = other;
        owner = owner == NOBODY ? NOBODY : 1 - owner;
        return true;
    }

    /** An insert goes on although nobody waits for it. */
    void orphan(int insert, int tables) {
        setOrphans(append(orphans, insert, tables));
    }

    /** @param orphans not more than six, in any order */
    static long append(long orphans, int insert, int tables) {
        return tables == 0 ? orphans : orphans << ORPHAN_BITS | insert << TABLES_BITS | tables;
    }

    static int count(long orphans) {
        return (Long.SIZE - Long.numberOfLeadingZeros(orphans) + ORPHAN_BITS - 1) / ORPHAN_BITS;
    }

    int orphanInsert(int index) {
        return part(orphans >>> index * ORPHAN_BITS + TABLES_BITS, ORPHAN_BITS - TABLES_BITS);
    }

    int orphanTables(int index) {
        return part(orphans >>> index * ORPHAN_BITS, TABLES_BITS);
    }

    /** In order, and one for each insert, so that equal states are equal numbers. */
    void setOrphans(long any) {
        int[] tables = new int[1 << ORPHAN_BITS - TABLES_BITS];
        for (long rest = any; rest != 0; rest >>>= ORPHAN_BITS) {
            tables[part(rest >>> TABLES_BITS, ORPHAN_BITS - TABLES_BITS)] |= part(rest, TABLES_BITS);
        }
        orphans = 0;
        for (int insert = 0; insert < tables.length; insert++) {
            orphans = append(orphans, insert, tables[insert]);
        }
        if (count(orphans) > MOST_ORPHANS) {
            throw new AssertionError("more than four inserts without a client: bound crashes and timeouts");
        }
    }

    private static int part(long bits, int width) {
        return (int) (bits & (1L << width) - 1);
    }
}
