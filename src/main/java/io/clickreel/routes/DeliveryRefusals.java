package io.clickreel.routes;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.InterceptDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.SagaDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ThreadsDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TransactedDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/** Why a step may not stand where batches are delivered, and what to do instead. */
final class DeliveryRefusals {
    /** What the topic says of a record that it will never take; a smaller copy, or none, is right then. */
    private static final Set<String> REFUSALS_OF_A_TOPIC = Set.of(
            "org.apache.kafka.common.errors.RecordTooLargeException", "org.apache.kafka.common.InvalidRecordException");

    private static final List<Class<?>> OTHER_HANDS = List.of(
            AggregateDefinition.class,
            ResequenceDefinition.class,
            MulticastDefinition.class,
            RecipientListDefinition.class,
            WireTapDefinition.class,
            ThreadsDefinition.class,
            LoadBalanceDefinition.class,
            OnCompletionDefinition.class,
            LoopDefinition.class,
            SplitDefinition.class);

    private static final List<Class<?>> SLOW = List.of(DelayDefinition.class, ThrottleDefinition.class);

    private static final List<Class<?>> SWALLOWING = List.of(
            TryDefinition.class,
            OnExceptionDefinition.class,
            CircuitBreakerDefinition.class,
            SagaDefinition.class,
            TransactedDefinition.class);

    private static final String INSTEAD =
            " Take it out. Work on records belongs into a route of its own, which reads the"
                    + " stream's topic with another groupId and without #batches; here may stand log, setProperty, setVariable, and"
                    + " setHeader, with names that do not begin with Camel or kafka.";

    private DeliveryRefusals() {}

    static String of(ProcessorDefinition<?> step) {
        return why(step) + "." + INSTEAD;
    }

    private static String why(ProcessorDefinition<?> step) {
        if (isOneOf(OTHER_HANDS, step)) {
            return "a batch is one object in the hands of one thread, once; a copy, another thread or a second pass would store"
                    + " what is already another batch, or let Kafka go on before the rows are stored";
        }
        if (isOneOf(SLOW, step)) {
            return "Kafka takes the partition away from a consumer that waits, and the batch would be tried by two";
        }
        if (isOneOf(SWALLOWING, step)) {
            return "an error has to reach the consumer, which then gives the batch once more; where it is swallowed, what failed"
                    + " would be left out";
        }
        if (step instanceof SetPropertyDefinition
                || step instanceof SetHeaderDefinition
                || step instanceof SetHeadersDefinition) {
            return "such a name steers Camel or its components, and could lead rows or dead letters elsewhere";
        }
        if (step instanceof InterceptDefinition) {
            return "it would be done before each step of the delivery, and could leave one out";
        }
        if (step instanceof BeanDefinition || step instanceof SendDefinition || step instanceof ToDynamicDefinition) {
            return "its answer would take the batch's place, or it would store the batch where nobody looks for it";
        }
        return "batches would be left out, held up or changed by it, and come again for ever or be lost";
    }

    private static boolean isOneOf(List<Class<?>> classes, ProcessorDefinition<?> step) {
        return classes.stream().anyMatch(each -> each.isInstance(step));
    }

    static String ofVariables(@Nullable String send, @Nullable String receive) {
        return send == null && receive == null
                ? ""
                : "with variableSend or variableReceive another body than the batch would be sent, or the batch would stay as it"
                        + " was." + INSTEAD;
    }

    static String ofDynamic(ToDynamicDefinition to, CamelContext camel) {
        return mayBe(to.getIgnoreInvalidEndpoint(), camel)
                ? "with ignoreInvalidEndpoint the rows would be stored nowhere, and nobody told. Take that option out."
                : ofVariables(to.getVariableSend(), to.getVariableReceive());
    }

    /** Whether an option is set, or nobody can tell. */
    private static boolean mayBe(@Nullable String option, CamelContext camel) {
        try {
            return Boolean.TRUE.equals(CamelContextHelper.parseBoolean(camel, option));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    static String ofDirectOptions() {
        return "its options could leave a batch out, or let it wait for a route that is not there. Leave the options of"
                + " direct: out.";
    }

    static String ofSplit(SplitDefinition split) {
        boolean plain = "true".equals(split.getStopOnException())
                && Stream.of(split.getParallelProcessing(), split.getParallelAggregate())
                        .allMatch(flag -> flag == null || flag.equals("false"))
                && Stream.of(
                                split.getTimeout(),
                                split.getAggregationStrategy(),
                                split.getExecutorService(),
                                split.getOnPrepare())
                        .allMatch(option -> option == null || option.isEmpty())
                && (split.getDelimiter() == null || split.getDelimiter().equals(","));
        return plain
                ? ""
                : "dead letters are kept one chunk at a time, and the first that fails fails the batch. stopOnException has to be"
                        + " true, and there may be neither parallelProcessing, timeout, aggregationStrategy, executorService, onPrepare nor"
                        + " delimiter.";
    }

    static String ofTry(TryDefinition attempt) {
        boolean narrow = attempt.getFinallyClause() == null
                && !attempt.getCatchClauses().isEmpty()
                && attempt.getCatchClauses().stream()
                        .map(CatchDefinition::getExceptions)
                        .allMatch(caught -> !caught.isEmpty() && REFUSALS_OF_A_TOPIC.containsAll(caught));
        return narrow
                ? ""
                : of(attempt) + " The only doTry is that around the topic of dead letters, and catches "
                        + String.join(
                                " and ", REFUSALS_OF_A_TOPIC.stream().sorted().toList()) + ".";
    }
}
