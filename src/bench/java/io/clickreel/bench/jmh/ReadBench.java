package io.clickreel.bench.jmh;

import io.clickreel.contract.ClickReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Parsing a value and holding it against the contract. */
@State(Scope.Thread)
@OperationsPerInvocation(Values.COUNT)
public class ReadBench {
    private final byte[][] clicks = Values.clicks();
    private final byte[][] foreignClicks = Values.foreignClicks();
    private final byte[][] randomBytes = Values.randomBytes();
    private final byte[][] cutClicks = Values.cutClicks();
    private final ClickReader reader = new ClickReader();

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

    private int refused(byte[][] values, int expected) {
        int refused = 0;
        for (byte[] value : values) {
            if (reader.read(value) != null) {
                refused++;
            }
        }
        if (refused != expected) {
            throw new IllegalStateException(refused + " values were refused instead of " + expected);
        }
        return refused;
    }
}
