package io.clickreel.embedded.clickhouse.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the engine's two configuration files into the data folder: sized for a small machine, and with what its one user
 * may do.
 */
public final class EngineConfig {
    /** Settings that SQL must not change: they name files or hosts, other languages, or SQL outside the statement. */
    public static final List<String> FIXED_SETTINGS = List.of(
            "additional_result_filter",
            "additional_table_filters",
            "dialect",
            "format_avro_schema_registry_url",
            "format_schema_source",
            "format_template_resultset",
            "format_template_row",
            "input_format_record_errors_file_path",
            "max_http_get_redirects",
            "output_format_schema",
            "parallel_replicas_custom_key",
            "s3_max_redirects",
            "url_base");

    private EngineConfig() {}

    /**
     * @param grants what SQL may do, as GRANT statements
     * @return the path of config.xml
     */
    public static Path write(Path dataDir, int maxMemoryMb, List<String> grants) throws IOException {
        for (String folder : List.of("user_files", "user_scripts", "format_schemas", "tmp")) {
            Files.createDirectories(dataDir.resolve(folder));
        }
        Path users = dataDir.resolve("users.xml");
        Path config = dataDir.resolve("config.xml");
        // If one were a link, its target would be overwritten: the walls are not up yet.
        Files.deleteIfExists(users);
        Files.deleteIfExists(config);
        Files.writeString(
                config, """
                <!-- Written at each start of the embedded ClickHouse: changes made here are lost. -->
                <clickhouse>
                    <logger><level>none</level></logger>
                    <timezone>UTC</timezone>
                    <max_server_memory_usage>%3$d</max_server_memory_usage>
                    <memory_worker_use_cgroup>false</memory_worker_use_cgroup>
                    <mark_cache_size>67108864</mark_cache_size>
                    <uncompressed_cache_size>0</uncompressed_cache_size>
                    <mmap_cache_size>100</mmap_cache_size>
                    <compiled_expression_cache_size>16777216</compiled_expression_cache_size>
                    <query_cache><max_size_in_bytes>16777216</max_size_in_bytes></query_cache>
                    <background_pool_size>2</background_pool_size>
                    <background_merges_mutations_concurrency_ratio>2</background_merges_mutations_concurrency_ratio>
                    <background_schedule_pool_size>8</background_schedule_pool_size>
                    <background_move_pool_size>1</background_move_pool_size>
                    <background_fetches_pool_size>1</background_fetches_pool_size>
                    <background_common_pool_size>2</background_common_pool_size>
                    <background_buffer_flush_schedule_pool_size>1</background_buffer_flush_schedule_pool_size>
                    <background_message_broker_schedule_pool_size>2</background_message_broker_schedule_pool_size>
                    <background_distributed_schedule_pool_size>1</background_distributed_schedule_pool_size>
                    <merge_tree>
                        <!-- The engine refuses a pool smaller than these expect. -->
                        <number_of_free_entries_in_pool_to_execute_mutation>2</number_of_free_entries_in_pool_to_execute_mutation>
                        <number_of_free_entries_in_pool_to_lower_max_size_of_merge>2</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
                        <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>2</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
                        <!-- Every insert leaves a small part in seven tables. Merging five at a time, as by default, takes the engine
                             a quarter more CPU at 200 clicks a second, and for a hundred million clicks in large blocks too. -->
                        <merge_selector_base>20</merge_selector_base>
                    </merge_tree>
                    <user_files_path>%1$s/user_files/</user_files_path>
                    <user_scripts_path>%1$s/user_scripts/</user_scripts_path>
                    <format_schema_path>%1$s/format_schemas/</format_schema_path>
                    <tmp_path>%1$s/tmp/</tmp_path>
                    <users_config>%2$s</users_config>
                </clickhouse>
                """.formatted(xml(dataDir.toString()), xml(users.toString()), maxMemoryMb * 1024L * 1024L));
        // By default a question gets a thread for each GiB of free memory: this engine would always have one. Settings
        // that name a file or another dialect of SQL are fixed: the walls read statements as ClickHouse's SQL. A
        // redirect could lead to any host. Expressions in data are evaluated only where the walls have looked at them.
        Files.writeString(users, """
                <clickhouse>
                    <profiles>
                        <default>
                            <max_threads_min_free_memory_per_thread>67108864</max_threads_min_free_memory_per_thread>
                            <format_schema_source>string</format_schema_source>
                            <max_http_get_redirects>0</max_http_get_redirects>
                            <s3_max_redirects>0</s3_max_redirects>
                            <input_format_values_interpret_expressions>0</input_format_values_interpret_expressions>
                            <input_format_values_deduce_templates_of_expressions>0</input_format_values_deduce_templates_of_expressions>
                            <constraints>
%2$s                            </constraints>
                        </default>
                    </profiles>
                    <quotas><default/></quotas>
                    <users>
                        <default>
                            <password></password>
                            <networks><ip>::/0</ip></networks>
                            <profile>default</profile>
                            <quota>default</quota>
                            <grants>
%1$s                            </grants>
                        </default>
                    </users>
                </clickhouse>
                """.formatted(
                        lines("<query>%s</query>", grants), lines("<%s><readonly/></%1$s>", FIXED_SETTINGS)));
        return config;
    }

    private static String lines(String element, List<String> contents) {
        return contents.stream()
                .map(content -> " ".repeat(32) + element.formatted(xml(content)) + "\n")
                .collect(Collectors.joining());
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
