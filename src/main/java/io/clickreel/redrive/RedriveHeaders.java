package io.clickreel.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The headers of a record that is moved back: its own, and where it comes from. */
final class RedriveHeaders {
    /** Names the original record, even if the letter was moved back several times. */
    static final String FROM = "clickreel.redriven-from";

    static final String ATTEMPT = "clickreel.redrive-attempt";
    /** Names the chunk that moved it, as in table redrives. */
    static final String CHUNK = "clickreel.redrive";

    private static final String OURS = "clickreel.";

    private RedriveHeaders() {}

    static List<Header> of(StoredLetter letter, UUID chunkId) {
        List<Header> headers = new ArrayList<>();
        String from = letter.origin().header();
        int attempt = 1;
        for (StoredHeader header : letter.headers()) {
            byte[] value = header.value();
            if (!header.key().startsWith(OURS)) {
                headers.add(new RecordHeader(header.key(), value));
            } else if (header.key().equals(FROM) && value != null) {
                from = new String(value, UTF_8);
            } else if (header.key().equals(ATTEMPT) && value != null) {
                attempt = 1 + number(new String(value, UTF_8));
            }
        }
        headers.add(header(FROM, from));
        headers.add(header(ATTEMPT, Integer.toString(attempt)));
        headers.add(header(CHUNK, chunkId.toString()));
        return headers;
    }

    private static Header header(String key, String value) {
        return new RecordHeader(key, value.getBytes(UTF_8));
    }

    /** Reads a number that any producer may have written. */
    private static int number(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }
}
