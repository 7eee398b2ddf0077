package io.clickreel.delivery.ledger;

import java.util.OptionalLong;

/**
 * Up to where ClickHouse has a partition, as offsets after the last one; empty if it has nothing of it.
 *
 * @param closedEnd by the ledger, table {@code deliveries}: all before it is delivered
 * @param insertedEnd by the rows that are stored, of which table {@code batches} knows: it may pass the ledger by the
 *     batch that is begun
 */
public record StoredRanges(OptionalLong closedEnd, OptionalLong insertedEnd) {}
