package io.clickreel.delivery.batch;

import io.clickreel.RootCause;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.stream.Contracts;
import io.clickreel.stream.Stream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contracts of all streams that are read; looks at their files once a second, also where nothing arrives. */
public final class LiveContracts extends ServiceSupport implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(LiveContracts.class);
    private static final long LOOK_EACH_MS = 1_000;

    private final Contracts contracts;
    private final Supplier<List<Stream>> streams;
    private final Map<Stream, LiveContract> live = new ConcurrentHashMap<>();
    private CamelContext camel;
    private ScheduledExecutorService looking;

    /** @param streams those of the routes that there are now */
    @SuppressWarnings("NullAway.Init") // Camel sets its context and starts the service before anything else.
    public LiveContracts(Contracts contracts, Supplier<List<Stream>> streams) {
        this.contracts = contracts;
        this.streams = streams;
    }

    /**
     * The contract of a stream as its file is now.
     *
     * @throws ContractException if it cannot be used
     * @throws io.clickreel.clickhouse.ClickHouseFailure if ClickHouse does not answer
     */
    public LiveContract of(Stream stream) {
        LiveContract contract = live.computeIfAbsent(stream, one -> new LiveContract(one, contracts));
        contract.look();
        contract.now();
        return contract;
    }

    /** Compiles all again, because a table may have other columns than before. */
    public void tablesChanged() {
        live.values().forEach(LiveContract::tableChanged);
    }

    /** What is wrong with the files, so that the contracts of before are used; empty if nothing is. */
    public String problems() {
        return live.values().stream()
                .map(LiveContract::problem)
                .filter(problem -> !problem.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
    }

    @Override
    public void setCamelContext(CamelContext context) {
        camel = context;
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    protected void doStart() {
        looking = camel.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "contracts");
        looking.scheduleWithFixedDelay(this::look, LOOK_EACH_MS, LOOK_EACH_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            live.keySet().retainAll(streams.get());
            live.values().forEach(LiveContract::look);
        } catch (RuntimeException e) {
            LOG.warn("The contracts could not be looked at: {}. They are at the next second.", RootCause.of(e));
        }
    }

    @Override
    protected void doStop() {
        camel.getExecutorServiceManager().shutdownNow(looking);
    }
}
