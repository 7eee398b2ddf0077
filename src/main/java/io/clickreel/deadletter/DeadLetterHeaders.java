package io.clickreel.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clickreel.kafka.Cut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The headers of a dead letter in the topic: its own, and "clickreel." ones that say why and whence it came.
 *
 * <p>One object serves the letters of one batch, which share some headers. Not safe for use by several threads.
 */
final class DeadLetterHeaders {
    private static final String REASON = "clickreel.reason";
    private static final String FIELD = "clickreel.field";
    private static final String DETAIL = "clickreel.detail";
    private static final String CONTRACT_VERSION = "clickreel.contract-version";
    private static final String TOPIC = "clickreel.topic";
    private static final String TOPIC_ID = "clickreel.topic-id";
    private static final String PARTITION = "clickreel.partition";
    private static final String OFFSET = "clickreel.offset";
    private static final String TIMESTAMP = "clickreel.timestamp";
    /** Left out of a record's own headers: a record that was a dead letter's copy before would show two reasons. */
    private static final Set<String> OURS =
            Set.of(REASON, FIELD, DETAIL, CONTRACT_VERSION, TOPIC, TOPIC_ID, PARTITION, OFFSET, TIMESTAMP, Cut.NAME);
    /** A header of such a name would choose topic, partition or key in a Camel route that reads or writes the topic. */
    private static final Pattern STEERS_CAMEL =
            Pattern.compile("kafka\\.|camel|org\\.apache\\.camel", Pattern.CASE_INSENSITIVE);

    private final List<Header> ofAll;
    private final Map<String, Header> reasons = new HashMap<>();
    private final Map<String, Header> fields = new HashMap<>();

    DeadLetterHeaders(TopicPartition partition, Uuid topicId) {
        this.ofAll = List.of(
                header(TOPIC, partition.topic()),
                header(TOPIC_ID, topicId.toString()),
                header(PARTITION, Integer.toString(partition.partition())));
    }

    List<Header> of(DeadLetter letter) {
        ConsumerRecord<?, ?> record = letter.record();
        List<Header> headers = new ArrayList<>(OURS.size());
        for (Header header : record.headers()) {
            if (!OURS.contains(header.key())
                    && !STEERS_CAMEL.matcher(header.key()).lookingAt()) {
                headers.add(header);
            }
        }
        addOurs(headers, letter);
        return headers;
    }

    /** Headers of a cut copy: only those of Clickreel, with the letter's size. */
    List<Header> ofCut(DeadLetter letter) {
        List<Header> headers = new ArrayList<>(OURS.size());
        addOurs(headers, letter);
        if (Cut.of(letter.record()) == null) {
            headers.add(header(Cut.NAME, Integer.toString(letter.bytes())));
        }
        return headers;
    }

    private void addOurs(List<Header> headers, DeadLetter letter) {
        ConsumerRecord<?, ?> record = letter.record();
        Cut cut = Cut.of(record);
        if (cut != null) {
            headers.add(header(Cut.NAME, Long.toString(cut.recordBytes())));
        }
        headers.add(reasons.computeIfAbsent(letter.violation().reason().code(), code -> header(REASON, code)));
        headers.add(fields.computeIfAbsent(letter.violation().field(), name -> header(FIELD, name)));
        headers.add(header(DETAIL, letter.violation().detail()));
        headers.add(header(CONTRACT_VERSION, letter.contract()));
        headers.addAll(ofAll);
        headers.add(header(OFFSET, Long.toString(record.offset())));
        headers.add(header(TIMESTAMP, Instant.ofEpochMilli(record.timestamp()).toString()));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}
