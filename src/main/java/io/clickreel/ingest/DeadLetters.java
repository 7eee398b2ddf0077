package io.clickreel.ingest;

import io.clickreel.click.ContractViolation;
import io.clickreel.clickhouse.StreamedBody;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The dead letters of one batch, in chunks that are small enough to be held in memory in all their forms.
 *
 * <p>How they fall into chunks depends on the records alone, so that a chunk that is sent again is the same one.
 */
public final class DeadLetters implements Iterable<DeadLetters.Chunk> {
    private static final int CHUNK_ROWS = 25_000;
    private static final int CHUNK_BYTES = 8 << 20;

    private final PartitionBatch batch;
    private final DeadLetterHeaders headers;
    private final List<Chunk> chunks = new ArrayList<>();
    private int chunkBytes;
    private int size;

    DeadLetters(PartitionBatch batch) {
        this.batch = batch;
        this.headers = new DeadLetterHeaders(batch);
    }

    void add(ConsumerRecord<Object, Object> record, ContractViolation violation) {
        DeadLetter letter = new DeadLetter(record, batch.topicId(), violation);
        Chunk last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        int bytes = letter.bytes();
        if (last == null || last.letters.size() == CHUNK_ROWS || chunkBytes + bytes > CHUNK_BYTES) {
            last = new Chunk(batch.token(), headers);
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

    /** Some dead letters that are published and stored together. */
    public static final class Chunk {
        private final String batchToken;
        private final DeadLetterHeaders headers;
        private final List<DeadLetter> letters = new ArrayList<>();

        private Chunk(String batchToken, DeadLetterHeaders headers) {
            this.batchToken = batchToken;
            this.headers = headers;
        }

        /** Names exactly these, so that a repeated insert of them changes nothing. */
        public String getToken() {
            return batchToken + ":" + letters.get(0).record().offset() + "-"
                    + letters.get(letters.size() - 1).record().offset();
        }

        List<DeadLetter> letters() {
            return letters;
        }

        /** For the topic; each is made when it is asked for. */
        public Iterable<Message> messages(Exchange exchange) {
            CamelContext camel = exchange.getContext();
            return () -> letters.stream().map(letter -> message(letter, camel)).iterator();
        }

        /** For the table. */
        public StreamedBody getRows() {
            return DeadLetterRows.of(letters);
        }

        private Message message(DeadLetter letter, CamelContext camel) {
            ConsumerRecord<Object, Object> record = letter.record();
            Message message = new DefaultMessage(camel);
            message.setBody(new HeadedValue((byte[]) record.value(), headers.of(letter)));
            if (record.key() != null) {
                message.setHeader(KafkaConstants.KEY, record.key());
            }
            return message;
        }
    }
}
