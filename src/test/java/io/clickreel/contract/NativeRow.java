package io.clickreel.contract;

import io.clickreel.clickhouse.NativeBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The one row of a block in ClickHouse's Native format, read by other code than that which writes it: a text for each
 * value, {@code NULL} for none.
 */
final class NativeRow {
    static final String NULL = "NULL";

    private final ByteBuffer bytes;

    private NativeRow(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The value of each column. */
    static Map<String, String> of(NativeBlock block) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        block.writeTo(out);
        NativeRow row = new NativeRow(out.toByteArray());
        Map<String, String> values = new LinkedHashMap<>();
        long columns = row.count();
        if (row.count() != 1) {
            throw new IllegalStateException("The block has more than one row");
        }
        for (long i = 0; i < columns; i++) {
            String name = row.text();
            String type = row.text();
            values.put(name, row.read(type, 1).get(0));
        }
        if (row.bytes.hasRemaining()) {
            throw new IllegalStateException(row.bytes.remaining() + " bytes are left behind " + values);
        }
        return values;
    }

    private List<String> read(String type, int count) {
        String inside = type.substring(type.indexOf('(') + 1, type.length() - (type.endsWith(")") ? 1 : 0));
        List<String> values = new ArrayList<>();
        if (type.startsWith("Nullable(")) {
            byte[] none = new byte[count];
            bytes.get(none);
            List<String> found = read(inside, count);
            for (int i = 0; i < count; i++) {
                values.add(none[i] == 0 ? found.get(i) : NULL);
            }
        } else if (type.startsWith("Array(") || type.startsWith("Map(")) {
            boolean isMap = type.startsWith("Map(");
            int[] ends = new int[count];
            for (int i = 0; i < count; i++) {
                ends[i] = (int) bytes.getLong();
            }
            int all = count == 0 ? 0 : ends[count - 1];
            List<String> keys = isMap ? read("String", all) : List.of();
            List<String> elements = read(isMap ? inside.substring("String, ".length()) : inside, all);
            for (int i = 0; i < count; i++) {
                List<String> of = new ArrayList<>();
                for (int j = i == 0 ? 0 : ends[i - 1]; j < ends[i]; j++) {
                    of.add((isMap ? keys.get(j) + "=" : "") + elements.get(j));
                }
                values.add(of.toString());
            }
        } else if (type.startsWith("LowCardinality(")) {
            values.add(word());
        } else {
            for (int i = 0; i < count; i++) {
                values.add(plain(type, inside));
            }
        }
        return values;
    }

    private String plain(String type, String inside) {
        String[] sizes = inside.split(",\\s*");
        return switch (type.replaceFirst("\\(.*", "")) {
            case "String" -> text();
            case "FixedString" -> HexFormat.of().formatHex(raw(Integer.parseInt(inside)));
            case "Bool" -> String.valueOf(bytes.get() != 0);
            case "Int8", "Enum8" -> String.valueOf(bytes.get());
            case "Int16", "Enum16" -> String.valueOf(bytes.getShort());
            case "Int32", "Date32" -> String.valueOf(bytes.getInt());
            case "Int64", "DateTime64" -> String.valueOf(bytes.getLong());
            case "UInt8" -> whole(1, false).toString();
            case "UInt16", "Date" -> whole(2, false).toString();
            case "UInt32", "DateTime", "IPv4" -> whole(4, false).toString();
            case "UInt64" -> whole(8, false).toString();
            case "Float32" -> String.valueOf(bytes.getFloat());
            case "Float64" -> String.valueOf(bytes.getDouble());
            case "Decimal" -> {
                int digits = Integer.parseInt(sizes[0]);
                int width = digits <= 9 ? 4 : digits <= 18 ? 8 : digits <= 38 ? 16 : 32;
                yield new BigDecimal(whole(width, true), Integer.parseInt(sizes[1])).toPlainString();
            }
            case "UUID" -> new UUID(bytes.getLong(), bytes.getLong()).toString();
            case "IPv6" -> HexFormat.of().formatHex(raw(16));
            default -> throw new IllegalStateException(type);
        };
    }

    /** Of a dictionary: its version, the width of a number, the words, and then the number of the row's word. */
    private String word() {
        bytes.getLong();
        int width = 1 << (bytes.getLong() & 0xFF);
        List<String> words = read("String", (int) bytes.getLong());
        bytes.getLong();
        return words.get(whole(width, false).intValueExact());
    }

    private BigInteger whole(int width, boolean signed) {
        byte[] big = new byte[width];
        for (int i = width - 1; i >= 0; i--) {
            big[i] = bytes.get();
        }
        return signed ? new BigInteger(big) : new BigInteger(1, big);
    }

    private long count() {
        long count = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            count |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return count;
            }
        }
    }

    private String text() {
        return new String(raw((int) count()), StandardCharsets.UTF_8);
    }

    private byte[] raw(int length) {
        byte[] raw = new byte[length];
        bytes.get(raw);
        return raw;
    }
}
