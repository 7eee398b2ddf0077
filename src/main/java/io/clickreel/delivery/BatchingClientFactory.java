package io.clickreel.delivery;

import io.clickreel.Nearest;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.delivery.batch.LiveContracts;
import io.clickreel.delivery.guard.DeliveryAlarm;
import io.clickreel.delivery.ledger.DeliveryLedger;
import io.clickreel.health.LaneStates;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.stream.Stream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.function.BiFunction;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a {@code kafka:} endpoint consumers that read whole batches: {@code kafkaClientFactory: "#batches"}.
 *
 * <p>The endpoint has to leave offsets alone ({@code autoCommitEnable: false}, no manual commit, no batching).
 */
public final class BatchingClientFactory extends DefaultKafkaClientFactory {
    private static final Logger LOG = LoggerFactory.getLogger(BatchingClientFactory.class);

    /**
     * Batches take at most a fourth of the heap: the consumers' idle decoders, what they have fetched, and dead letters
     * as rows need room too.
     */
    private static final int HELD_SHARE_OF_HEAP = 4;

    /**
     * The pause for each month that a batch touches. So all consumers together make 40 entries a second in a
     * deduplication window, and one of 10,000 entries lasts for four minutes.
     */
    private static final long PAUSE_FOR_MONTH_MS = 25;

    private final Settings settings;
    private final ClientProperties clients;
    private final BiFunction<String, String, Stream> streamOf;
    private final LiveContracts contracts;

    private final DeliveryLedger ledger;
    private final DeliveryAlarm alarm;
    private final LaneStates states;
    private final Flushes flushes;
    private final java.util.function.Consumer<StartupException> onMistake;
    /**
     * Whether a consumer was made. If a route that is edited at run time is wrong, that route is refused and the others
     * keep running; at the start a wrong route stops everything.
     */
    private volatile boolean used;

    private final MemberNumbers members = new MemberNumbers();
    private final MemberNames names = new MemberNames();

    /**
     * @param streamOf the stream that a group (the first) reads from a topic
     * @param onMistake told of endpoint options that would lose or double records, if the first consumer has them
     */
    public BatchingClientFactory(
            Settings settings,
            ClientProperties clients,
            BiFunction<String, String, Stream> streamOf,
            DeliveryLedger ledger,
            LiveContracts contracts,
            DeliveryAlarm alarm,
            LaneStates states,
            Flushes flushes,
            java.util.function.Consumer<StartupException> onMistake) {
        this.settings = settings;
        this.clients = clients;
        this.streamOf = streamOf;
        this.states = states;
        this.flushes = flushes;
        this.ledger = ledger;
        this.contracts = contracts;
        this.alarm = alarm;
        this.onMistake = onMistake;
    }

    /** Whether a route reads its topic in batches. */
    public static boolean ingests(Route route) {
        return route.getEndpoint() instanceof KafkaEndpoint kafka
                && kafka.getKafkaClientFactory() instanceof BatchingClientFactory;
    }

    /** Those of a group's members that are not consumers of this instance. */
    public List<String> others(String group, Collection<String> members) {
        return names.others(group, members);
    }

    /** Camel asks for it before it makes consumers: the one moment at which all options can be seen. */
    @Override
    public String getBrokers(KafkaConfiguration configuration) {
        try {
            EndpointCheck.check(configuration);
            requireContract(configuration);
        } catch (StartupException e) {
            if (!used) {
                onMistake.accept(e);
            }
            throw e;
        }
        return super.getBrokers(configuration);
    }

    private void requireContract(KafkaConfiguration configuration) {
        try {
            contracts.of(streamOf.apply(configuration.getGroupId(), configuration.getTopic()));
        } catch (ContractException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        } catch (ClickHouseFailure e) {
            LOG.debug("The contract for {} is read when ClickHouse is there", configuration.getTopic(), e);
        }
    }

    /**
     * Looks at all that a route says of how its topic is read, and asks no service.
     *
     * @throws StartupException naming the option to change
     */
    public void check(KafkaConfiguration configuration) {
        EndpointCheck.check(configuration);
        Properties own = clients.consumer(configuration.createConsumerProperties());
        takeOptions(own);
        EndpointCheck.requireGuarantee(own, configuration);
        EndpointCheck.requireValues(own);
    }

    private record Options(BatchLimits limits, ReadingRules rules) {}

    /** Takes what is Clickreel's own out of a consumer's properties. */
    private Options takeOptions(Properties own) {
        Options options = new Options(BatchLimits.takeFrom(own, settings), ReadingRules.takeFrom(own, settings));
        Stream.OPTIONS.forEach(own::remove); // Of the stream itself, which is read from the route.
        own.stringPropertyNames().stream()
                .filter(name -> name.startsWith("clickreel."))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    List<String> known = new ArrayList<>(Stream.OPTIONS);
                    known.addAll(BatchLimits.OPTIONS);
                    known.add(ReadingRules.ON_LOST_OFFSETS);
                    throw new StartupException("The route's kafka endpoint has additionalProperties." + name
                            + ", which is no option." + Nearest.guess(name, known) + " The options are "
                            + String.join(", ", known) + ".");
                });
        return options;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Consumer getConsumer(Properties kafka) {
        used = true;
        Properties own = clients.consumer(kafka);
        Options options = takeOptions(own);
        String instance = String.valueOf(own.getOrDefault(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, ""));
        String group = String.valueOf(own.get(ConsumerConfig.GROUP_ID_CONFIG));
        int member = members.take();
        // Camel gives all consumers of an endpoint the same ids; Kafka needs different ones.
        own.merge(ConsumerConfig.CLIENT_ID_CONFIG, group, (id, none) -> id);
        own.computeIfPresent(ConsumerConfig.CLIENT_ID_CONFIG, (key, id) -> id + "-" + member);
        own.computeIfPresent(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, (key, id) -> id + "-" + member);
        Runnable forget = names.note(group, instance, own.getProperty(ConsumerConfig.CLIENT_ID_CONFIG));
        KafkaAdmin admin = new KafkaAdmin(clients.admin(own));
        Runnable close = () -> {
            members.giveBack(member);
            forget.run();
            admin.close();
        };
        try {
            return new BatchingConsumer(
                    own,
                    new PartitionOpening(
                            topic -> streamOf.apply(group, topic),
                            contracts::of,
                            admin,
                            ledger,
                            alarm,
                            options.limits,
                            options.rules,
                            instance),
                    ledger,
                    alarm,
                    states,
                    flushes,
                    this::mostHeldBytes,
                    new MonthPacing(() -> PAUSE_FOR_MONTH_MS * Math.max(1, members.count())),
                    close);
        } catch (RuntimeException e) {
            close.run();
            throw e;
        }
    }

    /** How many bytes each of the open consumers may hold. */
    private long mostHeldBytes() {
        return Runtime.getRuntime().maxMemory() / HELD_SHARE_OF_HEAP / Math.max(1, members.count());
    }
}
