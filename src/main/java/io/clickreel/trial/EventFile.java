package io.clickreel.trial;

import io.clickreel.StartupException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** A file with an event in each line, read as if the lines were the records of a topic. */
public final class EventFile {
    private static final int LONGEST_LINE = 8 << 20;
    private static final long MOST_BYTES = 64L << 20;

    private EventFile() {}

    /**
     * Reads the first lines; their numbers are the offsets. Empty ones are left out.
     *
     * @throws StartupException if the file cannot be read
     */
    public static List<ConsumerRecord<ByteBuffer, ByteBuffer>> read(Path file, String topic, int most) {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
        long bytes = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            long nowMs = System.currentTimeMillis();
            byte[] line;
            for (long number = 1; records.size() < most && bytes < MOST_BYTES && (line = line(in)) != null; number++) {
                if (line.length > 0) {
                    records.add(record(topic, number, nowMs, line));
                    bytes += line.length;
                }
            }
        } catch (IOException e) {
            throw new StartupException(
                    "--file " + file + " cannot be read (" + e + "). Name a file with one JSON object in each line.",
                    e);
        }
        return records;
    }

    private static ConsumerRecord<ByteBuffer, ByteBuffer> record(String topic, long number, long nowMs, byte[] line) {
        return new ConsumerRecord<>(
                topic,
                0,
                number,
                nowMs,
                TimestampType.CREATE_TIME,
                0,
                line.length,
                null,
                ByteBuffer.wrap(line),
                new RecordHeaders(),
                Optional.empty());
    }

    /** A line without its end; null at the end of the file. What is too long for a record is cut. */
    private static byte @Nullable [] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (line.size() <= LONGEST_LINE && next != '\r') {
                line.write(next);
            }
        }
        return line.toByteArray();
    }
}
