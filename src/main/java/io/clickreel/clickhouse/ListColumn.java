package io.clickreel.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A column of arrays or maps in a {@link NativeBlock}, of any depth.
 *
 * <p>Layout: <a href="https://clickhouse.com/docs/native-protocol/columns">Native protocol, columns</a>. Not safe for use
 * by several threads.
 */
public final class ListColumn implements BlockColumn {
    private final byte[] header;
    private final Cells cells;

    /** What is inside the arrays of one level. */
    public static final class Cells {
        private final NativeColumn ends = new NativeColumn();
        private final @Nullable NativeColumn keys;
        private final @Nullable NativeColumn values;
        private final @Nullable Cells inner;
        private long count;

        private Cells(boolean isMap, @Nullable NativeColumn values, @Nullable Cells inner) {
            this.keys = isMap ? new NativeColumn() : null;
            this.values = values;
            this.inner = inner;
        }

        /** Of plain values. @param isMap whether each has a text as its key */
        public static Cells ofValues(boolean isMap, boolean nullable) {
            return new Cells(isMap, new NativeColumn(nullable), null);
        }

        /** Of arrays or maps again. */
        public static Cells ofLists(boolean isMap, Cells inner) {
            return new Cells(isMap, null, inner);
        }

        /** Says that an element is added, to {@link #values} or {@link #inner}. */
        public void add(byte @Nullable [] key) {
            if (keys != null && key != null) {
                keys.addString(key);
            }
            count++;
        }

        /** Ends the array: the elements since the last call belong to it. */
        public void end() {
            ends.addUInt64(count);
        }

        public NativeColumn values() {
            if (values == null) {
                throw new IllegalStateException("arrays of arrays have no values");
            }
            return values;
        }

        public Cells inner() {
            if (inner == null) {
                throw new IllegalStateException("no arrays of arrays");
            }
            return inner;
        }

        private int byteCount() {
            return ends.byteCount()
                    + (keys == null ? 0 : keys.byteCount())
                    + (values == null ? 0 : values.byteCount())
                    + (inner == null ? 0 : inner.byteCount());
        }

        private long allocatedBytes() {
            return ends.allocatedBytes()
                    + (keys == null ? 0 : keys.allocatedBytes())
                    + (values == null ? 0 : values.allocatedBytes())
                    + (inner == null ? 0 : inner.allocatedBytes());
        }

        private void clear() {
            count = 0;
            ends.clear();
            if (keys != null) {
                keys.clear();
            }
            if (values != null) {
                values.clear();
            }
            if (inner != null) {
                inner.clear();
            }
        }

        private void writeTo(OutputStream out) throws IOException {
            ends.writeTo(out);
            if (keys != null) {
                keys.writeTo(out);
            }
            if (values != null) {
                values.writeTo(out);
            }
            if (inner != null) {
                inner.writeTo(out);
            }
        }
    }

    ListColumn(String name, String type, Cells cells) {
        this.header = BlockColumn.header(name, type);
        this.cells = cells;
    }

    /** Where the elements of the next row are added. */
    public Cells cells() {
        return cells;
    }

    @Override
    public int byteCount() {
        return cells.byteCount();
    }

    @Override
    public long allocatedBytes() {
        return cells.allocatedBytes();
    }

    @Override
    public void clear() {
        cells.clear();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(header);
        cells.writeTo(out);
    }
}
