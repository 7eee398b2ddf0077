package io.clickreel.embedded.clickhouse.http.format;

import io.clickreel.embedded.clickhouse.engine.QueryResult;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins the chunks of a streamed result.
 *
 * <p>The engine writes each chunk as a separate result. Formats that are only rows can be joined as they are; those
 * with a head in front repeat it, and here every head but the first is cut off. All others cannot be streamed.
 */
public final class StreamedFormat {
    private static final Set<String> ROWS_ONLY = Set.of(
            "native",
            "rowbinary",
            "tabseparated",
            "tsv",
            "tabseparatedraw",
            "tsvraw",
            "csv",
            "jsoneachrow",
            "jsonlines",
            "ndjson",
            "jsonstringseachrow",
            "jsoncompacteachrow",
            "jsoncompactstringseachrow");

    private static final Set<String> WITH_HEAD = Set.of(
            "rowbinarywithnames",
            "rowbinarywithnamesandtypes",
            "tabseparatedwithnames",
            "tsvwithnames",
            "tabseparatedwithnamesandtypes",
            "tsvwithnamesandtypes",
            "csvwithnames",
            "csvwithnamesandtypes");

    private static final int MAX_HEAD_BYTES = 1 << 20;

    private final String name;
    private byte @Nullable [] head;

    private StreamedFormat(String name) {
        this.name = name;
    }

    /** @return null if results in this format cannot be streamed */
    public static @Nullable StreamedFormat of(String format) {
        String name = format.toLowerCase(Locale.ROOT);
        return ROWS_ONLY.contains(name) || WITH_HEAD.contains(name) ? new StreamedFormat(name) : null;
    }

    /** How many bytes at the start of the next chunk repeat the head. */
    public int repeated(QueryResult chunk) {
        if (ROWS_ONLY.contains(name)) {
            return 0;
        }
        if (head == null) {
            byte[] start = chunk.head(MAX_HEAD_BYTES);
            head = Arrays.copyOf(start, headLength(start));
            return 0;
        }
        return Arrays.equals(head, chunk.head(head.length)) ? head.length : 0;
    }

    private int headLength(byte[] chunk) {
        boolean types = name.endsWith("andtypes");
        if (name.startsWith("rowbinary")) {
            return binaryHeadLength(chunk, types);
        }
        int lines = types ? 2 : 1;
        boolean quoted = false;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '"' && name.startsWith("csv")) {
                quoted = !quoted;
            } else if (chunk[i] == '\n' && !quoted && --lines == 0) {
                return i + 1;
            }
        }
        return chunk.length;
    }

    /** The length of a count of columns, then that many names, then that many types, each after its length. */
    private static int binaryHeadLength(byte[] chunk, boolean types) {
        long[] number = varint(chunk, 0);
        long strings = number[0] * (types ? 2 : 1);
        long at = number[1];
        for (long i = 0; i < strings && at < chunk.length; i++) {
            number = varint(chunk, (int) at);
            at = number[1] + number[0];
        }
        return (int) Math.min(at, chunk.length);
    }

    private static long[] varint(byte[] bytes, int from) {
        long value = 0;
        int at = from;
        for (int shift = 0; at < bytes.length && shift < 63; shift += 7) {
            byte b = bytes[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                break;
            }
        }
        return new long[] {value, at};
    }
}
