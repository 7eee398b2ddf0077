package io.clickreel.jmx;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** How the beans are named. */
final class BeanNames {
    private static final String DOMAIN = "io.clickreel:";

    private BeanNames() {}

    /** The one that tells of everything at once. */
    static ObjectName pipeline() {
        return name("Pipeline", null);
    }

    static ObjectName stream(String name) {
        return name("Stream", name);
    }

    static ObjectName referenceData(String table) {
        return name("ReferenceData", table);
    }

    static ObjectName service(String name) {
        return name("Service", name);
    }

    private static ObjectName name(String type, @Nullable String name) {
        return parse(DOMAIN + "type=" + type + (name == null ? "" : ",name=" + value(name)));
    }

    /** Names that JMX would take for a pattern or for two keys are quoted. */
    private static String value(String name) {
        return name.matches("[A-Za-z0-9_.-]+") ? name : ObjectName.quote(name);
    }

    private static ObjectName parse(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
