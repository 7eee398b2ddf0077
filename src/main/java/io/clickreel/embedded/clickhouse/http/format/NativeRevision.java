package io.clickreel.embedded.clickhouse.http.format;

import io.clickreel.embedded.clickhouse.engine.EngineException;
import io.clickreel.embedded.clickhouse.engine.QueryResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The revision of format Native that a request asks for with {@code client_protocol_version}.
 *
 * <p>A server writes its answers in it, but always reads the data of inserts in revision 0. The library always writes
 * revision 0, so the front adds what later revisions have more.
 *
 * @param number 0 for answers as the library writes them
 */
public record NativeRevision(int number) {
    private static final NativeRevision NONE = new NativeRevision(0);

    /** The first revision with LowCardinality, to be unpacked for older ones, for which no client asks. */
    private static final int OLDEST = 54405;

    private static final int CUSTOM_SERIALIZATION = 54454;
    private static final int OUT_OF_ORDER_BUCKETS = 54480;

    /** @param asked the parameter's value */
    public static NativeRevision of(@Nullable String asked, String format) {
        if (asked == null || asked.isEmpty() || !format.equalsIgnoreCase("Native")) {
            return NONE;
        }
        int number;
        try {
            number = Integer.parseUnsignedInt(asked);
        } catch (NumberFormatException e) {
            throw new EngineException(
                    6, "CANNOT_PARSE_TEXT", "The URL parameter client_protocol_version=" + asked + " is not a number.");
        }
        if (number != 0 && number < OLDEST) {
            throw new EngineException(
                    48,
                    "NOT_IMPLEMENTED",
                    "The embedded ClickHouse does not write format Native for client_protocol_version=" + asked
                            + ". Ask for 0, or for " + OLDEST + " or later.");
        }
        return new NativeRevision(number);
    }

    /** Copies a result, or a chunk of one, from an offset on; with a revision it has to start with a block. */
    public void copy(QueryResult result, long offset, OutputStream out) throws IOException {
        if (number == 0) {
            result.writeTo(out, offset);
        } else {
            copy(result.open(), out);
        }
    }

    /** Copies blocks of revision 0 as blocks of this revision. */
    void copy(InputStream blocks, OutputStream out) throws IOException {
        NativePassage passage = new NativePassage(blocks, out);
        byte[] info = blockInfo();
        while (!passage.atEnd()) {
            passage.insert(info);
            long columns = passage.readVarint();
            long rows = passage.readVarint();
            for (long i = 0; i < columns; i++) {
                copyColumn(passage, rows);
            }
        }
        passage.flush();
    }

    private void copyColumn(NativePassage passage, long rows) throws IOException {
        String name = passage.readText();
        String type = passage.readText();
        if (number >= CUSTOM_SERIALIZATION) {
            passage.insert(new byte[] {0});
        }
        if (rows == 0) {
            return;
        }
        try {
            NativeLayout column = TypeLayouts.of(type, number);
            column.passPrefix(passage);
            column.passRows(passage, rows);
        } catch (UnsupportedOperationException e) {
            throw new EngineException(
                    48,
                    "NOT_IMPLEMENTED",
                    "The embedded ClickHouse cannot write the column " + utf8(name) + " in format Native for"
                            + " client_protocol_version=" + number + ": it does not know how data of type "
                            + utf8(String.valueOf(e.getMessage())) + " lies there. Select finalizeAggregation(...) of"
                            + " an aggregate state, CAST any other type to an older one, or use another format.");
        }
    }

    private byte[] blockInfo() {
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        // Field 1: no overflow row. Field 2: bucket -1, as after an aggregation in one step.
        info.writeBytes(new byte[] {1, 0, 2, -1, -1, -1, -1});
        if (number >= OUT_OF_ORDER_BUCKETS) {
            info.writeBytes(new byte[] {3, 0});
        }
        info.write(0);
        return info.toByteArray();
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
