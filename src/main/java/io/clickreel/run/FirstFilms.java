package io.clickreel.run;

import io.clickreel.films.DimFilmRefresh;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the end of the first look at the film file, whatever it found. When Clickreel says that it is up, the films
 * are there; a file that is refused, awaited or slow to come does not hold up the start, nor does a service that is away.
 */
final class FirstFilms extends SimpleEventNotifierSupport {
    private static final Logger LOG = LoggerFactory.getLogger(FirstFilms.class);

    static final String BEAN = "firstFilms";

    private static final long LIMIT_S = 15;

    private final CountDownLatch looked = new CountDownLatch(1);
    private final BooleanSupplier prepared;

    /** @param prepared whether S3 and ClickHouse have answered since the start */
    FirstFilms(BooleanSupplier prepared) {
        this.prepared = prepared;
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeCompletedEvent(false);
        setIgnoreExchangeFailedEvents(false);
    }

    @Override
    public void notify(CamelEvent event) {
        if ((event instanceof ExchangeCompletedEvent || event instanceof ExchangeFailedEvent)
                && DimFilmRefresh.ROUTE.equals(
                        ((ExchangeEvent) event).getExchange().getFromRouteId())) {
            looked.countDown();
        }
    }

    @Override
    public boolean isDisabled() {
        // Only the first exchange matters.
        return looked.getCount() == 0;
    }

    /** Waits for the first look, unless the route is not there. */
    void await(CamelContext camel) {
        try {
            if (camel.getRoute(DimFilmRefresh.ROUTE) != null
                    && !(prepared.getAsBoolean() && looked.await(LIMIT_S, TimeUnit.SECONDS))) {
                LOG.info("The films are not there yet; they come as soon as S3 and ClickHouse have answered.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
