package io.clickreel.delivery;

import java.util.List;
import java.util.Locale;

/**
 * One insert as ClickHouse sees it.
 *
 * @param token by which its repetition is known
 * @param rows the records in it, or the offsets that a row of the ledger covers, as bits
 */
record ModelInsert(Kind kind, String token, int rows) {
    /** A table or a view's target. Each keeps tokens of its own. */
    enum Table {
        CLICKS,
        /** The target of the view that counts what was inserted; a new owner asks it. */
        BATCHES,
        /** The target of any other view. */
        VIEW,
        DEAD_LETTERS,
        DELIVERIES
    }

    enum Kind {
        CLICKS(Table.CLICKS, Table.BATCHES, Table.VIEW),
        DEAD_LETTERS(Table.DEAD_LETTERS),
        DELIVERIES(Table.DELIVERIES);

        private final List<Table> tables;

        Kind(Table... tables) {
            this.tables = List.of(tables);
        }

        /** All that one insert goes into; the server may stop between any two, and takes them in any order. */
        List<Table> tables() {
            return tables;
        }
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + token.substring(token.indexOf(':') + 1);
    }
}
