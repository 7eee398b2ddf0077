package io.clickreel.bench.jmh;

import io.clickreel.delivery.TestRecords;
import io.clickreel.delivery.batch.EventDecoder;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From Kafka's record to a row in columns: what {@link ReadBench#clicks} does, and the encoding. */
@State(Scope.Thread)
@OperationsPerInvocation(Values.COUNT)
public class DecodeBench {
    private static final Uuid TOPIC_ID = new Uuid(1, 2);

    private final ConsumerRecord<ByteBuffer, ByteBuffer>[] records = records();
    private final EventDecoder decoder = new EventDecoder(TestRecords.PLAN);

    @Benchmark
    public long clicks() {
        decoder.rows().clear();
        for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records) {
            decoder.add(record, TOPIC_ID);
        }
        if (decoder.rows().rows() != records.length) {
            throw new IllegalStateException("only " + decoder.rows().rows() + " clicks became rows");
        }
        return decoder.rows().byteCount();
    }

    @SuppressWarnings("unchecked") // There are no arrays of a generic type.
    private static ConsumerRecord<ByteBuffer, ByteBuffer>[] records() {
        byte[][] keys = Values.keys();
        byte[][] values = Values.clicks();
        ConsumerRecord<ByteBuffer, ByteBuffer>[] records = new ConsumerRecord[values.length];
        for (int i = 0; i < records.length; i++) {
            records[i] = new ConsumerRecord<>("dvd_clicks", 0, i, ByteBuffer.wrap(keys[i]), ByteBuffer.wrap(values[i]));
        }
        return records;
    }
}
