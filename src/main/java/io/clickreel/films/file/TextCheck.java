package io.clickreel.films.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads a text once to check that all of it is UTF-8, and to see how its quotes are escaped. */
final class TextCheck {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final String AS_UTF_8 = "export the file as UTF-8";

    private final InputStream in;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final QuoteCheck quotes;
    private long doneBytes;
    private long line = 1;

    private TextCheck(InputStream in, char separator) {
        this.in = in;
        this.quotes = new QuoteCheck(separator);
    }

    /**
     * Reads all of it.
     *
     * @return whether quotes in values are escaped by a backslash, as Spark does
     * @throws RefusedFileException naming line and byte of what is not UTF-8
     */
    static boolean hasBackslashes(InputStream in, char separator) throws IOException, RefusedFileException {
        return new TextCheck(in, separator).read();
    }

    /** @throws RefusedFileException if the first bytes are those of a text of another encoding */
    static void refuseWideCharacters(byte[] head) throws RefusedFileException {
        int first = head.length > 0 ? head[0] & 0xff : -1;
        int second = head.length > 1 ? head[1] & 0xff : -1;
        String mark = first == 0xff && second == 0xfe ? "FF FE" : first == 0xfe && second == 0xff ? "FE FF" : "";
        if (!mark.isEmpty()) {
            throw new RefusedFileException(
                    "line 1, byte 1: the file is UTF-16 (it begins with " + mark + "); " + AS_UTF_8);
        }
        // UTF-16 without a mark: every second byte of Latin letters is zero.
        if (head.length > 3 && (first == 0) != (second == 0)) {
            throw new RefusedFileException("line 1, byte " + (first == 0 ? 1 : 2)
                    + ": the file is UTF-16 or UTF-32 (each letter comes with a zero byte); " + AS_UTF_8);
        }
    }

    private boolean read() throws IOException, RefusedFileException {
        boolean end;
        do {
            bytes.compact();
            int read = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
            end = bytes.position() + read < bytes.limit();
            bytes.position(bytes.position() + read).flip();
            decode(end);
        } while (!end);
        return quotes.backslashes();
    }

    private void decode(boolean end) throws RefusedFileException {
        while (true) {
            int before = bytes.position();
            CoderResult result = utf8.decode(bytes, chars, end);
            chars.flip();
            look();
            chars.clear();
            doneBytes += bytes.position() - before;
            if (result.isError()) {
                throw notUtf8(bytes.get(bytes.position()) & 0xff);
            }
            if (result.isUnderflow()) {
                return;
            }
        }
    }

    private void look() throws RefusedFileException {
        while (chars.hasRemaining()) {
            char c = chars.get();
            if (c == 0) {
                throw new RefusedFileException("line " + line + ": a NUL byte, which no text has; " + AS_UTF_8);
            }
            if (c == '\n') {
                line++;
            }
            quotes.next(c);
        }
    }

    private RefusedFileException notUtf8(int found) {
        return new RefusedFileException(
                "line %d, byte %d of the file (%02X): this is not UTF-8, but probably Latin-1 or Windows-1252; %s"
                        .formatted(line, doneBytes + 1, found, AS_UTF_8));
    }
}
