package io.clickreel.audit;

import io.clickreel.ingest.Intent;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Kafka has of a partition.
 *
 * @param start offset of the first record
 * @param end offset after the last record that may be read
 * @param committed where the ingestion's group stands
 * @param intent what its commit says beside that
 */
public record KafkaPartition(long start, long end, OptionalLong committed, Optional<Intent> intent) {}
