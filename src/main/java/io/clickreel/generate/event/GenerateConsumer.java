package io.clickreel.generate.event;

import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.generate.shared.EncodedEvent;
import io.clickreel.generate.shared.EventMessages;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the events that are due to the route, batch by batch, and keeps each batch until the route is done with it: one
 * that failed is handed out again, so that no event is lost while Kafka is away.
 */
final class GenerateConsumer extends ScheduledPollConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(GenerateConsumer.class);
    /** Without a limit a poll at full speed would have no end, and the route could not be stopped. */
    private static final long LONGEST_POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final GenerateEndpoint endpoint;
    private @Nullable EventSource source;
    private List<EncodedEvent> unpublished = List.of();
    private long forgotten;

    GenerateConsumer(GenerateEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    /** @throws io.clickreel.contract.schema.ContractException if no events can be made of the contract */
    @Override
    protected void doStart() throws Exception {
        InstantSource clock = InstantSource.system();
        long seed = endpoint.getSeed().isBlank()
                ? clock.millis()
                : Long.parseLong(endpoint.getSeed().strip());
        source = new EventSource(new EventMaker(SchemaFile.read(endpoint.contract()), seed), clock, endpoint::pacing);
        LOG.info("{} has seed {}", getRouteId(), seed);
        super.doStart();
    }

    @Override
    protected int poll() throws Exception {
        int published = 0;
        long begin = System.nanoTime();
        while (source != null && isRunAllowed() && System.nanoTime() - begin < LONGEST_POLL_NANOS) {
            if (unpublished.isEmpty()) {
                unpublished = source.next();
                tellForgotten(source);
            }
            if (unpublished.isEmpty() || !isPublished()) {
                break;
            }
            int size = unpublished.size();
            published += size;
            unpublished = List.of();
            if (size < GenerateEndpoint.BATCH_ROWS) {
                break;
            }
        }
        return published;
    }

    private boolean isPublished() throws Exception {
        Exchange exchange = createExchange(true);
        exchange.getIn().setBody(new EventMessages(unpublished, endpoint.getCamelContext()));
        getProcessor().process(exchange);
        // What failed, since when and why is told by the health check "routes".
        return exchange.getException() == null;
    }

    private void tellForgotten(EventSource asked) {
        if (asked.forgotten() > forgotten) {
            LOG.warn(
                    "{} was held up for more than a minute; {} events of that time were never made",
                    getRouteId(),
                    asked.forgotten() - forgotten);
            forgotten = asked.forgotten();
        }
    }
}
