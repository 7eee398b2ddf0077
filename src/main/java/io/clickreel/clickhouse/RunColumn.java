package io.clickreel.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A column of a {@link NativeBlock} whose neighbours are mostly the same, such as the topic, which is one for a whole
 * batch: each value is kept once, with the row from which it holds, and repeated when the block is written.
 *
 * <p>Not safe for use by several threads.
 */
public final class RunColumn implements BlockColumn {
    private static final int PIECE_BYTES = 8192;

    private final byte[] header;
    private final NativeBlock block;
    private final NativeColumn values = new NativeColumn();
    /** The first row of each run, and where its value begins. */
    private int[] rows = new int[4];

    private int[] places = new int[4];
    private int runs;

    RunColumn(NativeBlock block, String name, String type) {
        this.block = block;
        this.header = BlockColumn.header(name, type);
    }

    /** Numbers without name and type, as a part of another column. */
    RunColumn(NativeBlock block) {
        this.block = block;
        this.header = new byte[0];
    }

    /** Begins a run with the row that is being added. @return the column to add the run's value to, once */
    public NativeColumn begin() {
        if (runs == rows.length) {
            rows = Arrays.copyOf(rows, 2 * runs);
            places = Arrays.copyOf(places, 2 * runs);
        }
        rows[runs] = block.rows();
        places[runs] = values.byteCount();
        runs++;
        return values;
    }

    @Override
    public int byteCount() {
        return values.byteCount() + 2 * Integer.BYTES * runs;
    }

    @Override
    public long allocatedBytes() {
        return values.allocatedBytes() + (long) Integer.BYTES * (rows.length + places.length);
    }

    @Override
    public void clear() {
        values.clear();
        runs = 0;
    }

    /** @throws IllegalStateException if the first row has no value */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (block.rows() > 0 && (runs == 0 || rows[0] != 0)) {
            throw new IllegalStateException("the first row of a column of runs has no value");
        }
        out.write(header);
        byte[] piece = new byte[PIECE_BYTES];
        for (int run = 0; run < runs; run++) {
            int end = run + 1 < runs ? rows[run + 1] : block.rows();
            int placeEnd = run + 1 < runs ? places[run + 1] : values.byteCount();
            values.writeRepeated(out, places[run], placeEnd - places[run], end - rows[run], piece);
        }
    }
}
