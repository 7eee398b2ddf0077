package io.clickreel.cli;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.registry.RegistryValues;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.stream.Contracts;
import io.clickreel.stream.Stream;
import io.clickreel.trial.Samples;
import io.clickreel.trial.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** What {@code check --records} finds: records tried under the contract and in a copy of the table, as they are now. */
final class RecordsCheck {
    private static final int SHOWN_ROWS = 3;

    private RecordsCheck() {}

    /** @param source a sentence on where the records are from */
    record Tried(String stream, String source, Trial trial) {}

    /**
     * Tries them; nothing of it stays.
     *
     * @param addressed settings with the address of each service
     * @param file where they are instead of the topic; null: they are read from the topic
     * @param most at most so many of each stream
     * @param stop asked before each stream
     * @throws StartupException if they cannot be tried
     */
    static List<Tried> of(
            Settings addressed, List<Stream> streams, @Nullable Path file, int most, BooleanSupplier stop) {
        List<Tried> all = new ArrayList<>();
        ClientProperties clients = ClientProperties.of(addressed);
        try (KafkaAdmin kafka = new KafkaAdmin(clients.admin("clickreel-check"));
                ClickHouse clickHouse =
                        PipelineConfiguration.clickHouseConnection(addressed).open()) {
            Contracts contracts = new Contracts(clickHouse, RegistryValues.of(addressed));
            for (Stream stream : streams) {
                if (stop.getAsBoolean()) {
                    break;
                }
                Trial.Sample sample = new Samples(clients, kafka)
                        .read(stream.topic(), file, most, "Correct the topic of the stream " + stream.name());
                Trial trial = Trial.inCopy(stream, contracts, clickHouse, sample, SHOWN_ROWS);
                all.add(new Tried(stream.name(), sample.source(), trial));
            }
        } catch (ContractException | KafkaException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
        return all;
    }
}
