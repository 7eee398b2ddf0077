package io.clickreel.ingest;

import io.clickreel.click.ContractViolation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The dead letters of one batch, in chunks that are small enough to be held in memory in all their forms.
 *
 * <p>How they fall into chunks depends on the records alone, so that a chunk that is sent again is the same one.
 */
public final class DeadLetters implements Iterable<DeadLetters.Chunk> {
    private static final int CHUNK_ROWS = 5_000;
    private static final int CHUNK_BYTES = 4 << 20;

    private final PartitionBatch batch;
    private final List<Chunk> chunks = new ArrayList<>();
    private int chunkBytes;
    private int size;

    DeadLetters(PartitionBatch batch) {
        this.batch = batch;
    }

    void add(ConsumerRecord<Object, Object> record, ContractViolation violation) {
        DeadLetter letter = new DeadLetter(record, batch.topicId(), violation);
        Chunk last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        if (last == null || last.letters.size() == CHUNK_ROWS || chunkBytes + letter.bytes() > CHUNK_BYTES) {
            last = new Chunk(batch.token() + ":" + chunks.size());
            chunks.add(last);
            chunkBytes = 0;
        }
        last.letters.add(letter);
        chunkBytes += letter.bytes();
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

    /** Some dead letters that are published and stored together. */
    public static final class Chunk {
        private final String token;
        private final List<DeadLetter> letters = new ArrayList<>();

        private Chunk(String token) {
            this.token = token;
        }

        /** Names exactly these, so that a repeated insert of them changes nothing. */
        public String getToken() {
            return token;
        }

        List<DeadLetter> letters() {
            return letters;
        }

        /** For the topic. */
        public List<Message> messages(Exchange exchange) {
            CamelContext camel = exchange.getContext();
            return letters.stream().map(letter -> letter.message(camel)).toList();
        }

        /** For the table. */
        public List<Map<String, Object>> getEnvelopes() {
            return letters.stream().map(DeadLetter::envelope).toList();
        }
    }
}
