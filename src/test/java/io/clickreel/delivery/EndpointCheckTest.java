package io.clickreel.delivery;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.StartupException;
import org.apache.camel.component.kafka.KafkaComponent;
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
