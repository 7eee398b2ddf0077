package io.clickreel.run;

import io.clickreel.RootCause;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.delivery.Flushes;
import io.clickreel.films.DimFilmRefresh;
import io.clickreel.jmx.StreamOperations;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.redrive.Redrive;
import io.clickreel.redrive.RedriveRules;
import io.clickreel.redrive.Selection;
import io.clickreel.stream.Contracts;
import io.clickreel.stream.Stream;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteController;
import org.jspecify.annotations.Nullable;

/** What people may do with streams and films while they run, from outside. */
final class Steering implements StreamOperations {
    private static final String ANY = "*";

    private final CamelContext camel;
    private final Supplier<List<Stream>> streams;
    private final Flushes flushes;
    private final ClientProperties kafka;
    private final ClickHouse clickHouse;
    private final Contracts contracts;

    /** @param clickHouse one that waits for long questions, too */
    Steering(
            CamelContext camel,
            Supplier<List<Stream>> streams,
            Flushes flushes,
            ClientProperties kafka,
            ClickHouse clickHouse,
            Contracts contracts) {
        this.camel = camel;
        this.streams = streams;
        this.flushes = flushes;
        this.kafka = kafka;
        this.clickHouse = clickHouse;
        this.contracts = contracts;
    }

    @Override
    public String pause(@Nullable String route) throws Exception {
        String id = there(route);
        RouteController routes = camel.getRouteController();
        ServiceStatus status = routes.getRouteStatus(id);
        if (status == null || !status.isStarted()) {
            return "The route " + id + " does not run, so nothing was changed: it is " + status + ".";
        }
        routes.suspendRoute(id);
        return "The route " + id + " is suspended. The records that come wait in Kafka; resume lets them be stored.";
    }

    @Override
    public String resume(@Nullable String route) throws Exception {
        String id = there(route);
        RouteController routes = camel.getRouteController();
        ServiceStatus status = routes.getRouteStatus(id);
        if (status != null && status.isStarted()) {
            return "The route " + id + " runs, so nothing was changed.";
        }
        if (status != null && status.isSuspended()) {
            routes.resumeRoute(id);
        } else {
            routes.startRoute(id);
        }
        return "The route " + id + " runs again.";
    }

    @Override
    public String flush(String stream) {
        flushes.ask(stream);
        return "What has arrived of " + stream + " is stored at once, in batches that are closed at the next poll.";
    }

    @Override
    public String redrive(String stream, String reason) {
        Stream chosen = streams.get().stream()
                .filter(one -> one.name().equals(stream))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no stream " + stream + " any more."));
        Selection selection = ANY.equals(reason)
                ? Selection.ALL
                : new Selection(List.of(reason), List.of(), null, null, null, null, null);
        try (Redrive redrive = Redrive.open(kafka, clickHouse, chosen.topic(), contracts.compile(chosen))) {
            return redrive.run(
                            selection,
                            new RedriveRules(false, Long.MAX_VALUE),
                            progress -> {},
                            () -> camel.isStopping())
                    .sentence(chosen.topic(), false);
        } catch (RuntimeException e) {
            // Without the cause: a client of JMX need not have its class.
            throw new IllegalStateException(RootCause.of(e));
        }
    }

    /** Lets the films' route look at once: it does so at each start. */
    String refreshFilms() throws Exception {
        String id = DimFilmRefresh.ROUTE;
        ServiceStatus status = camel.getRouteController().getRouteStatus(id);
        if (status == null) {
            return "There is no route " + id + ", so nothing looks for films.";
        }
        if (!status.isStarted()) {
            return "The route " + id + " is " + status + ", so nothing was looked at. ./clickreel routes start " + id
                    + " starts it.";
        }
        if (camel.getInflightRepository().size(id) > 0) {
            return "A look at the film file is under way already.";
        }
        camel.getRouteController().stopRoute(id);
        camel.getRouteController().startRoute(id);
        return "The film file is looked at now; LastCurrent, Version and LastProblem tell what was found.";
    }

    private static String there(@Nullable String route) {
        if (route == null) {
            throw new IllegalStateException("The stream is gone: no route stores it any more.");
        }
        return route;
    }
}
