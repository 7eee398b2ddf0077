package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.DeliveryTestSupport;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;

/** Batches that would wait for an hour are stored when somebody asks for it, while records come in, each once. */
class FlushTest extends DeliveryTestSupport {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    @Override
    protected Map<String, String> overrides() {
        return given("ingest.batch-rows=1000000", "ingest.batch-wait-ms=3600000");
    }

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withEnableJMX();
    }

    @Test
    void whatIsBeingFilledIsStoredAtOnceAndOnce() throws Exception {
        sendClicks(1_000);
        within(60).until(() -> partitionsThat("FORMING") == 2);
        assertThat(count("(SELECT count() FROM clicks)")).isZero();

        for (int i = 0; i < 10; i++) {
            assertThat(flush("clicks")).contains("stored at once");
            sendClicks(500);
        }
        flush("clicks");
        within(60).untilAsserted(() -> {
            flush("clicks"); // What came after the last one.
            assertAllDeliveredOnce();
        });
        assertThat(partitionsThat("IDLE")).isEqualTo(2);

        sendClicks(10);
        within(60).until(() -> partitionsThat("FORMING") > 0);
        assertThat(count("(SELECT count() FROM clicks)")).isEqualTo(sent() - 10);
    }

    private long partitionsThat(String state) throws JMException {
        TabularData partitions = (TabularData) beans.getAttribute(bean("clicks"), "Partitions");
        return partitions.values().stream()
                .filter(row -> ((CompositeData) row).get("state").equals(state))
                .count();
    }

    private String flush(String stream) throws JMException {
        return String.valueOf(beans.invoke(bean(stream), "flush", new Object[0], new String[0]));
    }

    private static ObjectName bean(String name) throws JMException {
        return new ObjectName("io.clickreel:type=Stream,name=" + name);
    }
}
