package io.clickreel.routes;

import io.clickreel.clickhouse.ClickHouseEndpoint;
import io.clickreel.deadletter.HeadedValueSerializer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.spi.InterceptSendToEndpoint;

/** What a step of the delivery that sends to an endpoint does with the batch. */
final class DeliverySends {
    /** They take note that something passes, and leave it as it is. */
    private static final Set<String> LOOKING = Set.of("log", "micrometer");

    private static final String TABLE = "${body.table}";

    private final CamelContext camel;
    private final Set<String> targets = new LinkedHashSet<>();

    DeliverySends(CamelContext camel) {
        this.camel = camel;
    }

    /** The endpoints that were asked for, as URIs. */
    Set<String> targets() {
        return targets;
    }

    void goesTo(Placed route) {
        targets.add(camel.resolvePropertyPlaceholders(route.route().getInput().getEndpointUri()));
    }

    /** Whether an endpoint leaves the batch as it is; what is put before it could still change the batch. */
    boolean changesNothing(String uri) {
        boolean looks = LOOKING.contains(uri.replaceFirst(":.*", ""));
        if (looks) {
            targets.add(uri);
        }
        return looks;
    }

    /** The step's name; one that no delivery has if its endpoint is not set up as it has to be. */
    String name(String uri) {
        String place = uri.replaceFirst("\\?.*", "");
        if (place.startsWith("clickhouse:")) {
            return clickHouse(uri, place);
        }
        if (place.startsWith("kafka:") && isDeadTopic(uri)) {
            targets.add(uri);
            return DeliveryShape.TO_DEAD_TOPIC;
        }
        return "to " + place;
    }

    private String clickHouse(String uri, String place) {
        String database = camel.resolvePropertyPlaceholders("{{clickhouse.database}}");
        String table = place.replaceFirst("^clickhouse:(//)?", "");
        if (!table.startsWith(database + ".")) {
            return "to " + place + ", which is not in the database " + database;
        }
        String one = uri.replace(TABLE, "events");
        targets.add(one);
        if (!(endpoint(one) instanceof ClickHouseEndpoint endpoint) || !endpoint.takesColumns()) {
            return "to " + place + " without format: Native, or with columns";
        }
        String name = table.substring(database.length() + 1);
        return name.equals(TABLE) ? DeliveryShape.ROWS : "clickhouse: table " + name;
    }

    private Endpoint endpoint(String uri) {
        Endpoint endpoint = camel.getEndpoint(uri);
        return endpoint instanceof InterceptSendToEndpoint intercepted ? intercepted.getOriginalEndpoint() : endpoint;
    }

    /** Each dead letter names its topic, and brings its headers. */
    private boolean isDeadTopic(String uri) {
        if (!(endpoint(uri) instanceof KafkaEndpoint endpoint)) {
            return false;
        }
        KafkaConfiguration kafka = endpoint.getConfiguration();
        return HeadedValueSerializer.class.getName().equals(kafka.getValueSerializer())
                && !"0".equals(kafka.getRequestRequiredAcks());
    }
}
