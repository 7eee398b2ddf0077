package io.clickreel.generate.shared;

import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/** A batch of events as messages for a Kafka endpoint, each made again whenever it is asked for. */
public final class EventMessages extends AbstractList<Message> {
    private final List<EncodedEvent> events;
    private final CamelContext camel;

    public EventMessages(List<EncodedEvent> events, CamelContext camel) {
        this.events = events;
        this.camel = camel;
    }

    @Override
    public Message get(int index) {
        return new EventMessage(camel, events.get(index));
    }

    @Override
    public int size() {
        return events.size();
    }

    /**
     * The value is the body, the key, if there is one, the only header, and neither can be changed.
     *
     * <p>Camel's own map compares names letter by letter, and the endpoint looks up five of them.
     */
    private static final class EventMessage extends DefaultMessage {
        private final byte @Nullable [] key;

        EventMessage(CamelContext camel, EncodedEvent event) {
            super(camel);
            this.key = event.key();
            setBody(event.value());
        }

        @Override
        protected Map<String, Object> createHeaders() {
            return key == null ? Collections.emptyMap() : Collections.singletonMap(KafkaConstants.KEY, key);
        }
    }
}
