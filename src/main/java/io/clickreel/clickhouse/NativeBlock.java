package io.clickreel.clickhouse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows as columns in ClickHouse's Native format, the one that costs the server least.
 *
 * <p>Its buffers are kept for the next batch. Not safe for use by several threads.
 */
public final class NativeBlock implements StreamedBody {
    private final List<String> names = new ArrayList<>();
    private final List<BlockColumn> columns = new ArrayList<>();
    private int rows;

    public NativeColumn column(String name, String type) {
        return add(name, new NativeColumn(name, type));
    }

    /** @param elementType type of the array's elements */
    public NativeColumn arrayColumn(String name, String elementType) {
        return add(name, new NativeColumn(name, "Array(" + elementType + ")", new RunColumn(this)));
    }

    /** Adds a LowCardinality(String) column. */
    public DictionaryColumn dictionaryColumn(String name) {
        return add(name, new DictionaryColumn(name));
    }

    /** Adds a column of arrays or maps. */
    public ListColumn listColumn(String name, String type, ListColumn.Cells cells) {
        return add(name, new ListColumn(name, type, cells));
    }

    /** Adds a column for values that stay the same from row to row. */
    public RunColumn runColumn(String name, String type) {
        return add(name, new RunColumn(this, name, type));
    }

    @Override
    public List<String> columnNames() {
        return names;
    }

    /** Says that each column has got one more value. */
    public void endRow() {
        rows++;
    }

    public int rows() {
        return rows;
    }

    /** How long the values are, in bytes. */
    public long byteCount() {
        return columns.stream().mapToLong(BlockColumn::byteCount).sum();
    }

    /** Memory that the buffers take, in bytes. */
    public long allocatedBytes() {
        return columns.stream().mapToLong(BlockColumn::allocatedBytes).sum();
    }

    /** Forgets the rows, keeps the buffers. */
    public void clear() {
        rows = 0;
        columns.forEach(BlockColumn::clear);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        writeVarUInt(out, columns.size());
        writeVarUInt(out, rows);
        for (BlockColumn column : columns) {
            column.writeTo(out);
        }
    }

    private <C extends BlockColumn> C add(String name, C column) {
        names.add(name);
        columns.add(column);
        return column;
    }

    private static void writeVarUInt(OutputStream out, int value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writeVarUInt(bytes, value);
        bytes.writeTo(out);
    }

    static void writeVarUInt(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
