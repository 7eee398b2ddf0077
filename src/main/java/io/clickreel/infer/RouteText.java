package io.clickreel.infer;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The route that stores a stream, as YAML. */
public final class RouteText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]*");
    /** Words that YAML reads as something other than text. */
    private static final Set<String> NO_TEXT = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private RouteText() {}

    /**
     * @param name of the stream
     * @param contract its file, relative to the project's folder
     */
    public static String of(String name, String topic, String group, String deadTopic, String table, String contract) {
        return """
                # Topic -> batches of a partition -> table; what breaks the contract goes to the topic and the table of dead letters. How Kafka is
                # read is in application.properties, how a batch is delivered in deliver-batch.camel.yaml. A saved change is live at once.
                - route:
                    id: %1$s-ingest
                    description: Events of topic %2$s into table %5$s, each exactly once
                    from:
                      uri: kafka:%2$s
                      parameters:
                        groupId: %3$s # its commits say where the stream continues; a new group asks the ledger
                        kafkaClientFactory: "#batches" # an exchange is one batch of one partition, the same until it is stored
                        additionalProperties.clickreel.contract: %6$s # edited, it is live at the next batch
                        additionalProperties.clickreel.table: %7$s
                        additionalProperties.clickreel.deadTopic: %4$s
                      steps:
                        - to:
                            id: deliver-%1$s
                            uri: direct:deliver-batch
                """.formatted(name, topic, scalar(group), scalar(deadTopic), table, scalar(contract), scalar(table));
    }

    private static String scalar(String text) {
        return PLAIN.matcher(text).matches() && !NO_TEXT.contains(text.toLowerCase(Locale.ROOT))
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
