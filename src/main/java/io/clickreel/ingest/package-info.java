/** Kafka to ClickHouse: batches of a partition, their delivery, and what becomes of records that break the contract. */
@org.jspecify.annotations.NullMarked
package io.clickreel.ingest;
