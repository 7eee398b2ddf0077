package io.clickreel.clickhouse;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Settings that each statement of Clickreel brings with it, because a profile of the server may have others: with
 * those, views would see some of the rows only, answers would be cut, or a null would take the place of a zero.
 *
 * <p>Each is known to ClickHouse since 24.8. Clickreel checks at its start what newer servers have besides.
 */
final class PinnedSettings {
    private static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        // These would cut the answer of a SELECT, that of a view included.
        ALL.put("limit", "0");
        ALL.put("offset", "0");
        ALL.put("max_rows_to_group_by", "0");
        // At a limit an answer is refused, never cut in silence.
        Stream.of("read", "group_by", "distinct", "join", "set", "sort", "transfer", "result", "timeout")
                .forEach(limit -> ALL.put(limit + "_overflow_mode", "throw"));
        ALL.put("read_overflow_mode_leaf", "throw");
        ALL.put("timeout_overflow_mode_leaf", "throw");
        ALL.put("partial_result_on_first_cancel", "0");
        ALL.put("skip_unavailable_shards", "0");
        // An insert whose view fails is not stored, and says so.
        ALL.put("materialized_views_ignore_errors", "0");
        ALL.put("ignore_materialized_views_with_dropped_target_table", "0");
        // These change what a statement means.
        ALL.put("aggregate_functions_null_for_empty", "0");
        ALL.put("any_join_distinct_right_table_keys", "0");
        ALL.put("apply_deleted_mask", "1");
        ALL.put("count_distinct_implementation", "uniqExact");
        ALL.put("data_type_default_nullable", "0");
        ALL.put("empty_result_for_aggregation_by_empty_set", "0");
        ALL.put("enable_positional_arguments", "1");
        ALL.put("final", "0");
        ALL.put("group_by_use_nulls", "0");
        ALL.put("join_use_nulls", "0");
        ALL.put("prefer_column_name_to_alias", "0");
        ALL.put("session_timezone", "UTC");
        ALL.put("transform_null_in", "0");
        // An audit or a look at the ledger that is a minute old would be wrong.
        ALL.put("use_query_cache", "0");
    }

    private PinnedSettings() {}

    static Map<String, String> all() {
        return Collections.unmodifiableMap(ALL);
    }
}
