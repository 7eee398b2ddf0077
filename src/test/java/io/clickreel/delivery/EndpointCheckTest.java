package io.clickreel.delivery;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.StartupException;
import java.util.List;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointCheckTest {
    @Test
    void theShippedOptionsAreSound() {
        assertThatCode(() -> check("")).doesNotThrowAnyException();
        assertThatCode(() -> check("&pollOnError=RETRY")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "autoCommitEnable=true, Set autoCommitEnable: false",
        "allowManualCommit=true, Set allowManualCommit: false",
        "batching=true, Set batching: false",
        "breakOnFirstError=true, Set breakOnFirstError: false",
        "pollOnError=ERROR_HANDLER, Set pollOnError: RECONNECT",
        "pollOnError=DISCARD, Set pollOnError: RECONNECT",
        "seekTo=BEGINNING, Remove it",
    })
    void anOptionThatLosesOrDoublesIsRefusedWithWhatToSet(String option, String advice) {
        assertThatThrownBy(() -> check("&" + option))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(" has " + option)
                .hasMessageContaining(advice)
                .hasMessageContaining("topic t ");
    }

    /** Camel's additional properties are stronger than its options. */
    @ParameterizedTest
    @CsvSource({
        "enable.auto.commit, true, false",
        "isolation.level, read_uncommitted, read_committed",
        "group.id, other, g",
    })
    void whatDeliveryRestsOnIsLookedAtAsTheConsumerHasIt(String name, String value, String needed) throws Exception {
        for (String option : name.equals("isolation.level")
                ? List.of("additionalProperties." + name, "isolationLevel")
                : List.of("additionalProperties." + name)) {
            KafkaConfiguration configuration = endpoint(
                            "kafka:t?groupId=g&autoCommitEnable=false&" + option + "=" + value)
                    .getConfiguration();
            assertThatThrownBy(() ->
                            EndpointCheck.requireGuarantee(configuration.createConsumerProperties(), configuration))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining(name + "=" + value)
                    .hasMessageContaining("rests on " + needed);
        }
        KafkaConfiguration sound =
                endpoint("kafka:t?groupId=g&autoCommitEnable=false").getConfiguration();
        EndpointCheck.requireGuarantee(sound.createConsumerProperties(), sound);
    }

    @Test
    void aGroupOfItsOwnAtEachStartIsRefused() throws Exception {
        KafkaEndpoint endpoint = endpoint("kafka:t?autoCommitEnable=false&pollOnError=RECONNECT");

        assertThatThrownBy(() -> EndpointCheck.check(endpoint.getConfiguration()))
                .hasMessageContaining("has no groupId")
                .hasMessageContaining("Set groupId");
    }

    private static void check(String more) throws Exception {
        String base = "kafka:t?groupId=g";
        String rest = (more.contains("autoCommitEnable") ? "" : "&autoCommitEnable=false")
                + (more.contains("pollOnError") ? "" : "&pollOnError=RECONNECT");
        EndpointCheck.check(endpoint(base + rest + more).getConfiguration());
    }

    private static KafkaEndpoint endpoint(String uri) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("kafka", new KafkaComponent());
            return camel.getEndpoint(uri, KafkaEndpoint.class);
        }
    }
}
