package io.clickreel.delivery;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** What the model's world is made of, and the names of its numbers. */
final class ModelWorld {
    /** The number of the commit that is none. */
    static final int NO_COMMIT = 0;

    final ModelProtocol protocol;
    final ModelBounds bounds;
    final Numbered<OffsetAndMetadata> commits = new Numbered<>();
    final ModelClickHouse clickHouse;
    final ModelInstances instances;

    ModelWorld(ModelProtocol protocol, ModelBounds bounds) {
        this.protocol = protocol;
        this.bounds = bounds;
        commits.of(null);
        clickHouse = new ModelClickHouse(protocol, bounds);
        instances = new ModelInstances(protocol, bounds, commits, clickHouse);
    }

    String insertText(int insert) {
        return clickHouse.insert(insert).toString();
    }

    String takenText(int insert, int table) {
        return "ClickHouse stores in " + clickHouse.table(insert, table) + ": " + insertText(insert);
    }

    String commitText(int commit) {
        OffsetAndMetadata committed = commits.get(commit);
        if (committed == null) {
            return "no offset";
        }
        return "offset " + committed.offset()
                + Intent.read(committed)
                        .map(intent -> intent.end().isEmpty()
                                ? ""
                                : " intent " + intent.end().getAsLong())
                        .orElse(" of another program");
    }
}
