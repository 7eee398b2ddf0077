package io.clickreel.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.clickreel.RootCause;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.contract.ContractLimits;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.JsonBytes;
import io.clickreel.contract.ValueReader;
import io.clickreel.contract.json.Excerpt;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads values by the schema whose id is in their prefix. Avro and Protobuf become JSON, which the contract then judges. */
public final class RegistryValues implements ValueReader {
    private static final String URL = "schema-registry.url";
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final Schemas schemas;

    private RegistryValues(SchemaRegistry registry, @Nullable WaitBudget budget) {
        this.schemas = new Schemas(registry, budget);
    }

    /**
     * The reader that the settings ask for, for a command: it waits until the registry has answered, or does not.
     *
     * @throws io.clickreel.StartupException if the registry's URL is none
     */
    public static ValueReader of(Settings settings) {
        return of(settings, null);
    }

    /**
     * The same for who polls Kafka and must not wait for long: what it is not told in time it reads again later.
     *
     * @throws io.clickreel.StartupException if the registry's URL is none
     */
    public static ValueReader forPolling(Settings settings) {
        return of(settings, new WaitBudget());
    }

    /** Nothing of Avro, Protobuf or HTTP is loaded without a registry. */
    private static ValueReader of(Settings settings, @Nullable WaitBudget budget) {
        check(settings);
        return settings.isSet(URL)
                ? new RegistryValues(
                        new SchemaRegistry(
                                settings.text(URL),
                                settings.text("schema-registry.user"),
                                settings.text("schema-registry.password")),
                        budget)
                : ValueReader.PLAIN;
    }

    /** @throws io.clickreel.StartupException if the registry's URL is none */
    public static void check(Settings settings) {
        if (settings.isSet(URL) && settings.text(URL).contains("@")) {
            // The value is not repeated: it may have a password.
            throw new StartupException(
                    URL + " names a user. Set it to the address alone, and schema-registry.user and"
                            + " schema-registry.password to the user, in application.properties, in the environment or with -D.");
        }
        if (settings.isSet(URL) && !isAddress(settings.text(URL))) {
            throw settings.wrong(
                    URL,
                    "one URL whose host has no underscore, without question mark, as http://host:8081, or with Apicurio"
                            + " http://host:8080/apis/ccompat/v7,");
        }
        if (settings.isSet("schema-registry.password") && !settings.isSet("schema-registry.user")) {
            throw settings.wrong("schema-registry.user", "a name, because there is a schema-registry.password,");
        }
    }

    /** Java knows no host whose name has an underscore. */
    private static boolean isAddress(String url) {
        try {
            return url.matches("https?://[A-Za-z0-9.\\[\\]:-]+(/[A-Za-z0-9._~/-]*)?")
                    && URI.create(url).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public @Nullable ContractViolation read(byte[] bytes, int from, int length, JsonBytes json) {
        if (length < ContractLimits.REGISTRY_PREFIX_BYTES) {
            return ContractViolation.ofRecord(
                    Reason.BAD_ENCODING,
                    "The value begins with a zero, as values of a schema registry's producers do, but has only "
                            + length + " bytes, fewer than the prefix. Send it whole.");
        }
        int id = ByteBuffer.wrap(bytes, from + 1, Integer.BYTES).getInt();
        int start = from + ContractLimits.REGISTRY_PREFIX_BYTES;
        int rest = length - ContractLimits.REGISTRY_PREFIX_BYTES;
        Schemas.Found found = schemas.of(id);
        ValueFormat format = found.format();
        if (format == null) {
            return ContractViolation.ofRecord(Reason.UNKNOWN_SCHEMA, found.sentence());
        }
        if (format == JsonFormat.INSTANCE || rest > ContractLimits.MAX_VALUE_BYTES) {
            json.set(bytes, start, rest); // The contract's reader says that it is too large.
            return null;
        }
        return write(format, id, bytes, start, rest, json);
    }

    private static @Nullable ContractViolation write(
            ValueFormat format, int id, byte[] bytes, int start, int length, JsonBytes json) {
        json.begin();
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            format.write(bytes, start, length, generator);
            generator.flush();
            return null;
        } catch (JsonBytes.TooLargeException | StreamConstraintsException e) {
            return ContractViolation.ofRecord(
                    Reason.TOO_LARGE,
                    "The value goes beyond a limit of an event: " + Excerpt.of(String.valueOf(e.getMessage()), 200)
                            + ". Send less in one record.");
        } catch (UnreadableException e) {
            return violation(format, id, e);
        } catch (IOException | RuntimeException e) {
            return violation(format, id, UnreadableException.encoding(sentence(e)));
        }
    }

    private static ContractViolation violation(ValueFormat format, int id, UnreadableException e) {
        String subject = e.field().isEmpty() ? "The value" : e.field();
        return e.reason() == Reason.BAD_ENCODING
                ? new ContractViolation(
                        e.reason(),
                        e.field(),
                        "The value is not what schema " + id + " (" + format.describe() + ") says: "
                                + (e.field().isEmpty() ? "it" : e.field()) + " " + e.getMessage()
                                + ". Send it by the serializer that has registered the schema.")
                : new ContractViolation(e.reason(), e.field(), subject + " " + e.getMessage() + ".");
    }

    private static String sentence(Exception e) {
        return e instanceof EOFException
                ? "ends before it is complete"
                : "cannot be read (" + Excerpt.of(RootCause.of(e), 200) + ")";
    }
}
