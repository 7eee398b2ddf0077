package io.clickreel.ingest;

import java.util.Iterator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** Dead letters as messages for a Kafka endpoint, each made when it is asked for. */
final class DeadLetterMessages implements Iterable<Message> {
    private final List<DeadLetter> letters;
    private final DeadLetterHeaders headers;
    private final CamelContext camel;

    DeadLetterMessages(DeadLetters.Chunk chunk, CamelContext camel) {
        this.letters = chunk.letters();
        this.headers = chunk.headers();
        this.camel = camel;
    }

    @Override
    public Iterator<Message> iterator() {
        return letters.stream().map(this::message).iterator();
    }

    private Message message(DeadLetter letter) {
        Message message = new DefaultMessage(camel);
        message.setBody(new HeadedValue(letter.record().value(), headers.of(letter)));
        if (letter.record().key() != null) {
            message.setHeader(KafkaConstants.KEY, letter.record().key());
        }
        return message;
    }
}
