package io.clickreel.clickhouse;

import com.clickhouse.client.api.insert.InsertSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings for an insert that must be stored exactly once. */
public final class Inserts {
    private static final Map<String, String> EXACTLY_ONCE = new LinkedHashMap<>();

    static {
        // Newer servers have async_insert on: the acknowledgement would come before the data is stored.
        EXACTLY_ONCE.put("async_insert", "0");
        // A profile may have it off: a batch that is sent again would count twice.
        EXACTLY_ONCE.put("insert_deduplicate", "1");
        // Older servers have it off: a batch that is sent again would count twice in the views.
        EXACTLY_ONCE.put("deduplicate_blocks_in_dependent_materialized_views", "1");
        // One odd batch may span many months; it must not be refused for that.
        EXACTLY_ONCE.put("max_partitions_per_insert_block", "0");
        // A profile may let rows that do not parse be skipped.
        EXACTLY_ONCE.put("input_format_allow_errors_num", "0");
        EXACTLY_ONCE.put("input_format_allow_errors_ratio", "0");
        // A profile may have them off: a field that a record lacks is sent as NULL, for which the column has its
        // DEFAULT.
        EXACTLY_ONCE.put("input_format_null_as_default", "1");
        EXACTLY_ONCE.put("input_format_defaults_for_omitted_fields", "1");
        // The views have grouped their rows already. To look for equal keys again takes a third of the engine's time
        // when each click is a separate session.
        EXACTLY_ONCE.put("optimize_on_insert", "0");
    }

    private Inserts() {}

    /**
     * Settings of an insert that is stored, views included, when it is acknowledged, and that changes nothing if it comes
     * again with the same token.
     *
     * @return new ones, for the token and what else the insert needs
     */
    public static InsertSettings settings() {
        InsertSettings settings = new InsertSettings().compressClientRequest(false);
        EXACTLY_ONCE.forEach(settings::serverSetting);
        return settings;
    }

    /** The settings by their names in SQL, for an INSERT that is sent as a statement. */
    public static Map<String, String> all() {
        return Collections.unmodifiableMap(EXACTLY_ONCE);
    }

    /** The settings as SQL, for a SETTINGS clause: {@code async_insert = 0, ...}. */
    public static String clause() {
        return EXACTLY_ONCE.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + setting.getValue())
                .collect(Collectors.joining(", "));
    }
}
