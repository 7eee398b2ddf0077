package io.clickreel.bench.jmh;

import io.clickreel.contract.RowDecoder;
import io.clickreel.delivery.TestRecords;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Parsing a value and holding it against the contract. */
@State(Scope.Thread)
@OperationsPerInvocation(Values.COUNT)
public class ReadBench {
    private final ByteBuffer[] clicks = buffers(Values.clicks());
    private final ByteBuffer[] foreignClicks = buffers(Values.foreignClicks());
    private final ByteBuffer[] randomBytes = buffers(Values.randomBytes());
    private final ByteBuffer[] cutClicks = buffers(Values.cutClicks());
    private final RowDecoder reader = new RowDecoder(TestRecords.PLAN);

    @Benchmark
    public int clicks() {
        return refused(clicks, 0);
    }

    @Benchmark
    public int foreignClicks() {
        return refused(foreignClicks, 0);
    }

    @Benchmark
    public int randomBytes() {
        return refused(randomBytes, Values.COUNT);
    }

    @Benchmark
    public int cutClicks() {
        return refused(cutClicks, Values.COUNT);
    }

    private int refused(ByteBuffer[] values, int expected) {
        int refused = 0;
        for (ByteBuffer value : values) {
            if (reader.read(value) != null) {
                refused++;
            }
        }
        if (refused != expected) {
            throw new IllegalStateException(refused + " values were refused instead of " + expected);
        }
        return refused;
    }

    private static ByteBuffer[] buffers(byte[][] values) {
        return Arrays.stream(values).map(ByteBuffer::wrap).toArray(ByteBuffer[]::new);
    }
}
