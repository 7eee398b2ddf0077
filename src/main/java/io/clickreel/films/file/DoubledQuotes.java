package io.clickreel.films.file;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;

/** Reads CSV whose quotes are escaped by backslashes as CSV whose quotes are doubled, which is what parsers know. */
final class DoubledQuotes extends Reader {
    private final PushbackReader in;
    private boolean quoted;
    private int pending = -1;

    DoubledQuotes(Reader in) {
        this.in = new PushbackReader(in);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int c = read();
            if (c < 0) {
                return done == 0 ? -1 : done;
            }
            target[offset + done++] = (char) c;
        }
        return done;
    }

    @Override
    public int read() throws IOException {
        if (pending >= 0) {
            int c = pending;
            pending = -1;
            return c;
        }
        int c = in.read();
        if (c == '"') {
            // A doubled quote closes and opens again, which leaves the state as it was.
            quoted = !quoted;
        } else if (c == '\\' && quoted) {
            int escaped = in.read();
            if (escaped == '"') {
                pending = '"';
                return '"';
            }
            if (escaped != '\\' && escaped >= 0) {
                // Spark escapes only quotes and backslashes; any other backslash is an ordinary character.
                in.unread(escaped);
            }
        }
        return c;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
