package io.clickreel.delivery;

import static io.clickreel.delivery.ModelInsert.Kind.CLICKS;
import static io.clickreel.delivery.ModelInsert.Kind.DEAD_LETTERS;
import static io.clickreel.delivery.ModelInsert.Kind.DELIVERIES;

import io.clickreel.clickhouse.StreamedBody.Part;
import io.clickreel.deadletter.DeadLetters;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.batch.Delivery;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One way of a batch through the route clicks-ingest, insert by insert, in the order of its YAML. */
final class ModelRoute {
    private static final BatchDelivery DELIVERY = TestRecords.delivery();

    private final ModelProtocol protocol;
    private final int topic;
    private final Batch batch;
    /** The inserts of clicks that are still to come: mostly one, and more where event times are years apart. */
    private final ArrayDeque<Part> clicks;

    private @Nullable Delivery delivery;
    private @Nullable ModelInsert insert;

    ModelRoute(ModelProtocol protocol, int topic, Batch batch) {
        this.protocol = protocol;
        this.topic = topic;
        this.batch = batch;
        DELIVERY.begin(batch);
        this.clicks = new ArrayDeque<>(batch.parts());
        if (batch.getDeadLetters().isEmpty()) {
            insertClicks();
        } else {
            DeadLetters.Chunk chunk = batch.getDeadLetters().iterator().next();
            String part = chunk.destination().token().substring(batch.getToken().length());
            insert(DEAD_LETTERS, part, ModelRecords.named(chunk::writeTo));
        }
    }

    /** What it waits for; null at the route's end. */
    @Nullable
    ModelInsert insert() {
        return insert;
    }

    Batch batch() {
        return batch;
    }

    String key() {
        return insert + Fingerprint.of(batch) + Fingerprint.of(delivery);
    }

    /** ClickHouse has acknowledged the insert. */
    void stored() {
        ModelInsert.Kind kind = insert.kind();
        insert = null;
        switch (kind) {
            case DEAD_LETTERS -> {
                DELIVERY.deadLettersKept(batch);
                insertClicks();
            }
            case CLICKS -> {
                if (clicks.isEmpty()) {
                    batch.acknowledged();
                    insertDelivery();
                } else {
                    insertPart(clicks.remove());
                }
            }
            case DELIVERIES -> {
                delivery.acknowledged();
                DELIVERY.acknowledge(delivery);
            }
        }
    }

    private void insertClicks() {
        if (batch.getRowCount() == 0) {
            insertDelivery();
        } else {
            insertPart(clicks.remove());
        }
    }

    private void insertPart(Part part) {
        insert(CLICKS, part.name(), ModelRecords.named(part.writer()));
    }

    private void insertDelivery() {
        delivery = batch.getDelivery();
        insert(DELIVERIES, "", ModelRecords.range(delivery::writeTo, topic));
    }

    private void insert(ModelInsert.Kind kind, String part, int rows) {
        insert = new ModelInsert(kind, protocol.token(batch) + part, rows);
        if (!protocol.inserts(kind)) {
            stored();
        }
    }
}
