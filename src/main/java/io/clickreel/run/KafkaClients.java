package io.clickreel.run;

import io.clickreel.kafka.ClientProperties;
import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Makes the clients of {@code kafka:} endpoints, with what {@code kafka.client.*} sets. */
@SuppressWarnings("rawtypes")
final class KafkaClients extends DefaultKafkaClientFactory {
    static final String BEAN = "kafkaClients";

    private final ClientProperties clients;

    KafkaClients(ClientProperties clients) {
        this.clients = clients;
    }

    @Override
    public Producer getProducer(Properties kafka) {
        return super.getProducer(clients.producer(kafka));
    }

    @Override
    public Consumer getConsumer(Properties kafka) {
        return super.getConsumer(clients.consumer(kafka));
    }
}
