package io.clickreel.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.clickreel.RootCause;
import io.clickreel.contract.SchemaAwayException;
import io.clickreel.contract.json.Excerpt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The formats of the schemas that values have named so far, each fetched once; for several threads. A registry that did not
 * answer is asked again after a second, whoever asks.
 */
final class Schemas {
    private static final long MOST = 10_000;
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    /** @param format null: there is none, and the sentence says why */
    record Found(@Nullable ValueFormat format, String sentence) {}

    private final SchemaRegistry registry;
    private final Cache<Integer, Found> known =
            Caffeine.newBuilder().maximumSize(MOST).build();
    /** An id that is registered later is known soon, and one that is not is not asked for with each record. */
    private final Cache<Integer, Found> unknown = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(UNKNOWN_FOR)
            .build();

    private @Nullable SchemaAwayException away;
    private long askAgainNanos;

    Schemas(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** @throws SchemaAwayException if the registry does not say what it is */
    Found of(int id) {
        Found found = known.getIfPresent(id);
        return found == null ? ask(id) : found;
    }

    /** One at a time: while the registry is away nobody waits for it again who has just waited. */
    private synchronized Found ask(int id) {
        Found found = known.getIfPresent(id);
        if (found == null) {
            found = unknown.getIfPresent(id);
        }
        if (found != null) {
            return found;
        }
        if (away != null && System.nanoTime() - askAgainNanos < 0) {
            throw new SchemaAwayException(String.valueOf(away.getMessage()));
        }
        try {
            RegisteredSchema schema = registry.schema(id);
            away = null;
            found = compile(id, schema);
            known.put(id, found);
        } catch (UnknownSchemaException e) {
            away = null;
            found = new Found(null, String.valueOf(e.getMessage()));
            unknown.put(id, found);
        } catch (SchemaAwayException e) {
            away = e;
            askAgainNanos = System.nanoTime() + PAUSE_NANOS;
            throw e;
        }
        return found;
    }

    private Found compile(int id, RegisteredSchema schema) {
        try {
            return switch (schema.type()) {
                case "AVRO" -> new Found(AvroFormat.of(schema), "");
                case "PROTOBUF" -> new Found(ProtobufFormat.of(schema), "");
                case "JSON" -> new Found(JsonFormat.INSTANCE, "");
                default ->
                    new Found(
                            null,
                            "The schema registry at " + registry.url() + " has schema " + id + " as "
                                    + Excerpt.of(schema.type())
                                    + ", but only AVRO, PROTOBUF and JSON are read. Send the records by one of these.");
            };
        } catch (RuntimeException | StackOverflowError e) {
            // A schema that is nested too deeply is one that nobody can read.
            return new Found(
                    null,
                    "The schema registry at " + registry.url() + " has schema " + id + ", but it is no valid schema of"
                            + " the kind " + schema.type() + " (" + Excerpt.of(RootCause.of(e), 400)
                            + "). Register a correct one, and send the records again.");
        }
    }
}
