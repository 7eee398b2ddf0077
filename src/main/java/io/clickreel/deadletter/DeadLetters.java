package io.clickreel.deadletter;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.RowsBody;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one batch, in chunks that are small enough to be held in memory in all their forms.
 *
 * <p>How they fall into chunks depends on the records alone, so that a chunk that is sent again is the same one.
 */
public final class DeadLetters implements Iterable<DeadLetters.Chunk> {
    private static final int CHUNK_ROWS = 10_000;
    private static final int CHUNK_BYTES = 4 << 20;
    /** A letter above Kafka's default limit is a chunk by itself, so that its refusal does not repeat the others. */
    private static final int ALONE_BYTES = 1_000_000;

    private final String batchToken;
    private final String topic;
    private final DeadLetterHeaders headers;
    private final List<Chunk> chunks = new ArrayList<>();
    private int chunkBytes;
    private int size;

    /**
     * @param batchToken names exactly the records of the batch
     * @param topic that gets them
     */
    public DeadLetters(TopicPartition partition, Uuid topicId, String batchToken, String topic) {
        this.batchToken = batchToken;
        this.topic = topic;
        this.headers = new DeadLetterHeaders(partition, topicId);
    }

    public void add(DeadLetter letter) {
        Chunk last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        int bytes = letter.bytes();
        boolean alone = bytes > ALONE_BYTES || chunkBytes > ALONE_BYTES && last != null && last.letters.size() == 1;
        if (last == null || last.letters.size() == CHUNK_ROWS || chunkBytes + bytes > CHUNK_BYTES || alone) {
            last = new Chunk(batchToken, topic, headers);
            chunks.add(last);
            chunkBytes = 0;
        }
        last.letters.add(letter);
        chunkBytes += bytes;
        size++;
    }

    public boolean isEmpty() {
        return chunks.isEmpty();
    }

    public int size() {
        return size;
    }

    @Override
    public Iterator<Chunk> iterator() {
        return chunks.iterator();
    }

    /**
     * Dead letters that are published and stored together.
     *
     * <p>No method may take an Exchange or a CamelContext: Camel keeps each object of such a class that it has seen.
     */
    public static final class Chunk implements RowsBody {
        private final String batchToken;
        private final String topic;
        private final DeadLetterHeaders headers;
        private final List<DeadLetter> letters = new ArrayList<>();
        private @Nullable NativeBlock rows;

        private Chunk(String batchToken, String topic, DeadLetterHeaders headers) {
            this.batchToken = batchToken;
            this.topic = topic;
            this.headers = headers;
        }

        @Override
        public Destination destination() {
            return new Destination("dead_letters", token());
        }

        /** Names exactly these letters, so that a repeated insert of them changes nothing. */
        private String token() {
            return batchToken + ":" + letters.get(0).record().offset() + "-"
                    + letters.get(letters.size() - 1).record().offset();
        }

        List<DeadLetter> letters() {
            return letters;
        }

        /** The topic that gets them. */
        String topic() {
            return topic;
        }

        DeadLetterHeaders headers() {
            return headers;
        }

        @Override
        public void acknowledged() {
            rows = null;
        }

        @Override
        public String toString() {
            return "dead letters " + token();
        }

        /** The letters as rows of the table. */
        @Override
        public NativeBlock rows() {
            if (rows == null) {
                rows = DeadLetterRows.of(letters);
            }
            return rows;
        }
    }
}
