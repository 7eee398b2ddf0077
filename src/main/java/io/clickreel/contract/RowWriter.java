package io.clickreel.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.clickhouse.DictionaryColumn;
import io.clickreel.clickhouse.ListColumn;
import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.NativeColumn;
import io.clickreel.contract.column.ColumnType;
import io.clickreel.contract.column.ColumnType.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the values of a record as one row of a block, whose columns it has added. */
public final class RowWriter {
    /** The empty text, with room behind it. */
    private static final byte[] NOTHING = new byte[16];

    /** How a value is written that is there and cannot be null: one number, so that a row costs one jump a column. */
    private static final int ANY = 0;

    private static final int TEXT = 1;
    private static final int UUID = 2;
    private static final int EIGHT = 3;
    private static final int FOUR = 4;
    private static final int TWO = 5;
    private static final int ONE = 6;
    private static final int WORD = 7;
    private static final int OPEN_WORD = 8;

    /** A value and the column that it goes into. */
    private static final class Cell {
        final Leaf leaf;
        final Slots.Slot slot;
        final int width;
        boolean nullable;
        int step;

        @Nullable
        NativeColumn column;

        @Nullable
        DictionaryColumn dictionary;

        @Nullable
        ListColumn list;

        Cell(Leaf leaf, ColumnType type, Slots slots) {
            this.leaf = leaf;
            this.slot = slots.of(leaf);
            this.width = type.bytes();
        }
    }

    private final Cell[] cells;
    private final Slots slots;
    private final LeafValues values = new LeafValues();

    RowWriter(Plan plan, Slots slots, NativeBlock block) {
        this.slots = slots;
        List<Cell> stored = new ArrayList<>();
        for (Leaf leaf : plan.leaves()) {
            if (leaf.type != null) {
                Cell cell = new Cell(leaf, leaf.type, slots);
                add(cell, leaf.type, plan.column(leaf).hasDefault() && leaf.optional, block);
                cell.step = cell.nullable ? ANY : step(leaf, leaf.type);
                stored.add(cell);
            }
        }
        cells = stored.toArray(Cell[]::new);
    }

    /** @param asksForDefault whether a value that is not there is sent as null, for which ClickHouse puts the DEFAULT */
    private static void add(Cell cell, ColumnType type, boolean asksForDefault, NativeBlock block) {
        Leaf leaf = cell.leaf;
        switch (leaf.stores) {
            case NODE -> cell.list = block.listColumn(leaf.column, sent(type), cells(type));
            case DICTIONARY, OPEN_DICTIONARY -> {
                if (asksForDefault) {
                    cell.nullable = true;
                    cell.column = block.column(leaf.column, "Nullable(String)");
                } else {
                    DictionaryColumn dictionary = block.dictionaryColumn(leaf.column);
                    for (int word = 0; leaf.words != null && word < leaf.words.count(); word++) {
                        dictionary.word(leaf.words.bytes(word));
                    }
                    cell.dictionary = dictionary;
                }
            }
            default -> {
                cell.nullable = type.nullable() || asksForDefault;
                cell.column = block.column(
                        leaf.column, type.nullable() || !asksForDefault ? sent(type) : "Nullable(" + sent(type) + ")");
            }
        }
    }

    /** The type as it is sent; ClickHouse makes the column's own of it. */
    private static String sent(ColumnType type) {
        return type.nullable() ? "Nullable(" + sentValue(type) + ')' : sentValue(type);
    }

    private static String sentValue(ColumnType type) {
        ColumnType element = type.element();
        return switch (type.kind()) {
            case ARRAY -> "Array(" + (element == null ? "" : sent(element)) + ')';
            case MAP -> "Map(String, " + (element == null ? "" : sent(element)) + ')';
            case JSON -> "String";
            default -> type.plainText();
        };
    }

    private static ListColumn.Cells cells(ColumnType type) {
        ColumnType element = type.element();
        boolean isMap = type.kind() == Kind.MAP;
        if (element == null) {
            throw new IllegalStateException(type.text() + " has no elements");
        }
        return element.element() != null
                ? ListColumn.Cells.ofLists(isMap, cells(element))
                : ListColumn.Cells.ofValues(isMap, element.nullable());
    }

    private static int step(Leaf leaf, ColumnType type) {
        return switch (leaf.stores) {
            case TEXT -> TEXT;
            case UUID -> UUID;
            case DICTIONARY -> WORD;
            case OPEN_DICTIONARY -> OPEN_WORD;
            case NUMBER ->
                switch (type.bytes()) {
                    case 1 -> ONE;
                    case 2 -> TWO;
                    case 4 -> FOUR;
                    default -> EIGHT;
                };
            case BYTES, NODE, NOTHING -> ANY;
        };
    }

