package io.clickreel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.clickreel.Settings;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.JsonBytes;
import io.clickreel.contract.ValueReader;
import io.clickreel.testing.RegistryServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Values read by a registry's schemas, for tests. */
final class ReadValues {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private ReadValues() {}

    static ValueReader reader(RegistryServer registry) {
        return reader(Map.of("schema-registry.url", registry.url()));
    }

    static ValueReader reader(Map<String, String> settings) {
        return RegistryValues.of(Settings.load(Path.of("none"), Map.of(), settings));
    }

    static String text(ValueReader reader, int id, byte[] rest) {
        byte[] value = RegistryServer.value(id, rest);
        JsonBytes json = new JsonBytes();
        assertThat(reader.read(value, 0, value.length, json)).isNull();
        return new String(json.bytes(), json.from(), json.length(), StandardCharsets.UTF_8);
    }

    static JsonNode json(ValueReader reader, int id, byte[] rest) {
        try {
            return JSON.readTree(text(reader, id, rest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ContractViolation violation(ValueReader reader, int id, byte[] rest) {
        byte[] value = RegistryServer.value(id, rest);
        ContractViolation violation = reader.read(value, 0, value.length, new JsonBytes());
        assertThat(violation).isNotNull();
        return violation;
    }

    /** As a producer of Avro writes it. */
    static byte[] avro(Schema schema, Object value) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<>(schema).write(value, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
