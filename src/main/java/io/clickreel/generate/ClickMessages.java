package io.clickreel.generate;

import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** A batch of clicks as messages for a Kafka endpoint, each made again whenever it is asked for. */
final class ClickMessages extends AbstractList<Message> {
    private final List<EncodedClick> clicks;
    private final CamelContext camel;

    ClickMessages(List<EncodedClick> clicks, CamelContext camel) {
        this.clicks = clicks;
        this.camel = camel;
    }

    @Override
    public Message get(int index) {
        return new ClickMessage(camel, clicks.get(index));
    }

    @Override
    public int size() {
        return clicks.size();
    }

    /**
     * The value is the body, the key the only header, and neither can be changed.
     *
     * <p>Camel's own map compares names letter by letter, and the endpoint looks up five of them.
     */
    private static final class ClickMessage extends DefaultMessage {
        private final byte[] key;

        ClickMessage(CamelContext camel, EncodedClick click) {
            super(camel);
            this.key = click.key();
            setBody(click.value());
        }

        @Override
        protected Map<String, Object> createHeaders() {
            return Collections.singletonMap(KafkaConstants.KEY, key);
        }
    }
}