    /** Adds the values of the slots to the columns. The block's row ends after it. */
    @SuppressWarnings("NullAway") // A leaf has the column that it is stored in.
    void write() {
        byte[] source = slots.source;
        long record = slots.record();
        for (Cell cell : cells) {
            Slots.Slot slot = cell.slot;
            if (!slot.isOf(record)) {
                writeAny(cell);
                continue;
            }
            switch (cell.step) {
                case TEXT -> cell.column.addString(source, (int) slot.first, (int) slot.second);
                case UUID -> cell.column.addUuid(slot.first, slot.second);
                case EIGHT -> cell.column.addUInt64(slot.first);
                case FOUR -> cell.column.addUInt32((int) slot.first);
                case TWO -> cell.column.addUInt16((int) slot.first);
                case ONE -> cell.column.addUInt8((int) slot.first);
                case WORD -> cell.dictionary.add((int) slot.first);
                case OPEN_WORD ->
                    cell.dictionary.add(cell.dictionary.text(source, (int) slot.first, (int) slot.second));
                default -> writeAny(cell);
            }
        }
    }

    @SuppressWarnings("NullAway") // A leaf has the column that it is stored in.
    private void writeAny(Cell cell) {
        boolean there = cell.slot.isOf(slots.record());
        if (cell.dictionary != null) {
            cell.dictionary.add(cell.dictionary.text(NOTHING, 0, 0));
        } else if (cell.list != null) {
            writeList(cell.leaf, there ? cell.slot.node : null, cell.list.cells(), slots.tree);
        } else {
            if (cell.nullable) {
                cell.column.addNull(!there);
            }
            if (there) {
                writeValue(cell.leaf, cell.width, cell.column, cell.slot, slots.source);
            } else {
                writeNothing(cell.leaf, cell.width, cell.column);
            }
        }
    }

    @SuppressWarnings("NullAway") // A leaf with a dictionary has words.
    private static void writeValue(Leaf leaf, int width, NativeColumn column, Slots.Slot slot, byte[] source) {
        long first = slot.first;
        switch (leaf.stores) {
            case TEXT, OPEN_DICTIONARY -> column.addString(source, (int) first, (int) slot.second);
            case DICTIONARY -> column.addString(leaf.words.bytes((int) first));
            case UUID -> column.addUuid(first, slot.second);
            case BYTES -> column.addBytes(source, (int) first, width);
            case NUMBER -> addNumber(column, width, first);
            case NODE, NOTHING -> throw new IllegalStateException(leaf.name + " is no plain value");
        }
    }

    private static void writeNothing(Leaf leaf, int width, NativeColumn column) {
        switch (leaf.stores) {
            case TEXT, OPEN_DICTIONARY, DICTIONARY -> column.addString(NOTHING, 0, 0);
            case NUMBER -> addNumber(column, width, leaf.nothing);
            default -> column.addZeros(width);
        }
    }

    private static void addNumber(NativeColumn column, int width, long number) {
        switch (width) {
            case 1 -> column.addUInt8((int) number);
            case 2 -> column.addUInt16((int) number);
            case 4 -> column.addUInt32((int) number);
            default -> column.addUInt64(number);
        }
    }

    @SuppressWarnings("NullAway") // An array or a map has elements.
    private void writeList(Leaf leaf, @Nullable JsonNode list, ListColumn.Cells cells, JsonTree tree) {
        if (list != null && list.isObject()) {
            for (Map.Entry<String, JsonNode> each : list.properties()) {
                cells.add(each.getKey().getBytes(StandardCharsets.UTF_8));
                writeElement(leaf.element, each.getValue(), cells, tree);
            }
        } else if (list != null) {
            for (JsonNode each : list) {
                cells.add(null);
                writeElement(leaf.element, each, cells, tree);
            }
        }
        cells.end();
    }

    @SuppressWarnings("NullAway") // An element is stored.
    private void writeElement(Leaf element, JsonNode value, ListColumn.Cells cells, JsonTree tree) {
        if (element.element != null) {
            writeList(element, value, cells.inner(), tree);
            return;
        }
        values.clear();
        Slots one = new Slots(1);
        values.take(element, value, one, tree);
        one.source = values.texts();
        NativeColumn column = cells.values();
        Slots.Slot slot = one.of(element);
        boolean there = slot.isOf(one.record());
        if (element.type.nullable()) {
            column.addNull(!there);
        }
        if (there) {
            writeValue(element, element.type.bytes(), column, slot, one.source);
        } else {
            writeNothing(element, element.type.bytes(), column);
        }
    }
}
