package io.clickreel.newstream;

import io.clickreel.StartupException;
import io.clickreel.infer.SqlWords;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks for: a stream of this name from this topic.
 *
 * @param file JSON lines that are the sample; null: records of the topic are
 * @param records at most so many are read
 */
public record Request(String name, String topic, @Nullable Path file, int records) {
    private static final int MOST_RECORDS = 100_000;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([-_][a-z0-9]+)*");
    private static final int LONGEST_NAME = 60;
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final String DEAD = ".dead";

    /** @throws StartupException with a sentence, if it cannot be done as asked */
    public Request {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
            throw new StartupException(
                    "'" + name + "' cannot be the name of a stream, because its table, route, group and"
                            + " files are named after it. Use at most " + LONGEST_NAME
                            + " small letters, digits, and - or _ between them, and begin with a letter: orders, page-views.");
        }
        if (SqlWords.isOfSql(name)) {
            throw new StartupException(
                    "'" + name + "' cannot be the name of a stream, because its table is named after it, and"
                            + " SQL has that word itself. Choose another name, such as " + name + "-events.");
        }
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            throw new StartupException(
                    "'" + topic + "' cannot be the name of a topic in Kafka, which has 1 to 249 letters,"
                            + " digits, dots, - and _. Correct --topic.");
        }
        if (topic.length() + DEAD.length() > 249) {
            throw new StartupException("The name of topic " + topic + " leaves no room for its topic of dead letters, "
                    + topic + DEAD + ": Kafka takes 249 characters at most.");
        }
        if (records < 1 || records > MOST_RECORDS) {
            throw new StartupException(
                    "--records is " + records + ", but 1 to " + MOST_RECORDS + " records can be the sample.");
        }
    }

    String table() {
        return name.replace('-', '_');
    }

    /** The view that counts what the table gets. */
    String view() {
        return table() + "_batches_mv";
    }

    /** The id of the route, and the name of Kafka's consumer group. */
    public String routeId() {
        return name + "-ingest";
    }

    String deadTopic() {
        return topic + DEAD;
    }

    /** The contract's file, relative to the project's folder. */
    String contract() {
        return "contracts/" + topic + ".schema.json";
    }

    String routeFile() {
        return routeId() + ".camel.yaml";
    }
}
