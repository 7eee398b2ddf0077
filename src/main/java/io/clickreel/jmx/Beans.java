package io.clickreel.jmx;

import io.clickreel.RootCause;
import io.clickreel.films.DimFilmRefresh;
import io.clickreel.health.LaneStates;
import io.clickreel.health.PartitionLags;
import io.clickreel.health.PipelineState;
import io.clickreel.health.ServiceState;
import io.clickreel.health.StreamState;
import io.clickreel.health.StreamStates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the beans of JMX: those of streams come and go with them, within a second. */
public final class Beans extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(Beans.class);
    private static final long LOOK_EACH_MS = 1_000;
    private static final List<String> SERVICES = List.of("kafka", "clickhouse", "s3");

    private final CamelContext camel;
    private final PipelineState pipeline;
    private final StreamStates streams;
    private final LaneStates lanes;
    private final PartitionLags lags;
    private final StreamOperations operations;
    private final Callable<String> refreshFilms;
    private final Map<String, ObjectName> ofStreams = new HashMap<>();
    private @Nullable ScheduledExecutorService looking;

    public Beans(
            CamelContext camel,
            PipelineState pipeline,
            StreamStates streams,
            LaneStates lanes,
            PartitionLags lags,
            StreamOperations operations,
            Callable<String> refreshFilms) {
        this.camel = camel;
        this.pipeline = pipeline;
        this.streams = streams;
        this.lanes = lanes;
        this.lags = lags;
        this.operations = operations;
        this.refreshFilms = refreshFilms;
    }

    @Override
    protected void doStart() throws JMException {
        ManagementAgent agent = camel.getManagementStrategy().getManagementAgent();
        if (agent == null) {
            return; // camel.main.jmx-enabled=false
        }
        agent.register(new PipelineBean(pipeline::now, camel.getRouteController()), BeanNames.pipeline());
        agent.register(
                new ReferenceDataBean(pipeline::films, refreshFilms), BeanNames.referenceData(DimFilmRefresh.TABLE));
        for (String service : SERVICES) {
            agent.register(new ServiceBean(service, this::services), BeanNames.service(service));
        }
        ScheduledExecutorService thread =
                camel.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "jmx");
        thread.scheduleWithFixedDelay(() -> look(agent), 0, LOOK_EACH_MS, TimeUnit.MILLISECONDS);
        looking = thread;
    }

    private List<ServiceState> services() {
        return pipeline.now().services();
    }

    private void look(ManagementAgent agent) {
        try {
            Set<String> now = streams.now().stream().map(StreamState::name).collect(Collectors.toSet());
            for (String gone : Set.copyOf(ofStreams.keySet())) {
                if (!now.contains(gone)) {
                    agent.unregister(ofStreams.remove(gone));
                }
            }
            for (String name : now) {
                if (!ofStreams.containsKey(name)) {
                    ObjectName bean = BeanNames.stream(name);
                    agent.register(new StreamBean(name, streams::now, lanes, lags::last, operations), bean);
                    ofStreams.put(name, bean);
                }
            }
        } catch (JMException | RuntimeException e) {
            LOG.warn(
                    "The beans of the streams could not be brought up to date: {}. It is tried again.",
                    RootCause.of(e));
        }
    }

    @Override
    protected void doStop() {
        // Camel's agent takes its beans away itself.
        if (looking != null) {
            camel.getExecutorServiceManager().shutdownNow(looking);
        }
    }
}
