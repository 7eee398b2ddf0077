package io.clickreel.embedded.clickhouse.http;

import io.clickreel.clickhouse.SqlTokens;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of a statement as it arrives: the part in the address, then the body, in which an INSERT's data follow.
 *
 * @param head the first bytes
 * @param rest all further bytes
 * @param insert null for everything that carries no data
 */
record StatementText(
        byte[] head, InputStream rest, @Nullable InsertHead insert) {
    /** Limit for the text in front of an INSERT's data; a server's max_query_size. */
    private static final int HEAD_BYTES = 256 * 1024;

    /** Nearly every INSERT's head fits in here; hundreds may run at the same time. */
    private static final int SHORT_HEAD_BYTES = 16 * 1024;

    /** Statements without data may be longer: clients write long IN lists. */
    private static final int MAX_STATEMENT_BYTES = 16 << 20;

    private static final Set<String> TELLING = Set.of("SHOW", "DESCRIBE", "DESC", "EXISTS", "EXPLAIN");

    /** Reads as much as is needed to tell an INSERT's text from its data. */
    static StatementText read(String ofAddress, InputStream body) throws IOException {
        String start = ofAddress.isEmpty() ? "" : ofAddress + "\n";
        InputStream text =
                new SequenceInputStream(new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8)), body);
        byte[] head = text.readNBytes(SHORT_HEAD_BYTES);
        InsertHead insert = InsertHead.parse(head, head.length);
        if (head.length == SHORT_HEAD_BYTES && (insert == null || !insert.isWholeIn(head.length))) {
            head = joined(head, text.readNBytes(HEAD_BYTES - SHORT_HEAD_BYTES));
            insert = InsertHead.parse(head, head.length);
        }
        return new StatementText(head, text, insert);
    }

    InputStream data(InsertHead behind) {
        return new SequenceInputStream(
                new ByteArrayInputStream(head, behind.dataStart(), head.length - behind.dataStart()), rest);
    }

    /**
     * The whole statement, if no data follow.
     *
     * @throws EngineException 62 if it is empty, or too long
     */
    byte[] whole() throws IOException {
        byte[] sql = head;
        if (head.length >= HEAD_BYTES) {
            byte[] more = rest.readNBytes(MAX_STATEMENT_BYTES);
            if (more.length == MAX_STATEMENT_BYTES) {
                throw new EngineException(
                        62,
                        "SYNTAX_ERROR",
                        "Max query size exceeded: a statement without data may have " + MAX_STATEMENT_BYTES
                                + " bytes.");
            }
            sql = joined(head, more);
        }
        SqlTokens token = new SqlTokens(sql);
        if (!token.next() || token.isSign(';')) {
            throw new EngineException(62, "SYNTAX_ERROR", "Syntax error: the query is empty.");
        }
        return sql;
    }

    /** Whether the statement changes nothing, though it is no SELECT. */
    static boolean onlyTells(byte[] sql) {
        SqlTokens token = new SqlTokens(sql);
        token.next();
        return TELLING.contains(token.text().toUpperCase(Locale.ROOT));
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
